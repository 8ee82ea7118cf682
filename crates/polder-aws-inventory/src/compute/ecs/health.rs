//! Health checks of containers.

use polder_inventory::compute::{Probe, ProbeCheck, ProbePurpose};
use polder_inventory::model::{Known, Text};
use polder_units::Duration;

/// A health check by a command.
pub(super) struct Command {
    pub(super) words: Known<Box<[Text]>>,
    pub(super) delay: Known<Duration>,
    pub(super) interval: Known<Duration>,
    pub(super) timeout: Known<Duration>,
    pub(super) failures: Known<u32>,
}

/// A task whose essential container is unhealthy is replaced. Source: AWS, Amazon ECS Developer Guide, "Determine Amazon ECS
/// task health using container health checks".
pub(super) fn probe(command: Command) -> Probe {
    Probe {
        purpose: ProbePurpose::Liveness,
        check: ProbeCheck::Command(command.words),
        delay: command.delay,
        interval: command.interval,
        timeout: command.timeout,
        failure_threshold: command.failures,
    }
}
