//! Layer `logging`: the trail of the organization, its archive, and alarms on what it says.

use polder_cloud::{Layer, Value};

use crate::context::Context;
use crate::handles::estate::Logging;
use crate::observability::cloudwatch_overview;
use crate::organization::estate;
use crate::security::cloudtrail;
use crate::security::log_archive;
use crate::security::security_topic;
use crate::security::trail_alarms;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = estate::management(design) else { return };
    let purpose = "The trail of the organization, the archive of logs, and alarms on what the trail says.";
    let s = context.region_stack(manager, &design.state.region, Layer::Logging, purpose);
    let accounts: Vec<Value> =
        (0..design.accounts.len()).map(|index| estate::number(context, &s, manager, index)).collect();
    let archive = log_archive::archive(&s, design, &accounts);
    let topic = security_topic::security_topic(&s, &archive.key);
    let trail = cloudtrail::trail(&s, design, &archive);
    let alarms = trail_alarms::trail_alarms(&s, design, &trail, &topic);
    cloudwatch_overview::overview(context, &s, manager, &alarms);
    context.add(s);
    let log_archive::Archive { key, configurations, .. } = archive;
    context.handles.estate.logging = Some(Logging { configurations, topic, key });
}
