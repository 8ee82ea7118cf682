//! How long detection, change and recovery take where the platform says so: intervals and thresholds of health checks,
//! periods of alarms, cooldowns, times to live, windows of backups.
//!
//! What a provider does by itself (a database's change to its standby, the start of a task) is a fact and not here. What
//! belongs to one process, queue or function stands with it: [`Service::start_grace`](crate::Service::start_grace),
//! [`Queue::visibility`](crate::Queue::visibility), [`Function::timeout`](crate::Function::timeout).

use polder_units::Duration;

/// All timings of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timings {
    /// Of requests on their way in.
    pub entry: EntryTimings,
    /// Of names that move between sites.
    pub failover: FailoverTimings,
    /// Of copies between sites.
    pub replication: ReplicationTimings,
    /// Of tasks and machines that come and go.
    pub scaling: ScalingTimings,
    /// Of containers.
    pub containers: ContainerTimings,
    /// Of alarms.
    pub alarms: AlarmTimings,
    /// Of what is kept at the edge.
    pub caching: CachingTimings,
    /// Of backups and maintenance.
    pub windows: WindowTimings,
}

/// A health check: asked at an interval, and decided after some answers in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// Between two questions.
    pub interval: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Good answers in a row after which it is healthy.
    pub healthy: u64,
    /// Bad answers in a row after which it is unhealthy.
    pub unhealthy: u64,
}

/// A health check from outside of the platform, whose timeout the provider sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideCheck {
    /// Between two questions of one checker.
    pub interval: Duration,
    /// Answers in a row, good or bad, after which the state changes.
    pub failures: u64,
}

/// When an alarm is raised: `needed` of `periods` values beyond the limit, each taken over `period`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmTiming {
    /// Over how long one value is taken.
    pub period: Duration,
    /// How many values must be beyond the limit.
    pub needed: u64,
    /// Of how many.
    pub periods: u64,
}

impl AlarmTiming {
    /// `needed` of `periods` values.
    pub const fn of(period: Duration, needed: u64, periods: u64) -> AlarmTiming {
        AlarmTiming { period, needed, periods }
    }

    /// As many values in a row, each of one minute.
    pub const fn minutes_in_a_row(count: u64) -> AlarmTiming {
        AlarmTiming::of(Duration::minutes(1), count, count)
    }
}

/// Timings of requests on their way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryTimings {
    /// The load balancer's check of each task.
    pub target_check: HealthCheck,
    /// How long requests may go on at a task that gets no more of them: as long as a task takes to finish what it began.
    pub deregistration_delay: Duration,
    /// How long the load balancer keeps a connection that is idle. Saleor's server closes one after 35 s, and the load
    /// balancer must let go of it earlier, or it sends a request into a connection that is just being closed.
    pub balancer_idle: Duration,
    /// How long the edge tries to connect to a site, each time.
    pub edge_connect: Duration,
    /// How often it tries.
    pub edge_connect_attempts: u64,
    /// How long the edge keeps an idle connection to a load balancer: shorter than the load balancer itself.
    pub edge_keepalive: Duration,
    /// How long the edge waits for an answer: longer than the load balancer does, so that the load balancer's own answer
    /// reaches the visitor and the log.
    pub edge_read: Duration,
    /// How long the managed API waits for an answer of a market's host.
    pub gateway_integration: Duration,
}

/// Timings of names that move between sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailoverTimings {
    /// The check of a site's processes, from all over the world.
    pub site_check: OutsideCheck,
    /// The check of the managed API in a region. Another region answers meanwhile, so that it may be slower and cheaper.
    pub gateway_check: OutsideCheck,
    /// How long the database must be silent before its site counts as lost: more than the change to the standby in another
    /// zone takes, and a third of what the loss of a region may take.
    pub database_silence: AlarmTiming,
    /// The switch that people throw: one data point is enough.
    pub switch: AlarmTiming,
    /// How long resolvers keep where a zone is served, by which key it is signed and who may issue certificates for it. All
    /// of that changes by hand only. Names of hosts are aliases, whose time to live the provider sets.
    pub zone_ttl: Duration,
}

/// Timings of copies between sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationTimings {
    /// Within what nearly every object of a bucket arrives at the other site; the provider promises it by contract.
    pub objects: Duration,
    /// How long the copy of the database may lag before people are told; how far, the objective for the loss of a region
    /// says.
    pub database_lag: AlarmTiming,
    /// The age at which a reader in the same region shows shoppers a past that they notice.
    pub reader_lag: Duration,
}

/// Timings of tasks and machines that come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScalingTimings {
    /// Time after new tasks came in which no more come: Saleor takes most of it to start.
    pub out_cooldown: Duration,
    /// Time after tasks went in which no more go: a peak rarely comes alone.
    pub in_cooldown: Duration,
    /// How old the oldest task may become before more workers come. Who asks for a new password waits that long.
    pub queue_age: Duration,
    /// How long a machine takes until tasks run on it.
    pub machine_warm_up: Duration,
    /// How long before the hours of a cell its database is started. Measured ones take about ten minutes.
    pub database_start: Duration,
    /// How long after the hours of a cell its database is stopped: the services end what they do.
    pub database_stop: Duration,
    /// How long before the hours of a cell the machines of its cluster are started.
    pub machine_start: Duration,
}

/// Timings of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerTimings {
    /// How often a container that starts is asked whether it is ready, where nothing else says so.
    pub starting: Duration,
    /// The check of the proxy to the cache.
    pub proxy_check: HealthCheck,
    /// How long the proxy to the cache may take to start before its health counts.
    pub proxy_start: Duration,
    /// How long it may take to stop. It holds no connections worth waiting for: the process beside it has stopped before.
    pub proxy_stop: Duration,
    /// How long what makes volumes ready may take to stop: there is nothing that it could lose.
    pub preparation_stop: Duration,
    /// How long pods stay bound to a machine that cannot be reached.
    pub unreachable: Duration,
    /// How long a roll-out may stand still before it counts as failed.
    pub progress: Duration,
}

/// Timings of alarms. Single alarms whose timing follows from what they watch stand with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmTimings {
    /// Of every alarm that has no timing of its own: a quarter of an hour.
    pub standard: AlarmTiming,
    /// Errors that use up the objective's budget fast.
    pub errors_fast: AlarmTiming,
    /// Errors that use it up slowly.
    pub errors_slow: AlarmTiming,
    /// What never happens while all is well: one value is enough.
    pub once: AlarmTiming,
    /// One failed pod is enough.
    pub pod_failed: AlarmTiming,
    /// Requests that the web ACL blocks.
    pub blocked: AlarmTiming,
    /// Partners who are refused, and functions that are held back.
    pub refused: AlarmTiming,
    /// Targets that do not become healthy: longer than a roll-out takes.
    pub unhealthy_targets: AlarmTiming,
    /// Machines that are missing: a machine starts, joins its cluster and takes work, and the next one after it.
    pub missing_machines: AlarmTiming,
    /// How long tasks may be missing beyond the time that they take to start.
    pub missing_tasks: Duration,
}

/// Timings of what is kept at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CachingTimings {
    /// The least that a file is kept.
    pub files_least: Duration,
    /// How long a file is kept that does not say.
    pub files: Duration,
    /// The most that a file is kept.
    pub files_most: Duration,
    /// The most that a page is kept; one that does not say that it may be kept is not.
    pub pages_most: Duration,
    /// How long an error is kept.
    pub errors: Duration,
}

/// Windows of backups and maintenance. They lie in the small hours of Europe, where few write, and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowTimings {
    /// When the database takes its own daily snapshot.
    pub snapshot: Window,
    /// When the provider may change a store, on a day that each kind of store has for itself.
    pub maintenance: Window,
    /// When the backup plan may start its jobs. It starts none of a database within the hour before one of the other
    /// windows or inside it, and gives a job up that has not started by the end.
    pub backup: Window,
    /// Within what a backup must be complete.
    pub backup_completion: Duration,
}

/// A stretch of each day, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Minutes after midnight at which it begins.
    pub from: u16,
    /// Minutes after midnight at which it ends.
    pub to: u16,
}

impl Window {
    /// How long it is.
    pub fn length(self) -> Duration {
        Duration::minutes(u64::from(self.to.saturating_sub(self.from)))
    }
}

impl Timings {
    /// Those of every platform.
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

    /// The backup plan starts no job of a database in one of its windows or in the hour before; a snapshot is taken of
    /// what is not being changed.
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

    /// A database that changes to its standby must not move the cell, and one that is lost must, in time.
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
