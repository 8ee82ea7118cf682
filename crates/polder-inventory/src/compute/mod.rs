//! Compute: what runs, on what, in how many copies, and when. Read by endurance, rehearsal, price and access.

mod cluster;
mod container;
mod function;
mod process;
mod scaling;

pub use cluster::{Cluster, ClusterAccess, ClusterKind, Disk, MachinePool, Purchase};
pub use container::{
    Container, ContainerDependency, ContainerRole, ContainerState, Image, Pinned, Probe, ProbeCheck,
    ProbePurpose,
};
pub use function::{Function, FunctionPackage, FunctionUrl};
pub use process::{
    Capacity, CapacityKind, EnvironmentValue, EnvironmentVariable, Process, ProcessKind, Replicas, Rollout,
};
pub use scaling::{ActionKind, ScalingKind, ScalingRule, ScheduledAction};

pub use crate::entries::compute::*;
