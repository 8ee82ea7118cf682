//! Clusters and pools of machines.

use polder_units::{Bytes, Duration};

use super::{ClusterId, Replicas};
use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};
use crate::stores::Encryption;

/// What places processes on capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What it is.
    pub kind: ClusterKind,
}

entry!(Cluster { name, kind });

/// What a cluster is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterKind {
    /// The provider's own orchestrator, without machines that belong to it.
    ContainerService {
        /// Whether metrics of containers are kept. Price.
        container_metrics: Known<bool>,
    },
    /// Kubernetes, with a control plane that the provider keeps. Its interfaces are [`crate::networks::Interface`] entries.
    Kubernetes {
        /// Its release.
        version: Known<Text>,
        /// Addresses on the internet that may call the control plane; none if nobody there can.
        public_from: Known<Option<Set<AddressBlock>>>,
        /// Whether the control plane is called from inside the network.
        private: Known<bool>,
        /// The key that encrypts its secrets; none for the provider's.
        secrets_key: Option<Link<KeyId>>,
        /// The role of the control plane.
        identity: Option<Link<PrincipalId>>,
    },
}

choice!(ClusterKind {
    ContainerService { container_metrics },
    Kubernetes { version, public_from, private, secrets_key, identity },
});

/// Who may use a Kubernetes cluster, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterAccess {
    /// The resource.
    pub source: SourceId,
    /// The cluster.
    pub cluster: Link<ClusterId>,
    /// Who.
    pub principal: Link<PrincipalId>,
    /// The provider's policy, or groups of the cluster.
    pub rights: Known<Set<Text>>,
    /// In these namespaces; none for all.
    pub namespaces: Known<Option<Set<Text>>>,
}

entry!(ClusterAccess { cluster, principal, rights, namespaces });

/// Machines of the estate that serve alike; a single machine is a pool of one. Endurance: what is lost with a zone or when
/// spare capacity is taken back; price: what runs, and what commitments fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachinePool {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// The cluster that places processes on it; none for machines by themselves.
    pub cluster: Option<Link<ClusterId>>,
    /// The provider's classes of machines, the preferred first.
    pub classes: Known<Box<[Text]>>,
    /// How machines are bought.
    pub purchase: Purchase,
    /// How many.
    pub replicas: Replicas,
    /// The zones of its machines. Their interfaces are [`crate::networks::Interface`] entries.
    pub zones: Known<Set<Text>>,
    /// The image that they start from.
    pub image: Known<Text>,
    /// Their disks.
    pub disks: Box<[Disk]>,
    /// The role of its programs.
    pub identity: Option<Link<PrincipalId>>,
    /// Whether programs get credentials only with a session token, so that a forged request gets none.
    pub credentials_by_token: Known<bool>,
    /// Hops that an answer with credentials travels; 1 keeps containers from it.
    pub credential_hops: Known<u32>,
    /// How long a new machine may take to start before its health counts.
    pub start_grace: Known<Duration>,
    /// How long after a change the next one waits.
    pub cooldown: Known<Duration>,
}

entry!(MachinePool {
    name,
    cluster,
    classes,
    purchase,
    replicas,
    zones,
    image,
    disks,
    identity,
    credentials_by_token,
    credential_hops,
    start_grace,
    cooldown,
});

/// How machines are bought. Commitments are not here: they are no property of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Machines at full price before any others.
    pub on_demand_base: Known<u32>,
    /// The share of further machines at full price, in percent; the rest is spare capacity that can be taken back.
    pub on_demand_percent: Known<u8>,
    /// How spare capacity is chosen, in the provider's word; none where there is none.
    pub spare_strategy: Known<Option<Text>>,
}

record!(Purchase { on_demand_base, on_demand_percent, spare_strategy });

/// A disk of the machines of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// Its size.
    pub size: Known<Bytes>,
    /// The provider's word for the kind of disk.
    pub class: Known<Text>,
    /// How it is encrypted.
    pub encryption: Encryption,
}

record!(Disk { size, class, encryption });
