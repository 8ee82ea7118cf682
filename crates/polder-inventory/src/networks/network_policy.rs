//! Kubernetes network policies.

use super::{Direction, Traffic};
use crate::compute::{ClusterId, ProcessId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};

/// A stateful allow list on pods. It applies in addition to security groups: both must allow. A pod that is
/// selected by no policy of a direction is not restricted in that direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkPolicy {
    /// The manifest.
    pub source: SourceId,
    /// The cluster.
    pub cluster: Link<ClusterId>,
    /// The namespace.
    pub namespace: Known<Text>,
    /// The processes whose pods it selects.
    pub processes: Set<Link<ProcessId>>,
    /// The directions that it restricts.
    pub directions: Set<Direction>,
    /// Its rules, any of which is enough.
    pub rules: Set<NetworkPolicyRule>,
}

entry!(NetworkPolicy { cluster, namespace, processes, directions, rules });

/// A rule of a network policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkPolicyRule {
    /// The direction.
    pub direction: Direction,
    /// Protocols and ports; empty for all.
    pub traffic: Set<Traffic>,
    /// Peers; empty for all.
    pub peers: Set<NetworkPolicyPeer>,
}

record!(NetworkPolicyRule { direction, traffic, peers });

/// A peer of a network-policy rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkPolicyPeer {
    /// An address block with exceptions.
    Block {
        /// The block.
        block: Known<AddressBlock>,
        /// The blocks inside it that are excluded.
        except: Set<AddressBlock>,
    },
    /// Pods of these processes.
    Processes(Set<Link<ProcessId>>),
    /// All pods of a namespace of the cluster.
    Namespace(Known<Text>),
}

choice!(NetworkPolicyPeer { Block { block, except }, Processes(processes), Namespace(namespace) });
