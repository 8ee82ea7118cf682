//! Containers of a task definition as data.

use smol_str::SmolStr;

use crate::value::{Reference, Value};

/// One container. Field by field what the ECS API calls `ContainerDefinition`, as far as it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// Unique in its task.
    pub name: SmolStr,
    /// Registry, repository and tag or digest.
    pub image: Value,
    /// Whether the task ends when it ends.
    pub essential: bool,
    /// What its command is given to; empty for the image's own.
    pub entry_point: Vec<Value>,
    /// Its command; empty for the image's own.
    pub command: Vec<Value>,
    /// The ports that it listens on.
    pub ports: Vec<u16>,
    /// Open values, sorted by name.
    pub environment: Vec<(SmolStr, Value)>,
    /// Values out of the secret store, by ARN, sorted by name.
    pub secrets: Vec<(SmolStr, Value)>,
    /// Exits with 0 when the container is well.
    pub health: Option<HealthCommand>,
    /// The group that its output goes to.
    pub log_group: Value,
    /// The region of that group.
    pub log_region: Value,
    /// Seconds between SIGTERM and SIGKILL.
    pub stop_timeout_seconds: u64,
    /// Whether it may write only where a volume is mounted.
    pub readonly_root: bool,
    /// `user[:group]`; empty for the image's own.
    pub user: SmolStr,
    /// Volumes and where they are mounted.
    pub mounts: Vec<(SmolStr, SmolStr)>,
    /// Containers that it waits for.
    pub after: Vec<After>,
    /// Memory that is set aside for it, in MiB; 0 for none.
    pub memory_reservation_mib: u64,
}

/// A container that another of its task waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Its name.
    pub name: SmolStr,
    /// How far it must have come.
    pub until: Until,
}

/// How far a container must have come before those that wait for it start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Its health check holds.
    Healthy,
    /// It has ended, without an error. Such a container cannot be essential.
    Succeeded,
}

/// A health check by command.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthCommand {
    /// Program and arguments, run without a shell.
    pub command: Vec<SmolStr>,
    /// How often.
    pub interval_seconds: u64,
    /// How long one try may take.
    pub timeout_seconds: u64,
    /// Failures before it counts as ill.
    pub retries: u64,
    /// Time after the start in which failures do not count.
    pub start_period_seconds: u64,
}

impl Container {
    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        self.image.walk(visit);
        self.entry_point.iter().chain(&self.command).for_each(|value| value.walk(visit));
        self.environment.iter().chain(&self.secrets).for_each(|(_, value)| value.walk(visit));
        self.log_group.walk(visit);
        self.log_region.walk(visit);
    }

    /// Calls `change` on every reference inside.
    pub fn change_references(&mut self, change: &mut impl FnMut(&mut Reference)) {
        self.image.change_references(change);
        let words = self.entry_point.iter_mut().chain(&mut self.command);
        words.for_each(|value| value.change_references(change));
        let pairs = self.environment.iter_mut().chain(&mut self.secrets);
        pairs.for_each(|(_, value)| value.change_references(change));
        self.log_group.change_references(change);
        self.log_region.change_references(change);
    }
}

impl From<Vec<Container>> for crate::Document {
    fn from(containers: Vec<Container>) -> crate::Document {
        crate::Document::Containers(containers)
    }
}
