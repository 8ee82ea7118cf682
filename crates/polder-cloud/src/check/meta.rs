//! Arguments of the language itself: `lifecycle`, `depends_on`.

use crate::body::{Body, Content, Item};
use crate::schema::Block;
use crate::value::Value;

use super::{Checker, Subject, codes};

/// Whether this is a meta-argument.
pub(super) fn is_meta(key: &str) -> bool {
    matches!(
        key,
        "lifecycle" | "depends_on" | "count" | "for_each" | "provider" | "provisioner" | "connection"
    )
}

/// Checks a meta-argument of a resource of type `block`.
pub(super) fn check(checker: &mut Checker<'_>, subject: Subject<'_>, item: &Item, block: &Block) {
    match (item.key.as_str(), &item.content) {
        ("lifecycle", Content::Block(body)) => lifecycle(checker, subject, body, block),
        ("depends_on", Content::Attribute(Value::List(items))) => {
            items.iter().for_each(|item| dependency(checker, subject, item));
        }
        // The user chooses which of the resource's instances exist.
        ("for_each", Content::Attribute(value)) if asks_the_user(value) => {}
        ("lifecycle" | "depends_on", _) => refuse(checker, subject, format!("`{}` is malformed", item.key)),
        (key, _) => {
            refuse(checker, subject, format!("`{key}` is not supported: resources are written in full"));
        }
    }
}

/// Whether a value depends on a variable of the user.
fn asks_the_user(value: &Value) -> bool {
    let mut asks = false;
    value.walk(&mut |value| asks |= matches!(value, Value::Variable(_)));
    asks
}

fn lifecycle(checker: &mut Checker<'_>, subject: Subject<'_>, body: &Body, block: &Block) {
    for item in &body.items {
        let here = subject.at(item.at);
        match (item.key.as_str(), &item.content) {
            ("create_before_destroy" | "prevent_destroy", Content::Attribute(Value::Bool(_))) => {}
            ("ignore_changes", Content::Attribute(Value::Expression(all))) if all == "all" => {}
            ("ignore_changes", Content::Attribute(Value::List(items))) => {
                items.iter().for_each(|item| ignored(checker, here, item, block));
            }
            ("replace_triggered_by", Content::Attribute(Value::List(items)))
                if items.iter().all(is_reference) => {}
            ("precondition" | "postcondition", Content::Block(condition))
                if condition.get("condition").is_some() && condition.get("error_message").is_some() => {}
            (key, _) => refuse(checker, here, format!("`lifecycle` has no argument `{key}`")),
        }
    }
}

/// An item of `ignore_changes`: an attribute, a block, or a part of one (`tags["seen"]`).
fn ignored(checker: &mut Checker<'_>, subject: Subject<'_>, value: &Value, block: &Block) {
    let Value::Expression(word) = value else {
        return refuse(checker, subject, "`ignore_changes` takes attribute names without quotes".into());
    };
    let first = word.split(['.', '[']).next().unwrap_or(word);
    if !block.has(first) {
        refuse(checker, subject, format!("`ignore_changes` has `{word}`, which is not an attribute"));
    }
}

/// A whole resource of the same stack: `the_kind.main`.
fn dependency(checker: &mut Checker<'_>, subject: Subject<'_>, value: &Value) {
    let word = match value {
        Value::Expression(word) => word.as_str(),
        // Its existence is checked with all other references.
        Value::Reference(it)
            if it.attribute.is_empty() && subject.stack.target(it) == Some(subject.stack.id) =>
        {
            return;
        }
        _ => {
            return refuse(checker, subject, "`depends_on` takes whole resources, without quotes".into());
        }
    };
    if checker.position_of_word(subject.stack.id, word).is_none() {
        let message = format!("`depends_on` has `{word}`, which is not a resource of the stack");
        checker.report(&codes::DANGLING_REFERENCE, subject, message);
    }
}

fn is_reference(value: &Value) -> bool {
    match value {
        Value::Reference(_) | Value::Expression(_) => true,
        Value::Element(element) => is_reference(&element.base),
        _ => false,
    }
}

fn refuse(checker: &mut Checker<'_>, subject: Subject<'_>, message: String) {
    checker.report(&codes::UNFIT_META_ARGUMENT, subject, message);
}
