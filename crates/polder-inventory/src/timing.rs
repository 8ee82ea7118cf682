//! Configured times that determine how fast an estate detects failures and recovers.

use polder_units::Duration;

use crate::compute::{Process, ScalingRule};
use crate::entries::{EntryId, Inventory, SourceId};
use crate::model::{Known, Reason};
use crate::networks::{CdnOrigin, DnsAnswer, HealthSubject, TargetHealthCheck};
use crate::observability::AlarmCondition;
use crate::stores::{Store, StoreKind};

/// A configured time of an entry. It is derived from a field of the entry, so that a rehearsal can read the
/// times of any entry in one form. Times that the provider needs for something, such as a failover or a
/// start, are facts and not part of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The entry.
    pub of: EntryId,
    /// The source of the entry.
    pub source: SourceId,
    /// Its meaning.
    pub what: TimingKind,
    /// Its length.
    pub length: Known<Duration>,
}

/// The meaning of a configured time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimingKind {
    /// TTL of a DNS record.
    Ttl,
    /// Interval of a health check.
    CheckInterval,
    /// Timeout of a health check.
    CheckTimeout,
    /// Time until a failed target is unhealthy: interval × threshold.
    Unhealthy,
    /// Time until a recovered target is healthy: interval × threshold.
    Healthy,
    /// Period of an alarm.
    AlarmPeriod,
    /// Time until an alarm is raised: period × number of breaching periods.
    AlarmDelay,
    /// Deregistration delay of a target.
    DeregistrationDelay,
    /// Slow start of a target.
    SlowStart,
    /// Idle timeout of a connection.
    IdleTimeout,
    /// Grace period of a new copy.
    StartGrace,
    /// Stop timeout of a container.
    StopTimeout,
    /// Cooldown after scaling out.
    CooldownOut,
    /// Cooldown before scaling in.
    CooldownIn,
    /// Timeout of one connection attempt of the CDN.
    ConnectTimeout,
    /// Time until the CDN gives up connecting: timeout × attempts.
    ConnectFailure,
    /// Timeout of a response.
    ResponseTimeout,
    /// Visibility timeout of a queue.
    VisibilityTimeout,
    /// Timeout of an invocation.
    InvocationTimeout,
    /// Retention of automated backups.
    BackupRetention,
    /// How late a backup of a plan may start.
    BackupStartWindow,
    /// How long a backup of a plan may take.
    BackupCompletionWindow,
    /// Committed replication lag.
    LagTarget,
}

/// The configured times of all entries.
pub fn timings(inventory: &Inventory) -> Vec<Timing> {
    let mut found = Vec::new();
    networks(inventory, &mut found);
    compute(inventory, &mut found);
    stores(inventory, &mut found);
    for (id, alarm) in inventory.observability.alarms.iter() {
        if let AlarmCondition::Threshold(threshold) = &alarm.condition {
            let mut add = adder(&mut found, id, alarm.source);
            add(TimingKind::AlarmPeriod, threshold.period);
            add(TimingKind::AlarmDelay, times(threshold.period, threshold.breaching_periods));
        }
    }
    found
}

fn networks(inventory: &Inventory, found: &mut Vec<Timing>) {
    let networks = &inventory.networks;
    for (id, balancer) in networks.load_balancers.iter() {
        let mut add = adder(found, id, balancer.source);
        balancer.idle_timeout.iter().for_each(|time| add(TimingKind::IdleTimeout, *time));
    }
    for (id, group) in networks.target_groups.iter() {
        let mut add = adder(found, id, group.source);
        group.health_check.iter().for_each(|check| of_check(check, &mut add));
        group.deregistration_delay.iter().for_each(|time| add(TimingKind::DeregistrationDelay, *time));
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
            // The threshold applies in both directions.
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
        route
            .integration
            .iter()
            .for_each(|integration| add(TimingKind::ResponseTimeout, integration.timeout));
    }
}

fn of_check(check: &TargetHealthCheck, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    add(TimingKind::CheckInterval, check.interval);
    add(TimingKind::CheckTimeout, check.timeout);
    add(TimingKind::Unhealthy, times(check.interval, check.unhealthy_threshold));
    add(TimingKind::Healthy, times(check.interval, check.healthy_threshold));
}

fn of_origin(origin: &CdnOrigin, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    add(TimingKind::ConnectTimeout, origin.connect_timeout);
    add(TimingKind::ConnectFailure, times(origin.connect_timeout, origin.attempts));
    if let Some(connection) = &origin.connection {
        add(TimingKind::ResponseTimeout, connection.read_timeout);
        add(TimingKind::IdleTimeout, connection.keep_alive);
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
        adder(found, id, function.source)(TimingKind::InvocationTimeout, function.timeout);
    }
    for (id, rule) in compute.scaling_rules.iter() {
        of_scaling(rule, &mut adder(found, id, rule.source));
    }
}

fn of_process(process: &Process, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    set(process.start_grace).into_iter().for_each(|time| add(TimingKind::StartGrace, time));
    for container in &process.containers {
        set(container.stop_timeout).into_iter().for_each(|time| add(TimingKind::StopTimeout, time));
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
    for (id, plan) in inventory.stores.backup_plans.iter() {
        let mut add = adder(found, id, plan.source);
        for rule in &plan.rules {
            add(TimingKind::BackupStartWindow, rule.start_window);
            add(TimingKind::BackupCompletionWindow, rule.completion_window);
        }
    }
    for (id, replication) in inventory.stores.replications.iter() {
        let mut add = adder(found, id, replication.source);
        set(replication.lag_target).into_iter().for_each(|time| add(TimingKind::LagTarget, time));
    }
}

fn of_store(store: &Store, add: &mut impl FnMut(TimingKind, Known<Duration>)) {
    store.automated_backups.iter().for_each(|backups| add(TimingKind::BackupRetention, backups.retention));
    if let StoreKind::Queue(queue) = &store.kind {
        add(TimingKind::VisibilityTimeout, queue.visibility_timeout);
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

/// A time that may be absent.
fn set(time: Known<Option<Duration>>) -> Option<Known<Duration>> {
    match time {
        Known::Value(time) => time.map(Known::Value),
        Known::Unknown(reason) => Some(Known::Unknown(reason)),
    }
}

/// A multiple of a time.
fn times(time: Known<Duration>, number: Known<u32>) -> Known<Duration> {
    match (time, number) {
        (Known::Value(time), Known::Value(number)) => {
            time.times(u64::from(number)).map_or(Known::Unknown(Reason::TooLarge), Known::Value)
        }
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}
