//! Layer `logging`: the organization's trail, its archive, and alarms on its events.

use polder_cloud::{Layer, Value};

use crate::context::Context;
use crate::detection::cloudtrail;
use crate::detection::cloudtrail_alarms;
use crate::detection::log_archive;
use crate::detection::log_archive_replica;
use crate::detection::replication_alarms;
use crate::detection::security_topic;
use crate::handles::accounts::Logging;
use crate::observability::cloudwatch_platform_dashboard;
use crate::organization::accounts;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    let replica = design.state.replica_region.as_deref().map(|region| {
        let purpose = "Replica of the log archive.";
        let s = context.region_stack(manager, region, Layer::Logging, purpose);
        let replica = log_archive_replica::replica(&s, design, region);
        context.add(s);
        replica
    });
    let purpose = "The organization's trail, the log archive, and alarms on events of the trail.";
    let s = context.region_stack(manager, &design.state.region, Layer::Logging, purpose);
    let accounts: Vec<Value> =
        design.accounts.ids().map(|of| context.account_number(&s, manager, of)).collect();
    let archive = log_archive::archive(&s, design, &accounts, replica.as_ref());
    let topic = security_topic::security_topic(&s, &archive.key);
    let trail = cloudtrail::trail(&s, design, &archive);
    let mut alarms = cloudtrail_alarms::trail_alarms(&s, design, &trail, &topic);
    if let Some(replica) = &replica {
        alarms.extend(replication_alarms::alarms(&s, design, archive.buckets(), replica, &topic));
    }
    cloudwatch_platform_dashboard::overview(context, &s, manager, &alarms);
    context.add(s);
    let log_archive::Archive { key, configurations, discoveries, .. } = archive;
    context.handles.accounts.logging = Some(Logging { configurations, discoveries, topic, key });
}
