//! Processes: what runs in containers.

use polder_units::{Bytes, Duration, MilliCpu};

use super::{ClusterId, Container, MachinePoolId};
use crate::access::PrincipalId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// Containers that run together, in any number of copies: a service, a job, a daemon. Made from the resource that runs it;
/// what describes the containers is a contribution. What a process is for in the design (`api`, `worker`) is the component
/// of its origin.
///
/// Its interfaces are [`crate::networks::Interface`] entries, its place behind a load balancer a
/// [`crate::networks::Target`], its rules of scaling [`super::ScalingRule`], its hours [`super::ScheduledAction`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// How it runs.
    pub kind: ProcessKind,
    /// The cluster.
    pub cluster: Option<Link<ClusterId>>,
    /// On what it runs. Several by weight.
    pub capacity: Set<Capacity>,
    /// Its containers. The order is that of their description.
    pub containers: Box<[Container]>,
    /// Processor of one copy, all containers together; none where there is no limit.
    pub cpu: Known<Option<MilliCpu>>,
    /// Memory of one copy, all containers together; none where there is no limit.
    pub memory: Known<Option<Bytes>>,
    /// The disk of one copy that goes with it; none for what the provider gives.
    pub scratch: Known<Option<Bytes>>,
    /// The instruction set: `x86_64`, `arm64`.
    pub architecture: Known<Text>,
    /// How many copies; none for jobs.
    pub replicas: Option<Replicas>,
    /// How a new version replaces the old one; none for jobs.
    pub rollout: Option<Rollout>,
    /// How long a new copy may be unhealthy for the load balancer before it is replaced; none where nothing waits.
    pub start_grace: Known<Option<Duration>>,
    /// The role of its programs.
    pub identity: Option<Link<PrincipalId>>,
    /// The role in which its images, secrets and logs are handled; none where that needs no role.
    pub launch_identity: Option<Link<PrincipalId>>,
    /// Whether people can open a shell in it by the provider's API.
    pub shell_access: Known<bool>,
    /// Whether copies are moved when a zone comes back.
    pub zone_rebalancing: Known<bool>,
}

entry!(Process {
    name,
    kind,
    cluster,
    capacity,
    containers,
    cpu,
    memory,
    scratch,
    architecture,
    replicas,
    rollout,
    start_grace,
    identity,
    launch_identity,
    shell_access,
    zone_rebalancing,
});

/// How a process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessKind {
    /// All the time.
    Service,
    /// Until it ends; somebody or something starts it.
    Job,
    /// All the time, once on each machine.
    Daemon,
}

choice!(ProcessKind { Service, Job, Daemon });

/// What a process runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacity {
    /// What.
    pub on: CapacityKind,
    /// Copies that run here before any run elsewhere.
    pub base: Known<u32>,
    /// The share of further copies.
    pub weight: Known<u32>,
}

record!(Capacity { on, base, weight });

/// What capacity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityKind {
    /// Machines of the provider that nobody sees.
    Managed,
    /// The same out of spare capacity: it can be taken back at any time.
    ManagedSpare,
    /// Machines of the estate.
    Machines(Link<MachinePoolId>),
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(CapacityKind { Managed, ManagedSpare, Machines(pool), Unknown(reason) });

/// How many copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// At the start; from then on what scales them says it.
    pub desired: Known<u32>,
    /// At least; equal to `desired` where nothing scales them.
    pub min: Known<u32>,
    /// At most; equal to `desired` where nothing scales them.
    pub max: Known<u32>,
}

record!(Replicas { desired, min, max });

/// How a new version replaces the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// Copies that stay healthy meanwhile, in percent of `desired`. 0 lets the old ones go first.
    pub healthy_percent_min: Known<u32>,
    /// Copies that run meanwhile, in percent of `desired`. 100 with 0 above: never two versions at a time.
    pub percent_max: Known<u32>,
    /// Whether a version that does not become healthy is given up.
    pub breaker: Known<bool>,
    /// Whether the old version comes back then.
    pub rollback: Known<bool>,
}

record!(Rollout { healthy_percent_min, percent_max, breaker, rollback });

/// How a process or function is told what is around it. Values of environment variables lead to stores and hosts outside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: EnvironmentValue,
}

record!(EnvironmentVariable { name, value });

/// The value of an environment variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvironmentValue {
    /// Open text. A secret here is a finding.
    Text(Known<crate::model::Pattern>),
    /// The value of a secret or parameter, or of one key in it.
    Secret {
        /// The store.
        store: Link<crate::stores::StoreId>,
        /// The key; none for the whole value.
        key: Known<Option<Text>>,
    },
}

choice!(EnvironmentValue { Text(text), Secret { store, key } });
