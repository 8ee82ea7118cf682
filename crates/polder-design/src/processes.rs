//! Services, jobs, functions and machines of a site.

use polder_spec::{Architecture, Hours};
use polder_units::{Bytes, Duration, MilliCpu};

use crate::components::{FunctionKind, Process};

/// A process of a site: the container, its size and how many.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its kind.
    pub process: Process,
    /// Repository of its image in the platform's registry: `saleor`.
    pub image: String,
    /// Its command; empty for the image's own.
    pub command: Vec<String>,
    /// The port it listens on.
    pub port: Option<u16>,
    /// CPU of one task, including all containers; a size that the engine offers.
    pub cpu: MilliCpu,
    /// Memory of one task, including all containers; a size that the engine offers.
    pub memory: Bytes,
    /// The number of its tasks.
    pub scaling: Scaling,
    /// The environment, sorted by name.
    pub environment: Vec<(String, EnvironmentValue)>,
    /// Its health check.
    pub health: Option<Health>,
    /// Its stop timeout.
    pub stop_timeout: Duration,
    /// The health check grace period.
    pub start_grace: Duration,
    /// Whether it has a cluster-aware cache proxy as a sidecar.
    pub cache_proxy: bool,
    /// The proxy's share of the task's CPU; zero without a proxy.
    pub proxy_cpu: MilliCpu,
    /// The proxy's share of the task's memory; zero without a proxy.
    pub proxy_memory: Bytes,
    /// The UID of a non-root user in the official image; custom images set their own.
    pub user_id: Option<u32>,
    /// Whether it may be interrupted at any time.
    pub interruptible: bool,
    /// Paths that the load balancer routes to it (`/graphql/`); empty if it is routed by host or not at all.
    pub paths: Vec<String>,
}

/// How many tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// The initial number.
    pub desired: u64,
    /// The minimum.
    pub min: u64,
    /// The maximum.
    pub max: u64,
    /// Whether at most one runs at any time, even during a deployment.
    pub singleton: bool,
    /// The target CPU utilization of the autoscaler, in percent.
    pub cpu_target_percent: u64,
}

/// The health check of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// HTTP 200 at a path.
    Http {
        /// The path.
        path: String,
    },
    /// A command in the container that exits with 0.
    Command {
        /// Program and arguments.
        command: Vec<String>,
        /// The interval.
        interval: Duration,
    },
}

/// A value in a container's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvironmentValue {
    /// Plain text.
    Text(String),
    /// The value of the secret with this [`Secret::id`](crate::Secret::id).
    Secret(String),
}

/// A pool of machines of one size for containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machines {
    /// Its kind of tasks.
    pub kind: MachineKind,
    /// Equivalent machine classes, by the facts' names, the cheapest first; the steady pool has one. The same in all
    /// sites of a cell.
    pub classes: Vec<String>,
    /// CPU of one machine for tasks.
    pub cpu: MilliCpu,
    /// Memory of one machine for tasks.
    pub memory: Bytes,
    /// Memory of one machine that is reserved for the system.
    pub system_memory: Bytes,
    /// Maximum number of tasks or pods on one machine.
    pub tasks: u64,
    /// Minimum number of machines.
    pub min: u64,
    /// Machines at the start.
    pub desired: u64,
    /// Maximum number of machines.
    pub max: u64,
    /// The disk of one machine.
    pub disk: Bytes,
}

/// The kind of tasks of a machine pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineKind {
    /// Tasks that must not be interrupted.
    Steady,
    /// Tasks that may be interrupted, and only those.
    Interruptible,
}

impl MachineKind {
    /// Both, in the order of [`Site::machines`](crate::Site::machines).
    pub const ALL: [MachineKind; 2] = [MachineKind::Steady, MachineKind::Interruptible];

    /// Its name in resource labels and names.
    pub fn name(self) -> &'static str {
        match self {
            MachineKind::Steady => "steady",
            MachineKind::Interruptible => "interruptible",
        }
    }

    /// Those that run a service.
    pub fn of(service: &Service) -> MachineKind {
        if service.interruptible { MachineKind::Interruptible } else { MachineKind::Steady }
    }
}

/// A serverless function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its kind.
    pub kind: FunctionKind,
    /// The timeout of one run.
    pub timeout: Duration,
    /// The memory of one run.
    pub memory: Bytes,
    /// Its reserved concurrency.
    pub concurrency: u64,
    /// Instruction set that its package is built for.
    pub architecture: Architecture,
    /// Its trigger.
    pub trigger: Trigger,
}

impl Function {
    /// Whether each run that fails is sent to the topic of alarms. Messages of a queue are delivered again instead.
    pub fn notifies(&self) -> bool {
        match self.trigger {
            Trigger::Daily { .. } | Trigger::Every { .. } | Trigger::Hand => true,
            Trigger::Queue { .. } => false,
        }
    }
}

/// The trigger of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Messages of a queue.
    Queue {
        /// Its key.
        key: String,
        /// The maximum batch size.
        batch: u64,
    },
    /// A daily schedule.
    Daily {
        /// Minutes after midnight, in UTC or in the time zone of the hours.
        minute: u16,
        /// The running hours of the cell, on whose days it starts only. `None` for every day.
        hours: Option<Hours>,
        /// Whether it is enabled.
        enabled: bool,
    },
    /// A schedule of several runs in an hour.
    Every {
        /// The interval, in minutes: less than an hour.
        minutes: u16,
        /// Whole hours of the cell, during which it starts only. `None` for always.
        hours: Option<Hours>,
        /// Whether it is enabled.
        enabled: bool,
    },
    /// People.
    Hand,
}
