//! Containers of a process.

use polder_units::{Bytes, Duration, MilliCpu};

use super::EnvironmentVariable;
use crate::describe::{choice, record};
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::networks::ListeningPort;
use crate::stores::StoreId;

/// A container of a process. A process with a sidecar proxy has two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its name within the process.
    pub name: Known<Text>,
    /// Its role in the process.
    pub role: ContainerRole,
    /// Its image.
    pub image: Image,
    /// Command and arguments; none for those of the image.
    pub command: Known<Option<Box<[Pattern]>>>,
    /// The ports it listens on.
    pub listens: Known<Set<ListeningPort>>,
    /// Its environment.
    pub environment: Known<Set<EnvironmentVariable>>,
    /// Its health checks.
    pub probes: Set<Probe>,
    /// The user it runs as; none for that of the image.
    pub user: Known<Option<Text>>,
    /// Whether its root file system is read-only.
    pub read_only_root: Known<bool>,
    /// Whether it is privileged.
    pub privileged: Known<bool>,
    /// Reserved CPU; none without a reservation.
    pub cpu: Known<Option<MilliCpu>>,
    /// The memory limit; none if only the process has one.
    pub memory: Known<Option<Bytes>>,
    /// The time between the stop signal and the kill signal; none for the provider's default.
    pub stop_timeout: Known<Option<Duration>>,
    /// The containers it waits for before it starts.
    pub depends_on: Set<ContainerDependency>,
}

record!(Container {
    name,
    role,
    image,
    command,
    listens,
    environment,
    probes,
    user,
    read_only_root,
    privileged,
    cpu,
    memory,
    stop_timeout,
    depends_on,
});

/// The role of a container in its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerRole {
    /// Essential: the process stops when it stops.
    Essential,
    /// A sidecar: the process continues without it.
    Sidecar,
    /// An init container: it runs to completion before the others start.
    Init,
}

choice!(ContainerRole { Essential, Sidecar, Init });

/// A container image. Endurance: from where it is pulled when a copy starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its registry; none for a public registry.
    pub registry: Option<Link<StoreId>>,
    /// The full reference.
    pub reference: Known<Pattern>,
    /// How it is pinned.
    pub pinned: Known<Pinned>,
}

record!(Image { registry, reference, pinned });

/// How an image is pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// By digest.
    Digest,
    /// By tag.
    Tag,
    /// Not at all: by the tag `latest`, or by none.
    Latest,
}

choice!(Pinned { Digest, Tag, Latest });

/// A health check of a container.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probe {
    /// What a failure causes.
    pub purpose: ProbePurpose,
    /// What is checked.
    pub check: ProbeCheck,
    /// How long after the start failures are ignored.
    pub delay: Known<Duration>,
    /// Time between two checks.
    pub interval: Known<Duration>,
    /// Time after which a check without answer has failed.
    pub timeout: Known<Duration>,
    /// Consecutive failures that count.
    pub failure_threshold: Known<u32>,
}

record!(Probe { purpose, check, delay, interval, timeout, failure_threshold });

/// What the failure of a probe causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbePurpose {
    /// Liveness: the container or copy is replaced.
    Liveness,
    /// Readiness: the copy gets no traffic.
    Readiness,
    /// Startup: the other probes start after its first success.
    Startup,
}

choice!(ProbePurpose { Liveness, Readiness, Startup });

/// What a probe checks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbeCheck {
    /// An HTTP request.
    Http {
        /// The path.
        path: Known<Text>,
        /// The port.
        port: Known<u16>,
    },
    /// A TCP connection.
    Tcp {
        /// The port.
        port: Known<u16>,
    },
    /// A command that must exit with 0.
    Command(Known<Box<[Text]>>),
}

choice!(ProbeCheck { Http { path, port }, Tcp { port }, Command(command) });

/// A container that another one waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerDependency {
    /// Its name.
    pub container: Text,
    /// The state it must have.
    pub state: Known<ContainerState>,
}

record!(ContainerDependency { container, state });

/// The state of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerState {
    /// Started.
    Started,
    /// Healthy.
    Healthy,
    /// Exited.
    Complete,
    /// Exited with 0.
    Success,
}

choice!(ContainerState { Started, Healthy, Complete, Success });
