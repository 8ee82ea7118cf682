//! Alarms of a site's data stores: database, cache, broker, queues.

use polder_cloud::Handle;
use polder_design::{Broker, Component, Objective, Party, Transferred};
use polder_units::Ppm;

use crate::handles::Database;
use crate::observability::cloudwatch_database::{self, Lag};
use crate::observability::cloudwatch_metric::{Metric, cache_node, database, queue};
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Above this, a standby that takes over has no capacity for the requests that queued up.
const CPU_PERCENT: u64 = 80;

/// Below this share of its memory the database reads data from disk that it should have cached.
const MEMORY_LEFT: Ppm = Ppm::percent(10);

/// Storage grows automatically at a tenth. Half of that means that it no longer does.
const STORAGE_LEFT: Ppm = Ppm::percent(5);

/// A broker never evicts. When it is full, it rejects new tasks, and a burst fills it in minutes.
const BROKER_MEMORY_PERCENT: u64 = 70;

/// A cache is usually full; above this it evicts entries that it has just stored.
const CACHE_MEMORY_PERCENT: u64 = 95;

/// Valkey runs commands on one core of each node.
const ENGINE_CPU_PERCENT: u64 = 80;

/// Writes the alarms of the stores.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_metric_alarm_stores",
        "Alarms of the stores, with thresholds derived from their sizes.",
    );
    let database = &watch.data.database;
    for machine in cloudwatch_database::machines(database) {
        let _machine = watch.s.part(machine.party.clone());
        database_of(watch, &machine.name, machine.handle);
        machine.lag.iter().for_each(|lag| late(watch, lag));
    }
    cloudwatch_database::lag(database, watch.site.database.follows.is_some())
        .iter()
        .for_each(|lag| late(watch, lag));
    cache(watch);
    broker(watch);
    queues(watch);
}

fn database_of(watch: &ObservabilityContext<'_>, name: &str, instance: &Handle) {
    let (s, size) = (watch.s, &watch.site.database);
    let memory = s.local("database_memory_least", MEMORY_LEFT.of(size.memory.0));
    let (room, least) = cloudwatch_database::room(&watch.data.database);
    let storage = s.local("database_storage_least", least.unwrap_or_else(|| STORAGE_LEFT.of(size.storage.0)));
    let connections = s.local("database_connections_most", size.connections);
    let alarm = |suffix: &str, metric: Metric, limit: Limit, description: String| {
        Alarm::new(format!("{name}_{suffix}"), Watched::One(metric), limit, description)
    };
    let metric = |metric, stat| database(instance, metric, stat);
    watch.alarm(
        Objective::Capacity,
        &alarm(
            "cpu",
            metric("CPUUtilization", "Average"),
            Limit::Above(CPU_PERCENT.into()),
            format!(
                "The CPU of the {name} has been busy for a quarter of an hour. Find the query in Performance Insights."
            ),
        )
        .silence_is_alarming_unless(watch.stops()),
    );
    watch.alarm(
        Objective::Capacity,
        &alarm(
            "memory",
            metric("FreeableMemory", "Average"),
            Limit::Below(memory),
            format!(
                "The {name} is short of memory. Use fewer connections, or a larger instance class in the platform file."
            ),
        ),
    );
    watch.alarm(
        Objective::Availability,
        &alarm(
            "storage",
            metric(room, "Minimum"),
            Limit::Below(storage),
            match &watch.data.database {
                Database::Instances { .. } => format!(
                    "The {name} is almost full and its storage no longer grows. Raise the maximum storage in \
                     the platform file now: a full database takes no orders."
                ),
                Database::Cluster { .. } => format!(
                    "The local storage of {name} is almost full; the data is not on it. A sort or a new \
                     index is too large for it: stop that query, or choose a larger instance class in the \
                     platform file."
                ),
            },
        ),
    );
    watch.alarm(
        Objective::Capacity,
        &alarm(
            "connections",
            metric("DatabaseConnections", "Maximum"),
            Limit::Above(connections),
            format!(
                "The {name} has more connections than all services together were sized for. Look for the \
                 clients that hold them: a service above its maximum number of tasks, or one that leaks \
                 connections."
            ),
        ),
    );
}

fn late(watch: &ObservabilityContext<'_>, lag: &Lag) {
    let _behind = watch.s.part(match lag.from_afar {
        true => Component::Transfer(Transferred::Database),
        false => Party::DatabaseReaders.into(),
    });
    let name = &lag.name;
    // In the other region: the recovery point objective for the loss of a region.
    let seconds = match lag.from_afar {
        true => watch.design.objectives.region_loss.1.as_seconds(),
        false => watch.design.timings.replication.reader_lag.as_seconds(),
    };
    let limit = seconds.saturating_mul(lag.per_second);
    watch.alarm(
        Objective::Recovery,
        &Alarm::new(
            format!("{name}_lag"),
            Watched::One(lag.metric.clone()),
            Limit::Above(limit.into()),
            format!(
                "The lag of the replica {name} exceeds the recovery point objective: the missing data is \
                 lost if it has to take over now. Look at the source's write load and this replica's CPU."
            ),
        )
        .after(watch.design.timings.replication.database_lag)
        .silence_is_alarming(),
    );
}

/// ElastiCache reports metrics by node, so an alarm covers all nodes of a shard: any of them may become the
/// primary.
fn shard(watch: &ObservabilityContext<'_>, name: &str, group: &Handle, nodes: &[String], limit: &CacheLimit) {
    let CacheLimit { suffix, metric, stat, most, description } = *limit;
    let metrics = nodes
        .iter()
        .enumerate()
        .map(|(index, node)| (format!("node{}", index + 1), cache_node(group, node, metric, stat)));
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{name}_{suffix}"),
            Watched::Formula("MAX(METRICS())", metrics.collect()),
            Limit::Above(most.into()),
            description,
        ),
    );
}

struct CacheLimit {
    suffix: &'static str,
    metric: &'static str,
    stat: &'static str,
    most: u64,
    description: &'static str,
}

fn cache(watch: &ObservabilityContext<'_>) {
    let _cache = watch.s.part(Party::Cache);
    let size = &watch.site.cache;
    for shard_number in 1..=size.shards {
        let nodes: Vec<String> =
            (1..=size.replicas + 1).map(|node| format!("{shard_number:04}-{node:03}")).collect();
        let limits = [
            CacheLimit {
                suffix: "cpu",
                metric: "EngineCPUUtilization",
                stat: "Average",
                most: ENGINE_CPU_PERCENT,
                description: "The CPU of a cache shard is busy. A single hot key cannot be moved to another shard; \
                    otherwise add shards in the platform file.",
            },
            CacheLimit {
                suffix: "memory",
                metric: "DatabaseMemoryUsagePercentage",
                stat: "Average",
                most: CACHE_MEMORY_PERCENT,
                description: "A shard of the cache is full and evicts entries that are still needed, which adds load \
                    to the database. Choose a larger node type or more shards in the platform file.",
            },
        ];
        for limit in limits {
            shard(watch, &format!("cache_{shard_number}"), &watch.data.cache, &nodes, &limit);
        }
    }
}

fn broker(watch: &ObservabilityContext<'_>) {
    let (Broker::Valkey { replicas, .. }, Some(group)) = (&watch.site.broker, &watch.data.broker) else {
        return;
    };
    let _broker = watch.s.part(Party::Broker);
    let nodes: Vec<String> = (1..=replicas + 1).map(|node| format!("{node:03}")).collect();
    let limits = [
        CacheLimit {
            suffix: "memory",
            metric: "DatabaseMemoryUsagePercentage",
            stat: "Maximum",
            most: BROKER_MEMORY_PERCENT,
            description: "The task broker is filling up, and when it is full no task is accepted: no mail, no webhook. \
                Workers do not keep up or do not run; start more of them.",
        },
        CacheLimit {
            suffix: "evictions",
            metric: "Evictions",
            stat: "Sum",
            most: 0,
            description: "The task broker has evicted tasks, which it must never do. Its parameter group must have \
                `noeviction`; find out who changed it.",
        },
        CacheLimit {
            suffix: "cpu",
            metric: "EngineCPUUtilization",
            stat: "Average",
            most: ENGINE_CPU_PERCENT,
            description: "The CPU of the task broker is busy. Choose a larger node type in the platform file.",
        },
    ];
    for limit in limits {
        shard(watch, "broker", group, &nodes, &limit);
    }
}

fn queues(watch: &ObservabilityContext<'_>) {
    for of in &watch.site.queues {
        let _queue = watch.s.part(Party::Queue(of.key.clone()));
        let (handle, dead) = &watch.data.queues[&of.key];
        let name = of.key.replace('-', "_");
        // All attempts for one message take this long; an older one has not been received yet.
        let age = of.visibility.times(of.max_receive_count).unwrap_or(of.retention).as_seconds();
        let age = watch.s.local(format!("queue_{name}_age_most"), age);
        watch.alarm(
            Objective::Availability,
            &Alarm::new(
                format!("queue_{name}_age"),
                Watched::One(queue(handle, "ApproximateAgeOfOldestMessage", "Maximum")),
                Limit::Above(age),
                format!("Messages of the queue {} are older than all of their retries would take. Its consumers are stopped, or too few.", of.key),
            ),
        );
        let _dead_letters = watch.s.part(Party::DeadLetters(of.key.clone()));
        watch.alarm(
            Objective::Recovery,
            &Alarm::new(
                format!("queue_{name}_dead"),
                Watched::One(queue(dead, "ApproximateNumberOfMessagesVisible", "Maximum")),
                Limit::Above(0.into()),
                format!("A message of the queue {} failed {} times and was moved to the dead-letter queue. Read it, fix the cause, and redrive it.", of.key, of.max_receive_count),
            )
            .after(watch.design.timings.alarms.once),
        );
    }
}
