//! What runs in a site: services, jobs, functions, and the machines that carry containers.

use polder_spec::Architecture;
use polder_units::{Bytes, Duration, MilliCpu};

use crate::components::{FunctionKind, Process};

/// A process of a site: the container, its size and how many.
#[derive(Clone, Debug)]
pub struct Service {
    /// What it does.
    pub process: Process,
    /// Repository of its image in the platform's registry: `saleor`.
    pub image: String,
    /// Its command; empty for the image's own.
    pub command: Vec<String>,
    /// The port it listens on.
    pub port: Option<u16>,
    /// CPU of one task, all containers together; a size that the engine offers.
    pub cpu: MilliCpu,
    /// Memory of one task, all containers together; a size that the engine offers.
    pub memory: Bytes,
    /// How many.
    pub scaling: Scaling,
    /// The environment, sorted by name.
    pub environment: Vec<(String, EnvironmentValue)>,
    /// How to tell that it is well.
    pub health: Option<Health>,
    /// How long it may take to stop.
    pub stop_timeout: Duration,
    /// How long it may take to start before its health counts.
    pub start_grace: Duration,
    /// Whether a cluster-aware proxy to the cache stands beside it.
    pub cache_proxy: bool,
    /// What the proxy takes of the task's CPU; none without one.
    pub proxy_cpu: MilliCpu,
    /// What the proxy takes of the task's memory; none without one.
    pub proxy_memory: Bytes,
    /// The number of the user in the official image that it can run as without being root; images of the user's own
    /// say it themselves.
    pub user_id: Option<u32>,
    /// Whether it may be interrupted at any time.
    pub interruptible: bool,
    /// Paths under which the load balancer reaches it (`/graphql/`); empty when it is reached by host or not at all.
    pub paths: Vec<String>,
}

/// How many tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// At the start.
    pub desired: u64,
    /// At least.
    pub min: u64,
    /// At most.
    pub max: u64,
    /// Never two at a time, not even while deploying.
    pub singleton: bool,
    /// CPU that the autoscaler aims at, in percent.
    pub cpu_target_percent: u64,
}

/// How to tell that a process is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It answers 200 here.
    Http {
        /// The path.
        path: String,
    },
    /// This command, run inside the container, exits with 0.
    Command {
        /// Program and arguments.
        command: Vec<String>,
        /// How often.
        interval: Duration,
    },
}

/// A value in a container's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvironmentValue {
    /// Open text.
    Text(String),
    /// The value of the secret with this [`Secret::id`](crate::Secret::id).
    Secret(String),
}

/// A pool of machines of one size that carry containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machines {
    /// What they may carry.
    pub kind: MachineKind,
    /// The facts' names of the machine classes that serve alike, the cheapest first; the steady pool has one. The same in
    /// all sites of a cell.
    pub classes: Vec<String>,
    /// Processor of one machine that tasks may use.
    pub cpu: MilliCpu,
    /// Memory of one machine that tasks may use.
    pub memory: Bytes,
    /// Memory of one machine that the engine must leave to the system.
    pub system_memory: Bytes,
    /// Most tasks, or pods, that find an address on one machine.
    pub tasks: u64,
    /// Fewest machines.
    pub min: u64,
    /// Machines at the start.
    pub desired: u64,
    /// Most machines.
    pub max: u64,
    /// The disk of one machine.
    pub disk: Bytes,
}

/// What machines may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineKind {
    /// Everything that must not be interrupted.
    Steady,
    /// What may be, and only that.
    Interruptible,
}

impl MachineKind {
    /// Both, in the order of [`Site::machines`](crate::Site::machines).
    pub const ALL: [MachineKind; 2] = [MachineKind::Steady, MachineKind::Interruptible];

    /// Its name in addresses and resource names.
    pub fn name(self) -> &'static str {
        match self {
            MachineKind::Steady => "steady",
            MachineKind::Interruptible => "interruptible",
        }
    }

    /// Those that carry a service.
    pub fn of(service: &Service) -> MachineKind {
        if service.interruptible { MachineKind::Interruptible } else { MachineKind::Steady }
    }
}

/// A small program that something starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// What it does.
    pub kind: FunctionKind,
    /// How long one run may take.
    pub timeout: Duration,
    /// The memory of one run.
    pub memory: Bytes,
    /// How many run at a time at most; kept for it.
    pub concurrency: u64,
    /// Instruction set that its package is built for.
    pub architecture: Architecture,
    /// What starts it.
    pub trigger: Trigger,
}

/// What starts a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Messages of a queue.
    Queue {
        /// Its key.
        key: String,
        /// How many messages one run gets at most.
        batch: u64,
    },
    /// The clock, once a day.
    Daily {
        /// Minutes after midnight, UTC.
        minute: u16,
        /// Whether it runs.
        enabled: bool,
    },
    /// People.
    Hand,
}
