//! `aws_config_configuration_recorder` and the resources that configure it. An account has one of each in a
//! region, so they are matched by account and region.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::ConfigurationRecorder;
use polder_units::Duration;

use crate::reader::Reader;
use crate::value::{text_or, texts, truth_or, whole};

/// How long the service keeps records: seven years. Source: AWS, Config Developer Guide, "Deleting AWS Config data".
const RETENTION_DAYS: u64 = 2557;

/// The recorder itself, disabled until its status says otherwise.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let identity = reader.link(view, "role_arn", "role");
    let group = view.block("recording_group");
    let flag =
        |name: &str, default| group.map_or(Known::Value(default), |group| truth_or(group, name, default));
    // Source: provider documentation, `all_supported`, `include_global_resource_types`, `recording_frequency`.
    let kinds = match (flag("all_supported", true), group) {
        (Known::Value(true), _) => Known::Value(None),
        (Known::Value(false), Some(group)) if group.block("exclusion_by_resource_types").is_none() => {
            texts(group, "resource_types").map(Some)
        }
        // All except some.
        (Known::Value(false), _) => Known::Unknown(Reason::AttributeNotModelled),
        (Known::Unknown(reason), _) => Known::Unknown(reason),
    };
    let frequency =
        |mode| text_or(mode, "recording_frequency", "CONTINUOUS").map(|word| word == "CONTINUOUS");
    let recorder = ConfigurationRecorder {
        source: reader.source(view),
        enabled: Known::Value(false),
        kinds,
        global_kinds: flag("include_global_resource_types", false),
        continuous: view.block("recording_mode").map_or(Known::Value(true), frequency),
        store: None,
        retention: Known::Value(Some(Duration::days(RETENTION_DAYS))),
        identity: identity.unwrap_or(Link::Unknown(Reason::NotGiven)),
    };
    let location = reader.location_of(view);
    let id = reader.inventory.observability.configuration_recorders.push(recorder);
    reader.observability.recorders.push((location, id));
}

/// `aws_config_configuration_recorder_status`
pub(crate) fn status<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    change(reader, view, "enabled", |recorder| recorder.enabled = truth_or(view, "is_enabled", false));
}

/// `aws_config_delivery_channel`
pub(crate) fn channel<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let store = reader.link_by_name(view, "s3_bucket_name", "bucket", &[("aws_s3_bucket", "bucket")]);
    change(reader, view, "store", |recorder| recorder.store = store);
}

/// `aws_config_retention_configuration`
pub(crate) fn retention<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kept = match whole(view, "retention_period_in_days") {
        Known::Value(Some(days)) => Known::Value(Some(Duration::days(u64::from(days)))),
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    change(reader, view, "retention", |recorder| recorder.retention = kept);
}

fn change<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    field: &'static str,
    change: impl FnOnce(&mut ConfigurationRecorder),
) {
    let here = reader.location_of(view);
    let mut all = reader.observability.recorders.iter();
    let Some(id) = all.find(|(location, _)| *location == here).map(|(_, id)| *id) else { return };
    if let Some(recorder) = reader.inventory.observability.configuration_recorders.get_mut(id) {
        change(recorder);
    }
    reader.contribute(view, id, &[field]);
}
