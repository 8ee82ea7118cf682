//! Health checks that records depend on.

use polder_units::Duration;

use super::HealthCheckId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::observability::AlarmId;

/// Says whether a record may be an answer. Rehearsal: after `interval` × `failure_threshold` a lost endpoint is unhealthy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// The resource.
    pub source: SourceId,
    /// What decides.
    pub subject: HealthSubject,
    /// Whether healthy and unhealthy are exchanged.
    pub inverted: Known<bool>,
    /// Whether it is switched off, which counts as healthy.
    pub disabled: Known<bool>,
}

entry!(HealthCheck { subject, inverted, disabled });

/// What decides about health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HealthSubject {
    /// Requests from outside.
    Endpoint {
        /// `http`, `https` or `tcp`.
        protocol: Known<Text>,
        /// The host name or address that is asked.
        host: Known<Pattern>,
        /// The port.
        port: Known<u16>,
        /// The path, for HTTP.
        path: Known<Option<Text>>,
        /// What the answer must contain; none if the status is enough.
        contains: Known<Option<Text>>,
        /// Time between two checks of one checker.
        interval: Known<Duration>,
        /// Checks in a row that change the result.
        failure_threshold: Known<u32>,
        /// Regions of the checkers; none for the provider's choice.
        checkers: Known<Option<Set<Text>>>,
    },
    /// The state of an alarm: unhealthy while it is raised. The switch of a failover by hand is such an alarm.
    Alarm {
        /// The alarm.
        alarm: Link<AlarmId>,
        /// What counts while the alarm has no data.
        without_data: Known<HealthWithoutData>,
    },
    /// Other checks: healthy while enough of them are.
    Checks {
        /// The checks.
        checks: Set<Link<HealthCheckId>>,
        /// How many must be healthy.
        threshold: Known<u32>,
    },
    /// A switch that the provider keeps in several regions.
    Switch(Known<Text>),
}

choice!(HealthSubject {
    Switch(name),
    Endpoint { protocol, host, port, path, contains, interval, failure_threshold, checkers },
    Alarm { alarm, without_data },
    Checks { checks, threshold },
});

/// What counts while an alarm has no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthWithoutData {
    /// Healthy.
    Healthy,
    /// Unhealthy.
    Unhealthy,
    /// What it was before.
    Last,
}

choice!(HealthWithoutData { Healthy, Unhealthy, Last });
