//! Network policies of clusters: filters on pods.

use super::{Direction, Traffic};
use crate::compute::{ClusterId, ProcessId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// What pods of some processes may send and receive, besides what security groups allow: both must allow. A pod that no
/// policy of a direction selects is not filtered in that direction. Stateful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkPolicy {
    /// The manifest.
    pub source: SourceId,
    /// The cluster.
    pub cluster: Link<ClusterId>,
    /// The namespace of its pods.
    pub namespace: Known<Text>,
    /// Processes whose pods it selects.
    pub processes: Set<Link<ProcessId>>,
    /// Directions that it filters.
    pub directions: Set<Direction>,
    /// What it allows. Any one is enough.
    pub rules: Set<NetworkPolicyRule>,
}

entry!(NetworkPolicy { cluster, namespace, processes, directions, rules });

/// Something that a network policy allows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkPolicyRule {
    /// The direction.
    pub direction: Direction,
    /// Protocols and ports; empty for all.
    pub traffic: Set<Traffic>,
    /// The other side; empty for everybody.
    pub peers: Set<NetworkPolicyPeer>,
}

record!(NetworkPolicyRule { direction, traffic, peers });

/// The other side of a rule of a network policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkPolicyPeer {
    /// Addresses without some of them.
    Block {
        /// All of these,
        block: Known<AddressBlock>,
        /// but none of these.
        except: Set<AddressBlock>,
    },
    /// Pods of these processes.
    Processes(Set<Link<ProcessId>>),
    /// All pods of a namespace of the cluster.
    Namespace(Known<Text>),
}

choice!(NetworkPolicyPeer { Block { block, except }, Processes(processes), Namespace(namespace) });
