//! Compute: what runs, on which capacity, in how many copies, and when. Read by endurance, rehearsal, price
//! and access.

mod cluster;
mod container;
mod environment;
mod function;
mod process;
mod scaling;

pub use cluster::{Cluster, ClusterAccess, ClusterKind, Disk, MachinePool, PurchaseOptions};
pub use container::{
    Container, ContainerDependency, ContainerRole, ContainerState, Image, Pinned, Probe, ProbeCheck,
    ProbePurpose,
};
pub use environment::{EnvironmentValue, EnvironmentVariable};
pub use function::{Function, FunctionPackage, FunctionUrl};
pub use process::{Capacity, CapacityKind, Process, ProcessKind, Replicas, Rollout};
pub use scaling::{ActionKind, ScalingKind, ScalingRule, ScheduledAction};

pub use crate::entries::compute::*;
