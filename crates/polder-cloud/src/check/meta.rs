//! Arguments of the language itself: `lifecycle`, `depends_on`.

use crate::body::{Body, Content, Item};
use crate::schema::Block;
use crate::value::Value;

use super::{Judge, Spot, codes};

/// Whether this name belongs to the language and not to the provider.
pub(super) fn is_meta(key: &str) -> bool {
    matches!(
        key,
        "lifecycle" | "depends_on" | "count" | "for_each" | "provider" | "provisioner" | "connection"
    )
}

/// Checks one such argument of a resource of type `block`.
pub(super) fn check(judge: &mut Judge<'_>, spot: Spot<'_>, item: &Item, block: &Block) {
    match (item.key.as_str(), &item.content) {
        ("lifecycle", Content::Block(body)) => lifecycle(judge, spot, body, block),
        ("depends_on", Content::Attribute(Value::List(items))) => {
            items.iter().for_each(|item| dependency(judge, spot, item));
        }
        ("lifecycle" | "depends_on", _) => refuse(judge, spot, format!("`{}` is malformed", item.key)),
        (key, _) => refuse(judge, spot, format!("`{key}` is not used here: everything is written out")),
    }
}

fn lifecycle(judge: &mut Judge<'_>, spot: Spot<'_>, body: &Body, block: &Block) {
    for item in &body.items {
        let here = spot.at(item.at);
        match (item.key.as_str(), &item.content) {
            ("create_before_destroy" | "prevent_destroy", Content::Attribute(Value::Bool(_))) => {}
            ("ignore_changes", Content::Attribute(Value::Expression(all))) if all == "all" => {}
            ("ignore_changes", Content::Attribute(Value::List(items))) => {
                items.iter().for_each(|item| ignored(judge, here, item, block));
            }
            ("replace_triggered_by", Content::Attribute(Value::List(items)))
                if items.iter().all(is_reference) => {}
            ("precondition" | "postcondition", Content::Block(condition))
                if condition.get("condition").is_some() && condition.get("error_message").is_some() => {}
            (key, _) => refuse(judge, here, format!("`lifecycle` takes no such `{key}`")),
        }
    }
}

/// What changes outside are left alone: an attribute, a block, or a part of one (`tags["seen"]`).
fn ignored(judge: &mut Judge<'_>, spot: Spot<'_>, value: &Value, block: &Block) {
    let Value::Expression(word) = value else {
        return refuse(judge, spot, "`ignore_changes` takes words without quotes".into());
    };
    let first = word.split(['.', '[']).next().unwrap_or(word);
    if !block.has(first) {
        refuse(judge, spot, format!("`ignore_changes` names `{word}`, and there is no such attribute"));
    }
}

/// A whole resource of the same stack: `the_kind.main`.
fn dependency(judge: &mut Judge<'_>, spot: Spot<'_>, value: &Value) {
    let word = match value {
        Value::Expression(word) => word.as_str(),
        // Whether it exists is seen with all other references.
        Value::Reference(it) if it.attribute.is_empty() && spot.stack.target(it) == Some(spot.stack.id) => {
            return;
        }
        _ => {
            return refuse(judge, spot, "`depends_on` takes whole resources, as words without quotes".into());
        }
    };
    if judge.place_of_word(spot.stack.id, word).is_none() {
        let message = format!("`depends_on` names `{word}`, and the stack has no such resource");
        judge.report(&codes::DANGLING_REFERENCE, spot, message);
    }
}

fn is_reference(value: &Value) -> bool {
    match value {
        Value::Reference(_) | Value::Expression(_) => true,
        Value::Element(element) => is_reference(&element.base),
        _ => false,
    }
}

fn refuse(judge: &mut Judge<'_>, spot: Spot<'_>, message: String) {
    judge.report(&codes::UNFIT_META_ARGUMENT, spot, message);
}
