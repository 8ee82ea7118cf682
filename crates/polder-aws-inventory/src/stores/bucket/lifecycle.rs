//! `aws_s3_bucket_lifecycle_configuration`, and the equivalent blocks of a bucket.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::stores::{LifecycleEffect, LifecycleRule};
use polder_units::Duration;

use super::setting::change;
use crate::reader::Reader;
use crate::value::{days, given_text, is_set, known_blocks, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rules = of_blocks(view, "rule");
    change(reader, view, &["kind.lifecycle"], |bucket| bucket.lifecycle = rules);
}

/// The rules in blocks with this name. A rule may have several actions.
pub(super) fn of_blocks(view: View<'_, '_>, name: &str) -> Known<Set<LifecycleRule>> {
    known_blocks(view, name).map(|blocks| blocks.into_iter().flat_map(of_block).collect())
}

fn of_block(view: View<'_, '_>) -> Vec<LifecycleRule> {
    // `status` in the resource, `enabled` in blocks of buckets.
    let enabled = if is_set(view, "status") {
        given_text(view, "status").map(|status| status == "Enabled")
    } else {
        view.truth("enabled").map_or(Known::Unknown(Reason::NotGiven), Known::Value)
    };
    let filter = filter(view);
    let mut rules = vec![];
    let mut add = |effect, after, versions: Option<Text>| {
        let filter = match versions {
            // A number of noncurrent versions is kept, regardless of their age.
            Some(kept) => filter.clone().map(|filter| {
                let kept = format!("newer_noncurrent_versions={kept}");
                Some(filter.map_or(kept.clone(), |filter| format!("{filter} {kept}")).into())
            }),
            None => filter.clone(),
        };
        rules.push(LifecycleRule { enabled, filter, effect, after });
    };
    for block in view.blocks("expiration") {
        let marker = block.truth("expired_object_delete_marker") == Some(true);
        let effect = if marker { LifecycleEffect::ExpireMarkers } else { LifecycleEffect::Expire };
        add(effect, if marker { Known::Value(Duration::default()) } else { after(block, "days") }, None);
    }
    // `noncurrent_days` in the resource, `days` in blocks of buckets.
    let old = |block| if is_set(block, "noncurrent_days") { "noncurrent_days" } else { "days" };
    for block in view.blocks("noncurrent_version_expiration") {
        add(LifecycleEffect::ExpireNoncurrent, after(block, old(block)), kept(block));
    }
    for block in view.blocks("abort_incomplete_multipart_upload") {
        add(LifecycleEffect::AbortUploads, after(block, "days_after_initiation"), None);
    }
    if is_set(view, "abort_incomplete_multipart_upload_days") {
        add(LifecycleEffect::AbortUploads, after(view, "abort_incomplete_multipart_upload_days"), None);
    }
    let class = |block| match given_text(block, "storage_class") {
        Known::Value(class) => class,
        Known::Unknown(_) => Text::new_static("?"),
    };
    for block in view.blocks("transition") {
        add(LifecycleEffect::Transition(class(block)), after(block, "days"), None);
    }
    for block in view.blocks("noncurrent_version_transition") {
        add(LifecycleEffect::TransitionNoncurrent(class(block)), after(block, old(block)), kept(block));
    }
    rules
}

/// A number of days. A date is not modelled.
fn after(view: View<'_, '_>, attribute: &str) -> Known<Duration> {
    match days(view, attribute) {
        Known::Value(Some(time)) => Known::Value(time),
        Known::Value(None) if is_set(view, "date") => Known::Unknown(Reason::AttributeNotModelled),
        // Without days, the transition happens immediately. Source: Terraform AWS provider, `transition`.
        Known::Value(None) => Known::Value(Duration::default()),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

fn kept(view: View<'_, '_>) -> Option<Text> {
    view.integer("newer_noncurrent_versions").filter(|kept| *kept > 0).map(|kept| kept.to_string().into())
}

/// The filter in the provider's words: `prefix=logs/`, `tag:keep=short`.
pub(super) fn filter(view: View<'_, '_>) -> Known<Option<Text>> {
    let mut words = vec![];
    let mut places = vec![view];
    if let Some(filter) = view.block("filter") {
        places.push(filter);
        places.extend(filter.block("and"));
    }
    for place in places {
        for name in ["prefix", "object_size_greater_than", "object_size_less_than"] {
            match some_text(place, name) {
                Known::Value(Some(text)) if text != "0" || name == "prefix" => {
                    words.push(format!("{name}={text}"));
                }
                Known::Value(_) => {}
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        for tag in place.blocks("tag") {
            match (given_text(tag, "key"), given_text(tag, "value")) {
                (Known::Value(key), Known::Value(value)) => words.push(format!("tag:{key}={value}")),
                (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => return Known::Unknown(reason),
            }
        }
        if let polder_cloud::index::Resolved::Object(tags) = place.get("tags") {
            for (key, value) in tags {
                let Some(value) = value.as_plain() else { return Known::Unknown(Reason::Expression) };
                words.push(format!("tag:{key}={value}"));
            }
        }
    }
    words.sort();
    Known::Value((!words.is_empty()).then(|| words.join(" ").into()))
}
