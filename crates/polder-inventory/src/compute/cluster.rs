//! Clusters and machine pools.

use polder_units::{Bytes, Duration};

use super::{ClusterId, Replicas};
use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Set, Text};
use crate::stores::Encryption;

/// A cluster that schedules processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Its kind.
    pub kind: ClusterKind,
}

entry!(Cluster { name, kind });

/// The kind of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterKind {
    /// The provider's own container orchestrator (ECS on AWS).
    ContainerService {
        /// Whether detailed container metrics are collected. Price.
        container_metrics: Known<bool>,
    },
    /// Managed Kubernetes. The interfaces of its control plane are [`crate::networks::Interface`] entries.
    Kubernetes {
        /// The Kubernetes version.
        version: Known<Text>,
        /// The public addresses that can reach the API server; none if its public endpoint is disabled.
        public_from: Known<Option<Set<AddressBlock>>>,
        /// Whether the API server has a private endpoint in the network.
        private: Known<bool>,
        /// The key that encrypts Kubernetes secrets; none for the provider-managed one.
        secrets_key: Option<Link<KeyId>>,
        /// The role of the control plane.
        identity: Option<Link<PrincipalId>>,
    },
}

choice!(ClusterKind {
    ContainerService { container_metrics },
    Kubernetes { version, public_from, private, secrets_key, identity },
});

/// Access of a principal to a Kubernetes cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterAccess {
    /// The resource.
    pub source: SourceId,
    /// The cluster.
    pub cluster: Link<ClusterId>,
    /// The principal.
    pub principal: Link<PrincipalId>,
    /// Access policies and Kubernetes groups.
    pub rights: Known<Set<Text>>,
    /// The namespaces they apply to; none for all.
    pub namespaces: Known<Option<Set<Text>>>,
}

entry!(ClusterAccess { cluster, principal, rights, namespaces });

/// Interchangeable virtual machines (auto scaling group, node group); a single machine is a pool of one.
/// Endurance: what fails with a zone or is reclaimed; price: what runs, and which commitments apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachinePool {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// The cluster it belongs to; none for machines outside of clusters.
    pub cluster: Option<Link<ClusterId>>,
    /// The instance types, in order of preference.
    pub classes: Known<Box<[Text]>>,
    /// The purchase options.
    pub purchase: PurchaseOptions,
    /// The number of machines.
    pub replicas: Replicas,
    /// The zones of its machines. Their interfaces are [`crate::networks::Interface`] entries.
    pub zones: Known<Set<Text>>,
    /// The machine image.
    pub image: Known<Text>,
    /// The disks of each machine.
    pub disks: Box<[Disk]>,
    /// The role of its machines.
    pub identity: Option<Link<PrincipalId>>,
    /// Whether the metadata service requires session tokens (IMDSv2 on AWS).
    pub metadata_token_required: Known<bool>,
    /// The hop limit of metadata responses; 1 keeps containers from the role of the machine.
    pub metadata_hop_limit: Known<u32>,
    /// How long health checks of a new machine are ignored.
    pub start_grace: Known<Duration>,
    /// The cooldown between scaling activities.
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
    metadata_token_required,
    metadata_hop_limit,
    start_grace,
    cooldown,
});

/// How machines of a pool are purchased. Commitments apply to accounts, not to machines, and are not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseOptions {
    /// The number of machines that are always on demand.
    pub on_demand_base: Known<u32>,
    /// The percentage of further machines that are on demand; the rest are spot machines.
    pub on_demand_percent: Known<u8>,
    /// The allocation strategy for spot machines, by the provider's name; none without spot machines.
    pub spot_strategy: Known<Option<Text>>,
}

record!(PurchaseOptions { on_demand_base, on_demand_percent, spot_strategy });

/// A disk of each machine of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// Its size.
    pub size: Known<Bytes>,
    /// The volume type, by the provider's name.
    pub class: Known<Text>,
    /// The provisioned operations in a second; none for what the type includes.
    pub iops: Known<Option<u64>>,
    /// The provisioned throughput in MiB in a second; none for what the type includes.
    pub throughput: Known<Option<u64>>,
    /// Encryption at rest.
    pub encryption: Encryption,
}

record!(Disk { size, class, iops, throughput, encryption });
