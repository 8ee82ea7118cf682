//! Alarms of the replication to the other region.

use polder_design::{Bucket, Component, Objective, SiteId, Transferred};

use crate::observability::cloudwatch_metric::replication;
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Writes the alarms of replication.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    let (Some(peer), Some(at)) = (watch.peer, watch.site.peer) else { return };
    watch.s.file(
        "cloudwatch_metric_alarm_replication",
        "Alarms of replication. S3 counts failures at the source and measures latency at the destination:\n\
         this site monitors what it fails to send and how late it receives.",
    );
    for bucket in &watch.site.buckets {
        let _copies = watch.s.part(Component::Transfer(Transferred::Bucket(bucket.kind)));
        let kind = bucket.kind.name().replace('-', "_");
        let (own, other) = (&watch.base.buckets[&bucket.kind], &peer.buckets[&bucket.kind]);
        if bucket.replicates_to == Some(at) {
            let failed = replication(own, other, "OperationsFailedReplication", "Sum");
            watch.alarm(
                Objective::Recovery,
                &Alarm::new(
                    format!("{kind}_not_copied"),
                    Watched::One(failed),
                    Limit::Above(0.into()),
                    "Objects of this bucket were not replicated to the other region, and are not retried. \
                     Check the role and key of the replication, then replicate them with S3 Batch \
                     Replication.",
                )
                .after(watch.design.timings.alarms.once),
            );
        }
        if receives(watch, bucket, at) {
            let late = replication(other, own, "ReplicationLatency", "Maximum");
            watch.alarm(
                Objective::Recovery,
                &Alarm::new(
                    format!("{kind}_late"),
                    Watched::One(late),
                    Limit::Above(watch.design.timings.replication.objects.as_seconds().into()),
                    "Objects of the other region's bucket arrive here later than S3 promises: they are lost \
                     if that region is lost now. Check whether very many objects were written at once.",
                ),
            );
        }
    }
}

/// Whether the other site's bucket of this kind replicates to this one.
fn receives(watch: &ObservabilityContext<'_>, bucket: &Bucket, peer: SiteId) -> bool {
    let theirs = watch.design.sites[peer].bucket(bucket.kind);
    theirs.is_some_and(|theirs| theirs.replicates_to == Some(watch.site.id))
}
