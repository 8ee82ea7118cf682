//! Timings come from the design: each one, changed, changes the cloud.

use polder_design::{AlarmTiming, Timings};
use polder_units::Duration;

use crate::examples;

/// A number that occurs nowhere else in a graph.
struct Rare(u64);

impl Rare {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    fn seconds(&mut self) -> Duration {
        Duration::seconds(self.next())
    }

    /// As in an alarm: its period in seconds, its number of periods.
    fn alarm(&mut self) -> AlarmTiming {
        AlarmTiming { period: self.seconds(), needed: self.next(), periods: self.next() }
    }
}

/// Every timing that the lowering reads as a number of seconds or a count.
fn rare(timings: &mut Timings) -> std::ops::Range<u64> {
    let first = 7_300_000;
    let mut rare = Rare(first);
    let entry = &mut timings.entry;
    entry.target_check.interval = rare.seconds();
    entry.target_check.timeout = rare.seconds();
    entry.target_check.healthy = rare.next();
    entry.target_check.unhealthy = rare.next();
    entry.deregistration_delay = rare.seconds();
    entry.balancer_idle = rare.seconds();
    entry.edge_connect = rare.seconds();
    entry.edge_connect_attempts = rare.next();
    entry.edge_keepalive = rare.seconds();
    entry.edge_read = rare.seconds();
    let failover = &mut timings.failover;
    for check in [&mut failover.site_check, &mut failover.gateway_check] {
        check.interval = rare.seconds();
        check.failures = rare.next();
    }
    failover.zone_ttl = rare.seconds();
    timings.replication.database_lag = rare.alarm();
    timings.replication.reader_lag = rare.seconds();
    let scaling = &mut timings.scaling;
    for span in [
        &mut scaling.out_cooldown,
        &mut scaling.in_cooldown,
        &mut scaling.queue_age,
        &mut scaling.machine_warm_up,
    ] {
        *span = rare.seconds();
    }
    let containers = &mut timings.containers;
    containers.proxy_check.interval = rare.seconds();
    containers.proxy_check.timeout = rare.seconds();
    containers.proxy_check.unhealthy = rare.next();
    containers.proxy_start = rare.seconds();
    containers.proxy_stop = rare.seconds();
    containers.preparation_stop = rare.seconds();
    let alarms = &mut timings.alarms;
    for alarm in [
        &mut alarms.standard,
        &mut alarms.errors_fast,
        &mut alarms.errors_slow,
        &mut alarms.once,
        &mut alarms.pod_failed,
        &mut alarms.blocked,
        &mut alarms.refused,
        &mut alarms.mail,
        &mut alarms.unhealthy_targets,
        &mut alarms.missing_machines,
    ] {
        *alarm = rare.alarm();
    }
    let caching = &mut timings.caching;
    for span in [
        &mut caching.files_least,
        &mut caching.files,
        &mut caching.files_most,
        &mut caching.pages_most,
        &mut caching.errors,
    ] {
        *span = rare.seconds();
    }
    first + 1..rare.next()
}

#[test]
fn every_timing_is_read() {
    let mut written = String::new();
    let mut numbers = 0..0;
    for name in ["saleor-eu", "machines", "sqs-broker", "kubernetes"] {
        let mut design = examples::design(name);
        numbers = rare(&mut design.timings);
        written.push_str(&format!("{:?}", crate::lower(&design).cloud));
    }
    let missing: Vec<u64> = numbers.filter(|number| !written.contains(&number.to_string())).collect();
    assert_eq!(missing, [0; 0], "unused timings");
}

/// Durations that are written in minutes, times of day or milliseconds.
#[test]
fn windows_and_spans_in_other_units_are_read() {
    let mut design = examples::design("saleor-eu");
    let timings = &mut design.timings;
    timings.entry.gateway_integration = Duration::milliseconds(7_654_321);
    timings.replication.objects = Duration::minutes(7_331);
    timings.windows.snapshot.from = 7 * 60 + 3;
    timings.windows.maintenance.from = 7 * 60 + 5;
    timings.windows.backup.from = 7 * 60 + 7;
    timings.windows.backup_completion = Duration::minutes(7_333);
    timings.scaling.database_start = Duration::minutes(7);
    timings.scaling.database_stop = Duration::minutes(11);
    timings.failover.database_silence = AlarmTiming::of(Duration::seconds(7_335), 1, 7_337);
    timings.failover.switch = AlarmTiming::of(Duration::seconds(7_339), 1, 7_341);
    let written = format!("{:?}", crate::lower(&design).cloud);
    let hours = design.cells.iter().find_map(|cell| cell.hours.as_ref()).expect("a cell with hours");
    let start = crate::cron::at(hours.from - 7, hours.days);
    let stop = crate::cron::at(hours.to + 11, hours.days);
    for text in
        ["7654321", "7331", "07:03-", "07:05-", "cron(7 7 * * ? *)", "7333", "7335", "7337", "7339", "7341"]
    {
        assert!(written.contains(text), "{text}");
    }
    assert!(written.contains(&start) && written.contains(&stop), "{start} {stop}");
}
