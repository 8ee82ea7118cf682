//! How the loss of a site is detected: the health checks behind the failover record of an origin.

use std::collections::BTreeSet;

use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    DnsAnswer, DnsRecordId, DnsRouting, FailoverRole, HealthCheckId, HealthSubject, HealthWithoutData,
};
use polder_inventory::observability::AlarmCondition;
use polder_inventory::{EntryId, Inventory, TimingKind};
use polder_units::Duration;

use super::term::Term;
use crate::place::is_at;

/// What watches a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Requests from outside, each with the time until it counts as failed.
    pub(super) endpoints: Vec<(EntryId, Known<Duration>)>,
    /// Alarms that count as failed without data, each with its delay.
    pub(super) alarms: Vec<(EntryId, Known<Duration>)>,
    /// Alarms that keep their state without data: switches for people.
    pub(super) switches: Vec<EntryId>,
    /// The first records of the site.
    pub(super) records: Vec<DnsRecordId>,
}

/// What watches the first records of the site that accepts writes.
pub(super) fn of_site(inventory: &Inventory, site: &str) -> Watch {
    let mut watch = Watch::default();
    let mut seen = BTreeSet::new();
    for (id, record) in inventory.networks.dns_records.iter() {
        let first = matches!(record.routing, DnsRouting::Failover(Known::Value(FailoverRole::Primary)));
        let alias = matches!(record.answer, DnsAnswer::Alias { .. });
        if first && alias && is_at(inventory, id.into(), site) {
            watch.records.push(id);
            let check = record.health_check.and_then(|check| check.id());
            check.into_iter().for_each(|check| look(inventory, check, &mut seen, &mut watch));
        }
    }
    watch
}

fn look(inventory: &Inventory, id: HealthCheckId, seen: &mut BTreeSet<HealthCheckId>, watch: &mut Watch) {
    let check = &inventory.networks.health_checks[id];
    if !seen.insert(id) || check.disabled == Known::Value(true) {
        return;
    }
    match &check.subject {
        HealthSubject::Endpoint { interval, failure_threshold, .. } => {
            watch.endpoints.push((id.into(), product(*interval, *failure_threshold)));
        }
        HealthSubject::Alarm { alarm: Link::To(alarm), without_data } => {
            if *without_data == Known::Value(HealthWithoutData::Last) {
                watch.switches.push((*alarm).into());
            } else if let AlarmCondition::Threshold(threshold) =
                &inventory.observability.alarms[*alarm].condition
            {
                let delay = product(threshold.period, threshold.breaching_periods);
                watch.alarms.push(((*alarm).into(), delay));
            }
        }
        HealthSubject::Calculated { checks, .. } => {
            checks.iter().filter_map(Link::id).for_each(|child| look(inventory, child, seen, watch));
        }
        HealthSubject::Alarm { .. } | HealthSubject::RoutingControl(_) => {}
    }
}

/// A time so many times.
pub(super) fn product(of: Known<Duration>, count: Known<u32>) -> Known<Duration> {
    of.and_then(|of| {
        count.and_then(|count| match of.times(u64::from(count)) {
            Some(product) => Known::Value(product),
            None => Known::Unknown(polder_inventory::model::Reason::TooLarge),
        })
    })
}

/// The time until the loss of the site is noticed, by the fastest check.
pub(super) fn term(inventory: &Inventory, watch: &Watch) -> Term {
    let text = "until health checks report the loss";
    let endpoints = watch.endpoints.iter().map(|(entry, length)| (*entry, TimingKind::Unhealthy, *length));
    let alarms = watch.alarms.iter().map(|(entry, length)| (*entry, TimingKind::AlarmDelay, *length));
    let fastest =
        endpoints.chain(alarms).min_by_key(|(_, _, length)| length.value().copied().unwrap_or(FOREVER));
    match fastest {
        Some((entry, kind, length)) => Term::configured(inventory, (entry, kind), length, text),
        None => Term::unknown(text, "no health check of the site is known", vec![]),
    }
}

/// Longer than any time that is configured.
const FOREVER: Duration = Duration::days(365);
