//! Alarms of the replication of the state and of the log archive.

use polder_cloud::Handle;
use polder_design::{Component, Design};

use crate::detection::log_archive_replica::{self, ArchiveReplica};
use crate::draft::Draft;
use crate::observability::cloudwatch_metric::{Metric, replication, replication_by_name};
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched, alarm};
use crate::observability::runbook::Runbook;
use crate::pipeline::bootstrap_arns;

const FAILED: &str = "OperationsFailedReplication";

/// Writes the alarms of the archive, in its account and the region of its buckets, where S3 counts failures.
pub(crate) fn of_archive(
    s: &Draft,
    design: &Design,
    buckets: [&Handle; 3],
    replica: &ArchiveReplica,
    topic: &Handle,
) -> Vec<Handle> {
    let pairs = log_archive_replica::pairs(buckets, replica);
    let metrics = pairs.map(|(name, from, to)| (name, replication(from, to, FAILED, "Sum")));
    alarms(s, design, topic, metrics)
}

/// Writes the alarms of the state, in its account and region.
pub(crate) fn of_state(s: &Draft, design: &Design, topic: &Handle) -> Vec<Handle> {
    // By name: the pipeline does not read the state of the bootstrap.
    let metrics = bootstrap_arns::replicated_state(s, design)
        .map(|(from, to)| ("state", replication_by_name(from, to, FAILED, "Sum")));
    alarms(s, design, topic, metrics)
}

fn alarms(
    s: &Draft,
    design: &Design,
    topic: &Handle,
    metrics: impl IntoIterator<Item = (&'static str, Metric)>,
) -> Vec<Handle> {
    let _replication = s.part(Component::named("archive-replication"));
    s.file("replication_alarms", "Alarms of the replication of the state and of the log archive.");
    let failed = |(name, metric): (&str, Metric)| {
        let description = format!(
            "Objects of the bucket {name} were not replicated to the other region, and are not retried. Check the role and \
             key of the replication, then replicate them with S3 Batch Replication."
        );
        // Named like the alarms on the trail, so that the guards of the organization keep these as well.
        let name = format!("trail_bucket_{name}_not_copied");
        let failed = Alarm::new(name, Watched::One(metric), Limit::Above(0.into()), description)
            .after(design.timings.alarms.once);
        let description = Runbook::Recovery.after(&failed.description, design);
        alarm(s, &design.timings.alarms, topic, &failed, description)
    };
    metrics.into_iter().map(failed).collect()
}
