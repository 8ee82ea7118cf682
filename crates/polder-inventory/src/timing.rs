//! Times that decide how fast an estate notices and recovers.

use polder_units::Duration;

use crate::compute::{Process, ScalingRule};
use crate::entries::{EntryId, Inventory, SourceId};
use crate::model::{Known, Reason};
use crate::networks::{CdnOrigin, DnsAnswer, HealthSubject, TargetProbe};
use crate::observability::AlarmCondition;
use crate::stores::{Store, StoreKind};

/// A time that an entry sets. It is a field of the entry; here all of them have one form, so that a rehearsal can ask for
/// those of a thing without knowing its type. What the provider needs for something (a failover, a start) is a fact and not
/// here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The entry.
    pub of: EntryId,
    /// The resource that says so.
    pub source: SourceId,
    /// What the time means.
    pub what: TimingKind,
    /// How long.
    pub length: Known<Duration>,
}

/// What a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimingKind {
    /// Resolvers keep an answer.
    Ttl,
    /// Between two checks of health.
    CheckInterval,
    /// A check waits for an answer.
    CheckTimeout,
    /// A lost thing counts as unhealthy: checks in a row × interval.
    Unhealthy,
    /// A thing that is back counts as healthy: checks in a row × interval.
    Healthy,
    /// Over which an alarm forms one number.
    AlarmPeriod,
    /// Until an alarm is raised: bad periods × period.
    AlarmRaised,
    /// A target that leaves may finish.
    Deregistration,
    /// A new target gets fewer requests.
    SlowStart,
    /// A connection may be silent.
    Idle,
    /// A new copy may be unhealthy.
    StartGrace,
    /// A copy may take to stop.
    Stop,
    /// Between two growths.
    CooldownOut,
    /// Between a change and the next shrinking.
    CooldownIn,
    /// One try of the edge to connect.
    ConnectTimeout,
    /// The edge gives up to connect: tries × time of one.
    ConnectGivenUp,
    /// An answer may take.
    AnswerTimeout,
    /// A message is hidden while somebody works on it.
    Visibility,
    /// A run of a function may take.
    RunTimeout,
    /// How far a store can be restored back.
    BackupRetention,
    /// How old replicated data may be, as the provider promises.
    PromisedLag,
}

/// All times that the entries of an inventory set, entry by entry.
pub fn timings(inventory: &Inventory) -> Vec<Timing> {
    let mut found = Vec::new();
    networks(inventory, &mut found);
    compute(inventory, &mut found);
    stores(inventory, &mut found);
    for (id, alarm) in inventory.observability.alarms.iter() {
        if let AlarmCondition::Threshold(threshold) = &alarm.condition {
            let mut add = adder(&mut found, id, alarm.source);
            add(TimingKind::AlarmPeriod, threshold.period);
            add(TimingKind::AlarmRaised, times(threshold.period, threshold.breaching));
        }
    }
    found
}

fn networks(inventory: &Inventory, found: &mut Vec<Timing>) {
    let networks = &inventory.networks;
    for (id, balancer) in networks.load_balancers.iter() {
        let mut add = adder(found, id, balancer.source);
        balancer.idle_timeout.iter().for_each(|time| add(TimingKind::Idle, *time));
    }
    for (id, group) in networks.target_groups.iter() {
        let mut add = adder(found, id, group.source);
        group.probe.iter().for_each(|probe| of_probe(probe, &mut add));
        group.deregistration_delay.iter().for_each(|time| add(TimingKind::Deregistration, *time));
        group.slow_start.iter().for_each(|time| add(TimingKind::SlowStart, *time));
    }
    for (id, record) in networks.dns_records.iter() {
        if let DnsAnswer::Values { ttl, .. } = &record.answer {
            adder(found, id, record.source)(TimingKind::Ttl, *ttl);
        }
    }
    for (id, check) in networks.health_checks.iter() {
        if let HealthSubject::Endpoint { interval, failure_threshold, .. } = &check.subject {
            let mut add = adder(found, id, check.source);
            add(TimingKind::CheckInterval, *interval);
            // The same number of good checks brings it back.
            add(TimingKind::Unhealthy, times(*interval, *failure_threshold));
            add(TimingKind::Healthy, times(*interval, *failure_threshold));
        }
    }
    for (id, distribution) in networks.distributions.iter() {
        let mut add = adder(found, id, distribution.source);
        distribution.origins.iter().for_each(|origin| of_origin(origin, &mut add));
    }
    for (id, route) in networks.api_routes.iter() {
        let mut add = adder(found, id, route.source);
        route.integration.iter().for_each(|integration| add(TimingKind::AnswerTimeout, integration.timeout));
    }
}

fn of_probe(probe: &TargetProbe, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    add(TimingKind::CheckInterval, probe.interval);
    add(TimingKind::CheckTimeout, probe.timeout);
    add(TimingKind::Unhealthy, times(probe.interval, probe.unhealthy_threshold));
    add(TimingKind::Healthy, times(probe.interval, probe.healthy_threshold));
}

fn of_origin(origin: &CdnOrigin, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    add(TimingKind::ConnectTimeout, origin.connect_timeout);
    add(TimingKind::ConnectGivenUp, times(origin.connect_timeout, origin.attempts));
    if let Some(connection) = &origin.connection {
        add(TimingKind::AnswerTimeout, connection.read_timeout);
        add(TimingKind::Idle, connection.keep_alive);
    }
}

fn compute(inventory: &Inventory, found: &mut Vec<Timing>) {
    let compute = &inventory.compute;
    for (id, pool) in compute.machine_pools.iter() {
        let mut add = adder(found, id, pool.source);
        add(TimingKind::StartGrace, pool.start_grace);
        add(TimingKind::CooldownOut, pool.cooldown);
    }
    for (id, process) in compute.processes.iter() {
        of_process(process, &mut adder(found, id, process.source));
    }
    for (id, function) in compute.functions.iter() {
        adder(found, id, function.source)(TimingKind::RunTimeout, function.timeout);
    }
    for (id, rule) in compute.scaling_rules.iter() {
        of_scaling(rule, &mut adder(found, id, rule.source));
    }
}

fn of_process(process: &Process, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    set(process.start_grace).into_iter().for_each(|time| add(TimingKind::StartGrace, time));
    for container in &process.containers {
        set(container.stop_timeout).into_iter().for_each(|time| add(TimingKind::Stop, time));
        for probe in &container.probes {
            add(TimingKind::CheckInterval, probe.interval);
            add(TimingKind::CheckTimeout, probe.timeout);
            add(TimingKind::Unhealthy, times(probe.interval, probe.failure_threshold));
        }
    }
}

fn of_scaling(rule: &ScalingRule, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    set(rule.cooldown_out).into_iter().for_each(|time| add(TimingKind::CooldownOut, time));
    set(rule.cooldown_in).into_iter().for_each(|time| add(TimingKind::CooldownIn, time));
}

fn stores(inventory: &Inventory, found: &mut Vec<Timing>) {
    for (id, store) in inventory.stores.stores.iter() {
        of_store(store, &mut adder(found, id, store.source));
    }
    for (id, replication) in inventory.stores.replications.iter() {
        let mut add = adder(found, id, replication.source);
        set(replication.promised_lag).into_iter().for_each(|time| add(TimingKind::PromisedLag, time));
    }
}

fn of_store(store: &Store, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    store.own_backups.iter().for_each(|backups| add(TimingKind::BackupRetention, backups.retention));
    if let StoreKind::Queue(queue) = &store.kind {
        add(TimingKind::Visibility, queue.visibility_timeout);
    }
}

fn adder(
    found: &mut Vec<Timing>,
    of: impl Into<EntryId>,
    source: SourceId,
) -> impl FnMut(TimingKind, Known<Duration>) {
    let of = of.into();
    move |what, length| found.push(Timing { of, source, what, length })
}

/// A time that may not be set at all.
fn set(time: Known<Option<Duration>>) -> Option<Known<Duration>> {
    match time {
        Known::Value(time) => time.map(Known::Value),
        Known::Unknown(reason) => Some(Known::Unknown(reason)),
    }
}

/// A time again and again.
fn times(time: Known<Duration>, number: Known<u32>) -> Known<Duration> {
    match (time, number) {
        (Known::Value(time), Known::Value(number)) => {
            time.times(u64::from(number)).map_or(Known::Unknown(Reason::TooLarge), Known::Value)
        }
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}
