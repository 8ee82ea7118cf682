//! Durations that the platform configures: intervals and thresholds of health checks, periods of alarms, cooldowns,
//! times to live, windows of backups.
//!
//! Durations of provider operations (a Multi-AZ failover, the start of a task) are facts. Durations of one process,
//! queue or function are with it: [`Service::start_grace`](crate::Service::start_grace),
//! [`Queue::visibility`](crate::Queue::visibility), [`Function::timeout`](crate::Function::timeout).

use polder_units::Duration;

/// All timings of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timings {
    /// Of incoming requests.
    pub entry: EntryTimings,
    /// Of DNS failover.
    pub failover: FailoverTimings,
    /// Of replication between sites.
    pub replication: ReplicationTimings,
    /// Of scaling.
    pub scaling: ScalingTimings,
    /// Of containers.
    pub containers: ContainerTimings,
    /// Of alarms.
    pub alarms: AlarmTimings,
    /// Of caching at the edge.
    pub caching: CachingTimings,
    /// Of backups and maintenance.
    pub windows: WindowTimings,
}

/// A health check: an interval, and thresholds of consecutive results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// The interval.
    pub interval: Duration,
    /// The timeout.
    pub timeout: Duration,
    /// The healthy threshold.
    pub healthy: u64,
    /// The unhealthy threshold.
    pub unhealthy: u64,
}

/// A health check from outside of the platform, whose timeout the provider sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideCheck {
    /// The interval of one checker.
    pub interval: Duration,
    /// Consecutive results after which the state changes.
    pub failures: u64,
}

/// The evaluation of an alarm: `needed` of `periods` data points beyond the threshold, each over `period`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmTiming {
    /// The period of a data point.
    pub period: Duration,
    /// Data points to alarm.
    pub needed: u64,
    /// Evaluation periods.
    pub periods: u64,
}

impl AlarmTiming {
    /// `needed` of `periods` data points.
    pub const fn of(period: Duration, needed: u64, periods: u64) -> AlarmTiming {
        AlarmTiming { period, needed, periods }
    }

    /// Consecutive data points, each of one minute.
    pub const fn minutes_in_a_row(count: u64) -> AlarmTiming {
        AlarmTiming::of(Duration::minutes(1), count, count)
    }
}

/// Timings of incoming requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryTimings {
    /// The load balancer's health check of each task.
    pub target_check: HealthCheck,
    /// The deregistration delay: as long as a task needs to finish its requests.
    pub deregistration_delay: Duration,
    /// The load balancer's idle timeout. Saleor's server closes idle connections after 35 s, and the load balancer must
    /// close them earlier, or it sends a request on a connection that is being closed.
    pub balancer_idle: Duration,
    /// The edge's connection timeout.
    pub edge_connect: Duration,
    /// The edge's connection attempts.
    pub edge_connect_attempts: u64,
    /// The edge's keep-alive timeout: shorter than the load balancer's idle timeout.
    pub edge_keepalive: Duration,
    /// The edge's response timeout: longer than the load balancer's, so that the load balancer's error reaches the
    /// visitor and the log.
    pub edge_read: Duration,
    /// The integration timeout of the managed API.
    pub gateway_integration: Duration,
}

/// Timings of DNS failover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailoverTimings {
    /// The health check of a site's processes, from checkers worldwide.
    pub site_check: OutsideCheck,
    /// The health check of the managed API in a region. Other regions serve in the meantime, so it can be slower and
    /// cheaper.
    pub gateway_check: OutsideCheck,
    /// How long the database must report no metrics before its site counts as lost: longer than a Multi-AZ failover,
    /// and a third of the RTO for the loss of a region.
    pub database_silence: AlarmTiming,
    /// The failover switch: one data point is enough.
    pub switch: AlarmTiming,
    /// TTL of NS, DS and CAA records. They are only changed by hand. Records of hosts are aliases, whose TTL the
    /// provider sets.
    pub zone_ttl: Duration,
}

/// Timings of replication between sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationTimings {
    /// The time within which nearly every object is replicated to the other site, by the provider's SLA.
    pub objects: Duration,
    /// How long the replica may lag before an alarm; the allowed lag is the RPO for the loss of a region.
    pub database_lag: AlarmTiming,
    /// The replica lag in the same region that shoppers notice.
    pub reader_lag: Duration,
}

/// Timings of scaling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScalingTimings {
    /// The scale-out cooldown: Saleor needs most of it to start.
    pub out_cooldown: Duration,
    /// The scale-in cooldown: peaks often recur.
    pub in_cooldown: Duration,
    /// The age of the oldest task at which workers scale out. A user who requests a new password waits that long.
    pub queue_age: Duration,
    /// The warm-up time of a machine.
    pub machine_warm_up: Duration,
    /// How long before the running hours of a cell its database is started. Measured starts take about ten minutes.
    pub database_start: Duration,
    /// How long after the running hours of a cell its database is stopped, so that services can finish.
    pub database_stop: Duration,
    /// How long before the running hours of a cell the nodes of its cluster are started.
    pub machine_start: Duration,
}

/// Timings of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerTimings {
    /// The default interval of startup probes.
    pub starting: Duration,
    /// The health check of the cache proxy.
    pub proxy_check: HealthCheck,
    /// The health check grace period of the cache proxy.
    pub proxy_start: Duration,
    /// Its stop timeout. It holds no connections worth waiting for: the process beside it has stopped before.
    pub proxy_stop: Duration,
    /// The stop timeout of the volume init container, which has no state.
    pub preparation_stop: Duration,
    /// The toleration of unreachable nodes.
    pub unreachable: Duration,
    /// The progress deadline of a rollout.
    pub progress: Duration,
}

/// Timings of alarms. Timings of single alarms are defined with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmTimings {
    /// The default of alarms: a quarter of an hour.
    pub standard: AlarmTiming,
    /// A fast burn of the error budget.
    pub errors_fast: AlarmTiming,
    /// A slow burn of the error budget.
    pub errors_slow: AlarmTiming,
    /// Events that never happen in normal operation: one data point is enough.
    pub once: AlarmTiming,
    /// One failed pod is enough.
    pub pod_failed: AlarmTiming,
    /// Requests that the web ACL blocks.
    pub blocked: AlarmTiming,
    /// Throttled partners and functions.
    pub refused: AlarmTiming,
    /// A check that runs once a day: one failed run is enough.
    pub daily_check: AlarmTiming,
    /// The probe of the shop: two of three runs.
    pub probe: AlarmTiming,
    /// Rates of mail that was returned or complained about.
    pub mail: AlarmTiming,
    /// Unhealthy targets: longer than a rollout takes.
    pub unhealthy_targets: AlarmTiming,
    /// Missing machines: longer than two machines in a row take to start and join the cluster.
    pub missing_machines: AlarmTiming,
    /// How long tasks may be missing in addition to their start time.
    pub missing_tasks: Duration,
}

/// Timings of caching at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CachingTimings {
    /// The minimum TTL of files.
    pub files_least: Duration,
    /// The default TTL of files.
    pub files: Duration,
    /// The maximum TTL of files.
    pub files_most: Duration,
    /// The maximum TTL of pages; pages without a cache header are not cached.
    pub pages_most: Duration,
    /// The TTL of errors.
    pub errors: Duration,
}

/// Windows of backups and maintenance. They are at night in Europe, when there are few writes, and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowTimings {
    /// The window of the database's daily snapshot.
    pub snapshot: Window,
    /// The maintenance window of stores; each kind of store has a separate day.
    pub maintenance: Window,
    /// The start window of the backup plan. It must not start a database job in the hour before or during one of the
    /// other windows, and cancels a job that has not started by the end.
    pub backup: Window,
    /// The completion window of a backup.
    pub backup_completion: Duration,
}

/// A daily time window, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its begin, in minutes after midnight.
    pub from: u16,
    /// Its end, in minutes after midnight.
    pub to: u16,
}

impl Window {
    /// Its length.
    pub fn length(self) -> Duration {
        Duration::minutes(u64::from(self.to.saturating_sub(self.from)))
    }
}

impl Timings {
    /// The timings of every platform.
    pub(crate) const STANDARD: Timings = Timings {
        entry: EntryTimings {
            target_check: HealthCheck {
                interval: Duration::seconds(10),
                timeout: Duration::seconds(5),
                healthy: 2,
                unhealthy: 3,
            },
            deregistration_delay: Duration::seconds(30),
            balancer_idle: Duration::seconds(30),
            edge_connect: Duration::seconds(3),
            edge_connect_attempts: 3,
            edge_keepalive: Duration::seconds(25),
            edge_read: Duration::seconds(35),
            gateway_integration: Duration::seconds(29),
        },
        failover: FailoverTimings {
            site_check: OutsideCheck { interval: Duration::seconds(10), failures: 3 },
            gateway_check: OutsideCheck { interval: Duration::seconds(30), failures: 3 },
            database_silence: AlarmTiming::minutes_in_a_row(5),
            switch: AlarmTiming::minutes_in_a_row(1),
            zone_ttl: Duration::seconds(3_600),
        },
        replication: ReplicationTimings {
            objects: Duration::minutes(15),
            database_lag: AlarmTiming::minutes_in_a_row(5),
            reader_lag: Duration::seconds(10),
        },
        scaling: ScalingTimings {
            out_cooldown: Duration::seconds(60),
            in_cooldown: Duration::seconds(300),
            queue_age: Duration::seconds(60),
            machine_warm_up: Duration::seconds(120),
            database_start: Duration::minutes(20),
            database_stop: Duration::minutes(15),
            machine_start: Duration::minutes(10),
        },
        containers: ContainerTimings {
            starting: Duration::seconds(5),
            proxy_check: HealthCheck {
                interval: Duration::seconds(5),
                timeout: Duration::seconds(2),
                healthy: 1,
                unhealthy: 3,
            },
            proxy_start: Duration::seconds(30),
            proxy_stop: Duration::seconds(10),
            preparation_stop: Duration::seconds(2),
            unreachable: Duration::seconds(30),
            progress: Duration::seconds(600),
        },
        alarms: AlarmTimings {
            standard: AlarmTiming::of(Duration::minutes(5), 3, 3),
            errors_fast: AlarmTiming::of(Duration::minutes(5), 3, 3),
            errors_slow: AlarmTiming::of(Duration::minutes(60), 6, 6),
            once: AlarmTiming::of(Duration::minutes(5), 1, 1),
            pod_failed: AlarmTiming::minutes_in_a_row(1),
            blocked: AlarmTiming::of(Duration::minutes(5), 2, 3),
            refused: AlarmTiming::of(Duration::minutes(5), 6, 6),
            daily_check: AlarmTiming::of(Duration::days(1), 1, 1),
            probe: AlarmTiming::of(Duration::minutes(5), 2, 3),
            mail: AlarmTiming::of(Duration::minutes(60), 1, 1),
            unhealthy_targets: AlarmTiming::minutes_in_a_row(15),
            missing_machines: AlarmTiming::minutes_in_a_row(15),
            missing_tasks: Duration::minutes(5),
        },
        caching: CachingTimings {
            files_least: Duration::seconds(1),
            files: Duration::days(1),
            files_most: Duration::days(365),
            pages_most: Duration::days(1),
            errors: Duration::seconds(5),
        },
        windows: WindowTimings {
            snapshot: Window { from: 60, to: 90 },
            maintenance: Window { from: 120, to: 180 },
            backup: Window { from: 240, to: 300 },
            backup_completion: Duration::minutes(360),
        },
    };
}

#[cfg(test)]
mod tests {
    use super::{Timings, Window};
    use polder_units::Duration;

    const ALL: Timings = Timings::STANDARD;

    /// The backup plan must not start a database job in one of the database's windows or in the hour before;
    /// maintenance and snapshots must not overlap.
    #[test]
    fn the_windows_are_apart() {
        let apart = |one: Window, other: Window, by| one.to + by <= other.from || other.to + by <= one.from;
        let windows = ALL.windows;
        assert!(apart(windows.snapshot, windows.backup, 60));
        assert!(apart(windows.maintenance, windows.backup, 60));
        assert!(apart(windows.snapshot, windows.maintenance, 30));
        assert!(windows.backup.length() >= Duration::minutes(60), "the shortest window that a plan takes");
    }

    #[test]
    fn each_hop_lets_go_of_an_idle_connection_before_the_next_closes_it() {
        let saleor = polder_facts::Facts::embedded().figure("saleor.api.keep-alive").expect("a fact");
        let saleor = saleor.duration().expect("a duration");
        assert!(ALL.entry.balancer_idle < saleor);
        assert!(ALL.entry.edge_keepalive < ALL.entry.balancer_idle);
        assert!(ALL.entry.edge_read > ALL.entry.balancer_idle);
    }

    /// A Multi-AZ failover must not fail over the cell; a lost database must, within the RTO.
    #[test]
    fn a_silent_database_is_no_lost_one_too_early_or_too_late() {
        let silence = ALL.failover.database_silence;
        let silent = silence.period.times(silence.needed).expect("minutes");
        let change = polder_facts::Facts::embedded()
            .timing(polder_facts::ids::DATABASE_STANDBY_CHANGE)
            .expect("a fact");
        assert!(silent > change.high.expect("a bound"));
        assert!(silent.times(3).expect("minutes") <= Duration::minutes(15));
    }
}
