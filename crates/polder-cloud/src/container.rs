//! Containers of a task definition as data.

use smol_str::SmolStr;

use crate::value::{Reference, Value};

/// One container: the used fields of `ContainerDefinition` of the ECS API.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// Unique in its task.
    pub name: SmolStr,
    /// Registry, repository and tag or digest.
    pub image: Value,
    /// Whether it is essential.
    pub essential: bool,
    /// Its entry point; empty for the image's own.
    pub entry_point: Vec<Value>,
    /// Its command; empty for the image's own.
    pub command: Vec<Value>,
    /// The ports that it listens on.
    pub ports: Vec<u16>,
    /// Plain environment variables, sorted by name.
    pub environment: Vec<(SmolStr, Value)>,
    /// Secrets, by ARN, sorted by name.
    pub secrets: Vec<(SmolStr, Value)>,
    /// Its health check.
    pub health: Option<HealthCommand>,
    /// The log group of its output.
    pub log_group: Value,
    /// The region of that group.
    pub log_region: Value,
    /// Seconds between SIGTERM and SIGKILL.
    pub stop_timeout_seconds: u64,
    /// Whether its root file system is read-only.
    pub readonly_root: bool,
    /// `user[:group]`; empty for the image's own.
    pub user: SmolStr,
    /// Volumes and where they are mounted.
    pub mounts: Vec<(SmolStr, SmolStr)>,
    /// Containers that it waits for.
    pub after: Vec<After>,
    /// Its memory reservation, in MiB; 0 for none.
    pub memory_reservation_mib: u64,
}

/// A dependency on another container of the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Its name.
    pub name: SmolStr,
    /// The required condition.
    pub until: DependencyCondition,
}

/// The condition of a container dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependencyCondition {
    /// It is healthy.
    Healthy,
    /// It has exited without an error. Such a container cannot be essential.
    Succeeded,
}

/// A health check by command.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthCommand {
    /// Program and arguments, run without a shell.
    pub command: Vec<SmolStr>,
    /// How often.
    pub interval_seconds: u64,
    /// The timeout.
    pub timeout_seconds: u64,
    /// Failures before it is unhealthy.
    pub retries: u64,
    /// The start period, in which failures do not count.
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
