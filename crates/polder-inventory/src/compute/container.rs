//! Containers of a process.

use polder_units::{Bytes, Duration, MilliCpu};

use super::EnvironmentVariable;
use crate::describe::{choice, record};
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::networks::Listening;
use crate::stores::StoreId;

/// One container of a process. A process with a proxy beside its program has two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its name within the process.
    pub name: Known<Text>,
    /// What it does for the process.
    pub role: ContainerRole,
    /// What it runs.
    pub image: Image,
    /// Program and arguments; none for the image's own. Rehearsal and rules read time-outs of servers in it.
    pub command: Known<Option<Box<[Pattern]>>>,
    /// Where it answers.
    pub listens: Known<Set<Listening>>,
    /// Its environment.
    pub environment: Known<Set<EnvironmentVariable>>,
    /// Checks of its health.
    pub probes: Set<Probe>,
    /// The user that it runs as; none for the image's own.
    pub user: Known<Option<Text>>,
    /// Whether it can write nowhere but to volumes.
    pub read_only_root: Known<bool>,
    /// Whether it has all rights on its machine.
    pub privileged: Known<bool>,
    /// Processor that is kept for it; none where nothing is.
    pub cpu: Known<Option<MilliCpu>>,
    /// Memory at which it is ended; none where only the process has a limit.
    pub memory: Known<Option<Bytes>>,
    /// How long it may take to stop; none for the provider's default.
    pub stop_timeout: Known<Option<Duration>>,
    /// Containers of the process that must be so far before it starts.
    pub waits_for: Set<ContainerDependency>,
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
    waits_for,
});

/// What a container does for its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerRole {
    /// The process ends with it.
    Essential,
    /// It runs beside; the process goes on without it.
    Beside,
    /// It prepares something and ends before the others start.
    First,
}

choice!(ContainerRole { Essential, Beside, First });

/// An image of a container. Endurance: from where it is pulled when a copy starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The registry, if it is one of the estate; none for a public one.
    pub registry: Option<Link<StoreId>>,
    /// The whole reference.
    pub reference: Known<Pattern>,
    /// How exactly it is named.
    pub pinned: Known<Pinned>,
}

record!(Image { registry, reference, pinned });

/// How exactly an image is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// By the hash of its content.
    Digest,
    /// By a tag.
    Tag,
    /// By a tag that means the newest, or by none.
    Newest,
}

choice!(Pinned { Digest, Tag, Newest });

/// A check of a container's health.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probe {
    /// What follows from it.
    pub purpose: ProbePurpose,
    /// What is done.
    pub check: ProbeCheck,
    /// How long after the start the first one is made, or failures count.
    pub delay: Known<Duration>,
    /// Time between two.
    pub interval: Known<Duration>,
    /// Time after which an answer counts as none.
    pub timeout: Known<Duration>,
    /// Failures in a row before something follows.
    pub failure_threshold: Known<u32>,
}

record!(Probe { purpose, check, delay, interval, timeout, failure_threshold });

/// What follows from a probe that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbePurpose {
    /// The copy is replaced, or the container started again.
    Live,
    /// The copy gets no requests.
    Ready,
    /// The others do not begin before it succeeds.
    Started,
}

choice!(ProbePurpose { Live, Ready, Started });

/// What a probe does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbeCheck {
    /// Asks over HTTP.
    Http {
        /// The path.
        path: Known<Text>,
        /// The port.
        port: Known<u16>,
    },
    /// Opens a connection.
    Tcp {
        /// The port.
        port: Known<u16>,
    },
    /// Runs a command, which must end with 0.
    Command(Known<Box<[Text]>>),
}

choice!(ProbeCheck { Http { path, port }, Tcp { port }, Command(command) });

/// A container that another waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerDependency {
    /// Its name.
    pub container: Text,
    /// How far it must be.
    pub until: Known<ContainerState>,
}

record!(ContainerDependency { container, until });

/// How far a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerState {
    /// It was started.
    Started,
    /// Its probe succeeds.
    Healthy,
    /// It ended.
    Ended,
    /// It ended with 0.
    Succeeded,
}

choice!(ContainerState { Started, Healthy, Ended, Succeeded });
