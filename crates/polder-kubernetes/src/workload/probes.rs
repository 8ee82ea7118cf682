//! Probes: health checks with the same settings as those of the load balancer and ECS.

use k8s_openapi::api::core::v1::{ExecAction, HTTPGetAction, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::{Health, Service, Timings};

use crate::integers::whole;
use crate::metadata::PORT;

/// The probes of a container.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    /// The startup probe, which disables the others until it succeeds.
    pub(crate) startup: Option<Probe>,
    /// The readiness probe.
    pub(crate) readiness: Option<Probe>,
    /// The liveness probe.
    pub(crate) liveness: Option<Probe>,
}

/// The probes of a service; none without a health check.
pub(crate) fn of(timings: &Timings, service: &Service) -> Probes {
    // Over HTTP, a running process is probed as by the load balancer.
    let check = timings.entry.target_check;
    let starting = timings.containers.starting.as_seconds();
    let (action, period, timeout) = match &service.health {
        None => return Probes::default(),
        // Saleor accepts any host at this path, and the other processes have only one.
        Some(Health::Http { path }) => {
            let get = HTTPGetAction {
                path: Some(path.clone()),
                port: IntOrString::String(PORT.to_owned()),
                ..HTTPGetAction::default()
            };
            (
                Probe { http_get: Some(get), ..Probe::default() },
                check.interval.as_seconds(),
                check.timeout.as_seconds(),
            )
        }
        Some(Health::Command { command, interval }) => {
            let exec = ExecAction { command: Some(command.clone()) };
            let seconds = interval.as_seconds().max(1);
            (Probe { exec: Some(exec), ..Probe::default() }, seconds, seconds.clamp(2, 60))
        }
    };
    let asked = |period, failures| Probe {
        period_seconds: Some(whole(period)),
        timeout_seconds: Some(whole(timeout)),
        failure_threshold: Some(whole(failures)),
        ..action.clone()
    };
    let tries = service.start_grace.as_seconds().div_ceil(starting.max(1)).max(1);
    Probes {
        startup: Some(asked(starting, tries)),
        readiness: Some(asked(period, check.unhealthy)),
        liveness: Some(asked(period, check.unhealthy)),
    }
}
