//! Layer `logging`: the organization's trail with alarms on its events, and the archive of audit logs.

use polder_cloud::{Layer, Value};
use polder_design::AccountId;

use crate::context::Context;
use crate::detection::cloudtrail;
use crate::detection::cloudtrail_alarms;
use crate::detection::log_archive::{self, Archive};
use crate::detection::log_archive_replica::{self, ArchiveReplica};
use crate::detection::replication_alarms;
use crate::detection::security_topic;
use crate::draft::Draft;
use crate::handles::accounts::Logging;
use crate::observability::cloudwatch_platform_dashboard;
use crate::organization::accounts;

const PURPOSE: &str = "The organization's trail, the log archive, and alarms on events of the trail.";

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let (Some(manager), Some(holder)) = (accounts::management(design), design.log_archive()) else { return };
    let replica = design.state.replica_region.as_deref().map(|region| {
        let s = context.region_stack(holder, region, Layer::Logging, "Replica of the log archive.");
        let replica = log_archive_replica::replica(&s, design, region);
        context.add(s);
        replica
    });
    let home = design.state.region.as_str();
    let elsewhere = (holder != manager).then(|| {
        let s = context.region_stack(holder, home, Layer::Logging, PURPOSE);
        let archive = archive(context, &s, (holder, manager), replica.as_ref());
        if let Some(replica) = &replica {
            // S3 counts failures in the account of the archive.
            let topic = security_topic::security_topic(&s, design, &archive.key);
            replication_alarms::of_archive(&s, design, archive.buckets(), replica, &topic);
        }
        context.add(s);
        archive
    });
    let s = context.region_stack(manager, home, Layer::Logging, PURPOSE);
    let together = elsewhere.is_none();
    let archive = elsewhere.unwrap_or_else(|| archive(context, &s, (manager, manager), replica.as_ref()));
    let topic_key = if together { archive.key.clone() } else { log_archive::key_of_trail(&s, design) };
    let topic = security_topic::security_topic(&s, design, &topic_key);
    let trail = cloudtrail::trail(&s, design, &archive, &topic_key, together);
    let mut alarms = cloudtrail_alarms::trail_alarms(&s, design, &trail, &topic);
    if let Some(replica) = replica.as_ref().filter(|_| together) {
        alarms.extend(replication_alarms::of_archive(&s, design, archive.buckets(), replica, &topic));
    }
    if replica.is_some() {
        alarms.extend(replication_alarms::of_state(&s, design, &topic));
    }
    cloudwatch_platform_dashboard::overview(context, &s, manager, &alarms);
    context.add(s);
    let Archive { key, configurations, discoveries, .. } = archive;
    context.handles.accounts.logging = Some(Logging { configurations, discoveries, topic, topic_key, key });
}

/// Writes the archive in the account `holder`.
fn archive(
    context: &Context<'_>,
    s: &Draft,
    (holder, manager): (AccountId, AccountId),
    replica: Option<&ArchiveReplica>,
) -> Archive {
    let design = context.design;
    let all: Vec<Value> = design.accounts.ids().map(|of| context.account_number(s, holder, of)).collect();
    let trail = log_archive::trail_arn(s, design, &context.account_number(s, holder, manager));
    log_archive::archive(s, design, &all, &trail, replica)
}
