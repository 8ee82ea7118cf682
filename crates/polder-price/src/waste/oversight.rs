//! Logs, trails and running hours.

use std::collections::BTreeSet;

use polder_inventory::compute::ProcessKind;
use polder_inventory::model::Known;
use polder_inventory::observability::{Trail, TrailEventKind};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, EntryKind};

use super::estate::{At, Estate, Found, found};
use super::{Loss, Rule};
use crate::bill::Line;
use crate::group::Dimension;
use crate::hours::running;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "logs-without-end",
        summary: "log groups without a retention: the saving is that of 30 days, after a year",
        loss: Loss::IfUnused("how long the law requires them"),
        find: logs_without_end,
    },
    Rule {
        name: "doubled-trail",
        summary: "CloudTrail trails that record management events a second time",
        loss: Loss::Nothing,
        find: doubled_trail,
    },
    Rule {
        name: "runs-at-night",
        summary: "development, test and staging outside of office hours",
        loss: Loss::Guarantee("nobody can use it at night and at weekends, or test what needs all days"),
        find: runs_at_night,
    },
];

/// Months of logs that a retention of 30 days deletes of a year.
const DELETED_MONTHS: i128 = 11;
/// The share of logs that is left after CloudWatch has compressed them, in percent.
const COMPRESSED_PERCENT: i128 = 15;
/// Hours of a week, and those of five days from 7 to 20.
const WEEK: i128 = 168;
const OFFICE: i128 = 65;
/// The keys of tags that name an environment, and what they name if nobody shops in it.
const KEYS: [&str; 4] = ["environment", "Environment", "env", "stage"];
const ENVIRONMENTS: [&str; 9] =
    ["dev", "development", "test", "testing", "staging", "stage", "qa", "acceptance", "sandbox"];

fn logs_without_end(estate: &Estate<'_>) -> Vec<Found> {
    let groups = estate.inventory.stores.stores.iter().filter_map(|(id, store)| match &store.kind {
        StoreKind::LogStore(log) if log.retention == Known::Value(None) => estate.at(id),
        _ => None,
    });
    let of = |at: At<'_>| {
        let written = estate.lines(at).iter().filter(|line| line.key.item.starts_with("logs-ingest-"));
        let savings = written.filter_map(|line| {
            let rate = estate.rate(line, "logs-storage", "", "gb-month")?;
            let deleted = line.quantity.expected.times(DELETED_MONTHS * COMPRESSED_PERCENT, 100);
            Some((rate.cost(deleted), rate.mark.max(line.mark)))
        });
        found(at, "a retention of 30 days".to_owned(), savings)
    };
    groups.filter(|at| estate.is_billed(*at)).map(of).collect()
}

/// Whether a trail records management events.
fn records_management(trail: &Trail) -> bool {
    let Known::Value(events) = &trail.events else { return false };
    trail.enabled == Known::Value(true) && events.iter().any(|it| it.kind == TrailEventKind::Management)
}

/// Trails of a location that another one covers. The trail of an organization covers all of its accounts.
fn doubled_trail(estate: &Estate<'_>) -> Vec<Found> {
    let trails = &estate.inventory.observability.trails;
    let mut all: Vec<_> = trails.iter().filter(|(_, trail)| records_management(trail)).collect();
    all.sort_by_key(|(id, it)| {
        let covers = |it: Known<bool>| it == Known::Value(true);
        (!covers(it.organization), !covers(it.all_regions), *id)
    });
    let mut doubled = vec![];
    for (at, (id, _)) in all.iter().enumerate() {
        let covered = all.iter().take(at).any(|(other, trail)| covers(estate, *other, trail, *id));
        if covered && let Some(at) = estate.at(*id) {
            doubled.extend(estate.removed(at, "no second trail"));
        }
    }
    doubled
}

/// Whether a trail covers the location of another one.
fn covers(
    estate: &Estate<'_>,
    id: polder_inventory::observability::TrailId,
    trail: &Trail,
    other: polder_inventory::observability::TrailId,
) -> bool {
    let location = |id| {
        let source = estate.inventory.source_of(EntryId::from(id))?;
        estate.inventory.locations.get(source.location)
    };
    let (Some(here), Some(there)) = (location(id), location(other)) else { return false };
    let account = trail.organization == Known::Value(true) || here.account == there.account;
    let region = trail.all_regions == Known::Value(true) || here.region == there.region;
    account && region
}

fn runs_at_night(estate: &Estate<'_>) -> Vec<Found> {
    let stopped: BTreeSet<At<'_>> =
        running(estate.inventory).into_keys().filter_map(|entry| estate.at(entry)).collect();
    let compute = &estate.inventory.compute;
    let services = compute.processes.iter().filter(|(_, it)| it.kind == ProcessKind::Service);
    let services = services.map(|(id, _)| EntryId::from(id));
    let pools = compute.machine_pools.iter().map(|(id, _)| EntryId::from(id));
    // A database with a replica, and a replica, cannot be stopped.
    let databases = estate.inventory.stores.stores.iter().filter(|(id, store)| {
        matches!(store.kind, StoreKind::Database(_))
            && !estate.referrers(*id).contains(&EntryKind::Replication)
    });
    let databases = databases.map(|(id, _)| EntryId::from(id));
    let all = services.chain(pools).chain(databases).filter_map(|entry| estate.at(entry));
    all.filter(|at| !stopped.contains(at)).filter_map(|at| at_night(estate, at)).collect()
}

fn at_night(estate: &Estate<'_>, at: At<'_>) -> Option<Found> {
    let by_hour = |line: &&&Line| line.unit == "hour" && is_tried_out(estate, line);
    let lines = estate.lines(at).iter().filter(by_hour);
    let savings: Vec<_> =
        lines.map(|line| (line.month.expected.times(WEEK - OFFICE, WEEK), line.mark)).collect();
    (!savings.is_empty()).then(|| found(at, "five days from 7 to 20".to_owned(), savings.into_iter()))
}

/// Whether the tags of a resource name an environment in which nobody shops.
fn is_tried_out(estate: &Estate<'_>, line: &Line) -> bool {
    let value = |key: &str| Dimension::Tag(key.to_owned()).of(line, estate.inventory);
    KEYS.into_iter().any(|key| ENVIRONMENTS.contains(&value(key).to_lowercase().as_str()))
}
