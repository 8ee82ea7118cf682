//! `aws_cloudwatch_dashboard`: a site on one page, from the visitor to the replicas in the other region.

use std::collections::BTreeSet;

use polder_cloud::{Body, Document, Handle, Value, body, text};
use polder_design::{BucketKind, Objective, Process};

use crate::handles::Database;
use crate::names::{arn_here, local, named};
use crate::observability::cloudwatch_database::{self, Machine};
use crate::observability::cloudwatch_load::{Load, load};
use crate::observability::cloudwatch_metric::{
    self, Metric, load_balancer, queue, replication, target_group, web_acl,
};
use crate::observability::observability_context::ObservabilityContext;

/// A dashboard is 24 units wide.
const WIDTH: u64 = 8;
const HEIGHT: u64 = 6;
const ALARMS_HEIGHT: u64 = 3;

/// Writes the dashboard of a site.
pub(crate) fn dashboard(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_dashboard",
        "The site on one page: what visitors notice first, its dependencies below.",
    );
    let charts = [
        traffic(watch),
        latency(watch),
        errors(watch),
        cpu(watch),
        memory(watch),
        running(watch),
        database(watch),
        connections(watch),
        lag(watch),
        caches(watch),
        queues(watch),
        functions(watch),
        copies(watch),
    ];
    let charts = charts.into_iter().filter(|chart| !chart.metrics.is_empty()).enumerate();
    let charts = charts.map(|(index, chart)| Value::from(widget(index as u64, &chart)));
    let widgets: Vec<Value> = std::iter::once(alarms(watch)).chain(charts).collect();
    watch.s.resource(
        "aws_cloudwatch_dashboard",
        "site",
        body! {
            dashboard_name = text![named("-"), local("region")];
            dashboard_body = Document::Json(body! { widgets = widgets; });
        },
    );
}

/// A widget: a title, and metrics with their labels.
struct Chart {
    title: &'static str,
    metrics: Vec<(Metric, String)>,
}

fn chart(title: &'static str, metrics: impl IntoIterator<Item = (Metric, String)>) -> Chart {
    Chart { title, metrics: metrics.into_iter().collect() }
}

fn widget(index: u64, chart: &Chart) -> Body {
    let lines: Vec<Value> = chart.metrics.iter().map(|(metric, label)| line(metric, label)).collect();
    body! {
        type = "metric";
        x = index % 3 * WIDTH;
        y = ALARMS_HEIGHT + index / 3 * HEIGHT;
        width = WIDTH;
        height = HEIGHT;
        properties = {
            title = chart.title;
            region = local("region");
            view = "timeSeries";
            period = 60;
            metrics = lines;
        };
    }
}

/// A metric as a dashboard writes it: namespace, name, dimensions one after the other, and how to draw it.
fn line(metric: &Metric, label: &str) -> Value {
    let mut parts = vec![metric.namespace.clone(), metric.name.into()];
    for (name, value) in &metric.dimensions {
        parts.extend([Value::from(*name), value.clone()]);
    }
    parts.push(body! { label = label.to_owned(); stat = metric.stat; }.into());
    Value::List(parts)
}

/// The objectives, green or red.
fn alarms(watch: &ObservabilityContext<'_>) -> Value {
    let kept = Objective::ALL.into_iter().filter(|objective| !watch.alarms(*objective).is_empty());
    let arns = kept.map(|objective| {
        let arn = text![arn_here("cloudwatch", "alarm:"), named(format!("-{}", objective.name()))];
        watch.s.later("aws_cloudwatch_composite_alarm", objective.name()).mention("arn", arn)
    });
    let body = body! {
        type = "alarm";
        x = 0;
        y = 0;
        width = 3 * WIDTH;
        height = ALARMS_HEIGHT;
        properties = { title = "Objectives"; alarms = arns.collect::<Vec<_>>(); };
    };
    body.into()
}

fn traffic(watch: &ObservabilityContext<'_>) -> Chart {
    let balancer = &watch.edge.load_balancer;
    chart(
        "Requests per minute",
        [
            (load_balancer(balancer, "RequestCount", "Sum"), "served".into()),
            (web_acl(&watch.edge.web_acl, "BlockedRequests", "Sum"), "blocked".into()),
        ],
    )
}

fn latency(watch: &ObservabilityContext<'_>) -> Chart {
    let groups = watch.edge.target_groups.iter();
    chart(
        "Response time, 95th percentile, seconds",
        groups.map(|(process, group)| {
            let metric = target_group(&watch.edge.load_balancer, group, "TargetResponseTime", "p95");
            (metric, process.name().into())
        }),
    )
}

fn errors(watch: &ObservabilityContext<'_>) -> Chart {
    let balancer = &watch.edge.load_balancer;
    chart(
        "Errors per minute",
        [
            (load_balancer(balancer, "HTTPCode_ELB_5XX_Count", "Sum"), "load balancer".into()),
            (load_balancer(balancer, "HTTPCode_Target_5XX_Count", "Sum"), "services".into()),
        ],
    )
}

/// The utilization of each process.
fn loads(watch: &ObservabilityContext<'_>) -> impl Iterator<Item = (String, Load)> {
    let services = watch.site.services.iter().map(|service| &service.process);
    let services: BTreeSet<&Process> = services.collect();
    services.into_iter().map(|it| (it.name().to_owned(), load(watch.app, it)))
}

fn cpu(watch: &ObservabilityContext<'_>) -> Chart {
    chart("CPU of services, percent", loads(watch).map(|(name, load)| (load.cpu, name)))
}

fn memory(watch: &ObservabilityContext<'_>) -> Chart {
    chart("Memory of services, percent", loads(watch).map(|(name, load)| (load.memory, name)))
}

fn running(watch: &ObservabilityContext<'_>) -> Chart {
    let least = |metric: Metric| Metric { stat: "Minimum", ..metric };
    chart("Running tasks", loads(watch).map(|(name, load)| (least(load.running), name)))
}

/// A line for each instance of the database.
fn machines(
    watch: &ObservabilityContext<'_>,
    name: &'static str,
    stat: &'static str,
) -> Vec<(Metric, String)> {
    let machines = cloudwatch_database::machines(&watch.data.database).into_iter();
    let line = |it: Machine<'_>| (cloudwatch_metric::database(it.handle, name, stat), label(&it.name));
    machines.map(line).collect()
}

fn label(name: &str) -> String {
    name.replace('_', " ")
}

fn database(watch: &ObservabilityContext<'_>) -> Chart {
    chart("CPU of the database, percent", machines(watch, "CPUUtilization", "Average"))
}

fn connections(watch: &ObservabilityContext<'_>) -> Chart {
    chart("Connections to the database", machines(watch, "DatabaseConnections", "Maximum"))
}

fn lag(watch: &ObservabilityContext<'_>) -> Chart {
    let database = &watch.data.database;
    let whole = cloudwatch_database::lag(database, watch.site.database.follows.is_some());
    let lags = whole
        .into_iter()
        .chain(cloudwatch_database::machines(database).into_iter().filter_map(|machine| machine.lag));
    let title = match database {
        Database::Instances { .. } => "Replica lag, seconds",
        Database::Cluster { .. } => "Replica lag, milliseconds",
    };
    chart(title, lags.map(|lag| (lag.metric, label(&lag.name))))
}

fn caches(watch: &ObservabilityContext<'_>) -> Chart {
    let metric = |group: &Handle, number: &str| {
        cloudwatch_metric::cache_node(group, number, "DatabaseMemoryUsagePercentage", "Maximum")
    };
    let broker = watch.data.broker.iter().map(|group| (metric(group, "001"), "broker".to_owned()));
    let shards = 1..=watch.site.cache.shards;
    let cache = shards.map(|shard| {
        (metric(&watch.data.cache, &format!("{shard:04}-001")), format!("cache, shard {shard}"))
    });
    chart("Memory of cache and broker, percent", cache.chain(broker))
}

fn queues(watch: &ObservabilityContext<'_>) -> Chart {
    let lines = watch.data.queues.iter().flat_map(|(key, (handle, dead))| {
        [
            (queue(handle, "ApproximateAgeOfOldestMessage", "Maximum"), format!("{key}, oldest, seconds")),
            (queue(dead, "ApproximateNumberOfMessagesVisible", "Maximum"), format!("{key}, dead letters")),
        ]
    });
    chart("Queues", lines)
}

fn functions(watch: &ObservabilityContext<'_>) -> Chart {
    let lines = watch.functions.all.iter().flat_map(|(kind, handle)| {
        [
            (cloudwatch_metric::function(handle, "Invocations", "Sum"), format!("{}, runs", kind.name())),
            (cloudwatch_metric::function(handle, "Errors", "Sum"), format!("{}, errors", kind.name())),
        ]
    });
    chart("Functions, runs per minute", lines)
}

fn copies(watch: &ObservabilityContext<'_>) -> Chart {
    let kinds = [BucketKind::Media, BucketKind::Private, BucketKind::Static];
    let lines = kinds.into_iter().filter_map(|kind| {
        let (own, theirs) = (watch.base.buckets.get(&kind)?, watch.peer?.buckets.get(&kind)?);
        let metric = replication(theirs, own, "ReplicationLatency", "Maximum");
        Some((metric, kind.name().to_owned()))
    });
    chart("Replication latency of objects, seconds", lines)
}
