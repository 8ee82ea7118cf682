//! Probes: how the cluster finds out whether a process is well: as the load balancer and ECS do, with the same
//! patience.

use k8s_openapi::api::core::v1::{ExecAction, HTTPGetAction, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_design::{Health, Service};

use crate::integers::whole;
use crate::metadata::PORT;

/// How often a process that starts is asked, in seconds.
const STARTING: u64 = 5;

/// How often a process that runs is asked over HTTP, in seconds. This and the following are what the target groups of the
/// load balancer say, too.
const PERIOD: u64 = 10;
/// How long an answer may take.
const TIMEOUT: u64 = 5;
/// How often it may fail in a row.
const FAILURES: u64 = 3;

/// The probes of a container.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    /// Until it has succeeded once, the others rest.
    pub(crate) startup: Option<Probe>,
    /// Whether requests are sent.
    pub(crate) readiness: Option<Probe>,
    /// Whether it is left alive.
    pub(crate) liveness: Option<Probe>,
}

/// The probes of a service; none for what cannot say how it is.
pub(crate) fn of(service: &Service) -> Probes {
    let (action, period, timeout) = match &service.health {
        None => return Probes::default(),
        // Saleor answers to any host here, and the other processes know only one.
        Some(Health::Http { path }) => {
            let get = HTTPGetAction {
                path: Some(path.clone()),
                port: IntOrString::String(PORT.to_owned()),
                ..HTTPGetAction::default()
            };
            (Probe { http_get: Some(get), ..Probe::default() }, PERIOD, TIMEOUT)
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
    let tries = service.start_grace.as_seconds().div_ceil(STARTING).max(1);
    Probes {
        startup: Some(asked(STARTING, tries)),
        readiness: Some(asked(period, FAILURES)),
        liveness: Some(asked(period, FAILURES)),
    }
}
