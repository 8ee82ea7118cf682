//! Processes: services, jobs and daemons in containers.

use polder_units::{Bytes, Duration, MilliCpu};

use super::{ClusterId, Container, MachinePoolId};
use crate::access::PrincipalId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Reason, Set, Text};
use crate::stores::StoreId;

/// Containers that are scheduled together, in one or more copies: an ECS service with its task definition, a
/// Kubernetes deployment. A task definition without a service is a [`ProcessKind::Job`].
///
/// Its purpose (`api`, `worker`) is the component of its origin. Related entries:
/// [`crate::networks::Interface`], [`crate::networks::Target`], [`super::ScalingRule`],
/// [`super::ScheduledAction`], [`crate::observability::LogRoute`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// How it runs.
    pub kind: ProcessKind,
    /// The cluster that schedules it.
    pub cluster: Option<Link<ClusterId>>,
    /// The capacity it runs on, with shares.
    pub capacity: Set<Capacity>,
    /// Its containers.
    pub containers: Box<[Container]>,
    /// The CPU of one copy, all containers together; none without a limit.
    pub cpu: Known<Option<MilliCpu>>,
    /// The memory of one copy, all containers together; none without a limit.
    pub memory: Known<Option<Bytes>>,
    /// The ephemeral storage of one copy; none for the provider's default.
    pub ephemeral_storage: Known<Option<Bytes>>,
    /// The file systems it mounts.
    pub mounts: Set<Link<StoreId>>,
    /// The CPU architecture: `x86_64`, `arm64`.
    pub architecture: Known<Text>,
    /// The number of copies; none for jobs.
    pub replicas: Option<Replicas>,
    /// How a new version is deployed; none for jobs.
    pub rollout: Option<Rollout>,
    /// How long load-balancer health checks of a new copy are ignored; none if they never are.
    pub start_grace: Known<Option<Duration>>,
    /// The role of its code.
    pub identity: Option<Link<PrincipalId>>,
    /// The role that pulls its images, reads its secrets and writes its logs; none if none is needed.
    pub launch_identity: Option<Link<PrincipalId>>,
    /// Whether the provider's API can open a shell in it.
    pub exec_enabled: Known<bool>,
    /// Whether copies are rebalanced between zones.
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
    ephemeral_storage,
    mounts,
    architecture,
    replicas,
    rollout,
    start_grace,
    identity,
    launch_identity,
    exec_enabled,
    zone_rebalancing,
});

/// How a process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessKind {
    /// Continuously.
    Service,
    /// To completion, each time it is started.
    Job,
    /// Continuously, once on each machine.
    Daemon,
}

choice!(ProcessKind { Service, Job, Daemon });

/// A share of the capacity of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacity {
    /// Where copies run.
    pub on: CapacityKind,
    /// The number of copies placed here first.
    pub base: Known<u32>,
    /// The weight for further copies.
    pub weight: Known<u32>,
}

record!(Capacity { on, base, weight });

/// Where copies of a process run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityKind {
    /// Serverless capacity (Fargate on AWS).
    Serverless,
    /// Serverless spot capacity, which can be reclaimed at any time.
    ServerlessSpot,
    /// Machines of a pool.
    Machines(Link<MachinePoolId>),
    /// Not known.
    Unknown(Reason),
}

choice!(CapacityKind { Serverless, ServerlessSpot, Machines(pool), Unknown(reason) });

/// The number of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// The initial number; scaling changes it later.
    pub desired: Known<u32>,
    /// The minimum; equal to `desired` without scaling.
    pub min: Known<u32>,
    /// The maximum; equal to `desired` without scaling.
    pub max: Known<u32>,
}

record!(Replicas { desired, min, max });

/// How a new version is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// The percentage of `desired` that stays healthy. 0 stops old copies first.
    pub healthy_percent_min: Known<u32>,
    /// The maximum percentage of `desired` that runs. 100, with a minimum of 0, never runs two versions at a
    /// time.
    pub percent_max: Known<u32>,
    /// Whether a deployment that does not become healthy is stopped.
    pub circuit_breaker: Known<bool>,
    /// Whether a stopped deployment is rolled back.
    pub rollback: Known<bool>,
}

record!(Rollout { healthy_percent_min, percent_max, circuit_breaker, rollback });
