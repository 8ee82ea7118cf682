//! `aws_cloudtrail`.

use polder_cloud::View;
use polder_inventory::access::KeyId;
use polder_inventory::model::{Known, Link, Pattern, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute, Trail, TrailEventKind, TrailEvents};
use polder_inventory::stores::Encryption;

use crate::observability::log_route::route;
use crate::pattern::Syntax;
use crate::reader::Reader;
use crate::value::{given_text, text, text_or, truth_or};

/// A trail: a record of API calls.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let store = reader.link_by_name(view, "s3_bucket_name", "bucket", &[("aws_s3_bucket", "bucket")]);
    let key: Option<Link<KeyId>> = reader.link(view, "kms_key_id", "key");
    let notifies = reader.link_by_name(view, "sns_topic_name", "topic", &[("aws_sns_topic", "name")]);
    let trail = Trail {
        source: reader.source(view),
        // Source: provider documentation, for these and the following defaults.
        enabled: truth_or(view, "enable_logging", true),
        organization: truth_or(view, "is_organization_trail", false),
        all_regions: truth_or(view, "is_multi_region_trail", false),
        global_services: truth_or(view, "include_global_service_events", true),
        validated: truth_or(view, "enable_log_file_validation", false),
        events: events(reader, view),
        insights: insights(view),
        store: store.unwrap_or(Link::Unknown(Reason::NotGiven)),
        // Source: AWS, CloudTrail User Guide, "Encrypting CloudTrail log files": with keys of S3 by default.
        encryption: key.map_or(Encryption::ServiceOwned, Encryption::Key),
        notifies,
    };
    reader.inventory.observability.trails.push(trail);
}

/// The copy of a trail that goes to a log group.
pub(crate) fn read_parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(trail) = reader.entry(view.id()) else { return };
    let Some(to) = reader.entry_link(view, "cloud_watch_logs_group_arn", "log group", &[]) else { return };
    let identity = reader.link(view, "cloud_watch_logs_role_arn", "role");
    let source = reader.part(view, Text::new_static("cloud_watch_logs_group_arn"));
    let route = LogRoute { identity, ..route(source, Link::To(trail), LogKind::ControlPlane, to) };
    reader.inventory.observability.log_routes.push(route);
}

fn insights(view: View<'_, '_>) -> Known<Set<Text>> {
    let mut found = vec![];
    for selector in view.blocks("insight_selector") {
        match given_text(selector, "insight_type") {
            Known::Value(kind) => found.push(kind),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

fn events<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Set<TrailEvents>> {
    let mut found = vec![];
    for selector in view.blocks("advanced_event_selector") {
        match advanced(reader, selector) {
            Known::Value(events) => found.push(events),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    for selector in view.blocks("event_selector") {
        found.extend(basic(reader, selector));
    }
    if found.is_empty() {
        // Source: AWS, CloudTrail User Guide, "Logging management events": all of them by default.
        found.push(management(Known::Value(None)));
    }
    Known::Value(found.into())
}

fn management(writing: Known<Option<bool>>) -> TrailEvents {
    TrailEvents {
        kind: TrailEventKind::Management,
        writes: writing,
        resource_kind: Known::Value(None),
        resources: Known::Value(Set::default()),
    }
}

/// `event_selector`
fn basic<'a>(reader: &Reader<'_, 'a>, selector: View<'_, 'a>) -> Vec<TrailEvents> {
    let writing = match text_or(selector, "read_write_type", "All") {
        Known::Value(word) => match word.as_str() {
            "All" => Known::Value(None),
            "WriteOnly" => Known::Value(Some(true)),
            "ReadOnly" => Known::Value(Some(false)),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let mut found = vec![];
    // Source: provider documentation, `include_management_events`: the default is `true`.
    if truth_or(selector, "include_management_events", true) != Known::Value(false) {
        found.push(management(writing));
    }
    for data in selector.blocks("data_resource") {
        let values =
            data.body().get("values").map(|value| reader.value_patterns(data.stack(), value, Syntax::PLAIN));
        let resources = match values {
            // `arn:aws:s3` means all buckets.
            Some(known) => known.map(|all| all.into_iter().filter(|it| !is_whole_service(it)).collect()),
            None => Known::Value(Set::default()),
        };
        let resource_kind = text(data, "type");
        found.push(TrailEvents { kind: TrailEventKind::Data, writes: writing, resource_kind, resources });
    }
    found
}

fn is_whole_service(pattern: &Pattern) -> bool {
    matches!(
        pattern.as_literal(),
        Some("arn:aws:s3" | "arn:aws:s3:::" | "arn:aws:lambda" | "arn:aws:dynamodb")
    )
}

/// `advanced_event_selector`. Fields that exclude something are not modelled.
fn advanced<'a>(reader: &Reader<'_, 'a>, selector: View<'_, 'a>) -> Known<TrailEvents> {
    let mut events = management(Known::Value(None));
    for field in selector.blocks("field_selector") {
        let name = field.text("field");
        let equals = field.list("equals");
        let first = equals.first().and_then(polder_cloud::index::Resolved::as_plain);
        match (name.as_deref(), first.as_deref()) {
            (Some("eventCategory"), Some("Management")) => events.kind = TrailEventKind::Management,
            (Some("eventCategory"), Some("Data")) => events.kind = TrailEventKind::Data,
            (Some("eventCategory"), Some("NetworkActivity")) => events.kind = TrailEventKind::Network,
            (Some("readOnly"), Some("true")) => events.writes = Known::Value(Some(false)),
            (Some("readOnly"), Some("false")) => events.writes = Known::Value(Some(true)),
            (Some("resources.type"), Some(kind)) if equals.len() == 1 => {
                events.resource_kind = Known::Value(Some(Text::new(kind)));
            }
            (Some("resources.ARN"), _) => events.resources = beginnings(reader, field),
            _ => return Known::Unknown(Reason::AttributeNotModelled),
        }
    }
    Known::Value(events)
}

/// ARNs, or prefixes of ARNs.
fn beginnings<'a>(reader: &Reader<'_, 'a>, field: View<'_, 'a>) -> Known<Set<Pattern>> {
    let mut found = vec![];
    for item in &field.body().items {
        let polder_cloud::Content::Attribute(value) = &item.content else { continue };
        match item.key.as_str() {
            "equals" | "starts_with" => match reader.value_patterns(field.stack(), value, Syntax::PLAIN) {
                Known::Value(some) => found.extend(some),
                Known::Unknown(reason) => return Known::Unknown(reason),
            },
            "field" => {}
            _ if crate::pattern::is_empty(value) => {}
            _ => return Known::Unknown(Reason::AttributeNotModelled),
        }
    }
    Known::Value(found.into())
}
