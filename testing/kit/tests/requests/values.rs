//! Attributes as text, and patterns of paths.

use polder_cloud::index::shown;
use polder_cloud::{Content, Document, Stack, Value, View};

/// An attribute as text; empty if it is not set. A variable is its name in angle brackets.
pub(crate) fn text(view: View<'_, '_>, name: &str) -> String {
    view.body().get(name).map(|value| shown(view.stack(), value)).unwrap_or_default()
}

/// A document of texts and lists as JSON.
pub(crate) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Document(document) => match &**document {
            Document::Json(body) => {
                let fields = body.items.iter().filter_map(|item| match &item.content {
                    Content::Attribute(value) => Some((item.key.to_string(), json(value))),
                    Content::Block(_) => None,
                });
                fields.collect()
            }
            other => panic!("{other:?} is no JSON"),
        },
        other => panic!("{other:?} has no form as JSON here"),
    }
}

/// The elements of a list.
pub(crate) fn texts(view: View<'_, '_>, name: &str) -> Vec<String> {
    view.body().get(name).map(|value| elements(view.stack(), value)).unwrap_or_default()
}

fn elements(stack: &Stack, value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().map(|item| shown(stack, item)).collect(),
        Value::Local(name) => {
            let local = stack.locals.iter().find(|local| local.name == *name);
            elements(stack, &local.unwrap_or_else(|| panic!("local {name}")).value)
        }
        Value::Call(call) if call.name == "compact" => {
            call.arguments.iter().flat_map(|argument| elements(stack, argument)).collect()
        }
        other => vec![shown(stack, other)],
    }
}

/// Whether a pattern with `*` and `?` matches a text, as in cache behaviors, listener rules and policies.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    if first == '*' {
        return text.char_indices().any(|(at, _)| matches(rest, &text[at..])) || matches(rest, "");
    }
    let mut after = text.chars();
    after.next().is_some_and(|found| (first == '?' || first == found) && matches(rest, after.as_str()))
}

#[test]
fn patterns_match_as_a_whole() {
    for (pattern, text, expected) in [
        ("/graphql/*", "/graphql/", true),
        ("/graphql/*", "/graphql", false),
        ("/a?c", "/abc", true),
        ("/a?c", "/ac", false),
        ("*", "", true),
        ("/x/*.png", "/x/y/z.png", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
}
