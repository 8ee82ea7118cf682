//! DNS health checks.

use polder_units::Duration;

use super::HealthCheckId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::observability::AlarmId;

/// A health check that DNS records depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// The resource.
    pub source: SourceId,
    /// What determines the status.
    pub subject: HealthSubject,
    /// Whether the status is inverted.
    pub inverted: Known<bool>,
    /// Whether it is disabled, which counts as healthy.
    pub disabled: Known<bool>,
}

entry!(HealthCheck { subject, inverted, disabled });

/// What determines the status of a health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HealthSubject {
    /// Requests to an endpoint. It is unhealthy after `interval` × `failure_threshold`.
    Endpoint {
        /// `http`, `https` or `tcp`.
        protocol: Known<Text>,
        /// The host name or address.
        host: Known<Pattern>,
        /// The port.
        port: Known<u16>,
        /// The path of an HTTP request.
        path: Known<Option<Text>>,
        /// The text that the response must contain; none if the status is enough.
        contains: Known<Option<Text>>,
        /// Time between two requests of one checker.
        interval: Known<Duration>,
        /// Consecutive results that change the status.
        failure_threshold: Known<u32>,
        /// The regions of the checkers; none for the provider's default.
        checkers: Known<Option<Set<Text>>>,
    },
    /// The state of an alarm, of any region: unhealthy while it is in alarm. A manual failover switch is such
    /// an alarm.
    Alarm {
        /// The alarm.
        alarm: Link<AlarmId>,
        /// The status while the alarm has insufficient data.
        without_data: Known<HealthWithoutData>,
    },
    /// Other health checks: healthy while at least `threshold` of them are.
    Calculated {
        /// The child health checks.
        checks: Set<Link<HealthCheckId>>,
        /// How many must be healthy.
        threshold: Known<u32>,
    },
    /// A routing control: a switch in a highly available data plane of the provider.
    RoutingControl(Known<Text>),
}

choice!(HealthSubject {
    RoutingControl(name),
    Endpoint { protocol, host, port, path, contains, interval, failure_threshold, checkers },
    Alarm { alarm, without_data },
    Calculated { checks, threshold },
});

/// The status of an alarm-based health check while the alarm has insufficient data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthWithoutData {
    /// Healthy.
    Healthy,
    /// Unhealthy.
    Unhealthy,
    /// The last known status.
    Last,
}

choice!(HealthWithoutData { Healthy, Unhealthy, Last });
