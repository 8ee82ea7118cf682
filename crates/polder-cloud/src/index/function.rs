//! Functions of the Terraform language with partly known arguments.

use std::borrow::Cow;

use crate::value::Unknown;

use super::resolved::{Resolved, joined};

/// The result of a call.
pub(super) fn call<'a>(name: &str, mut arguments: Vec<Resolved<'a>>) -> Resolved<'a> {
    let unknown = Resolved::Unknown(Unknown::Expression);
    match (name, arguments.as_mut_slice()) {
        ("tolist" | "toset" | "tostring" | "sensitive" | "nonsensitive", [_]) => arguments.remove(0),
        ("one", [Resolved::List(items)]) if items.len() <= 1 => items.pop().unwrap_or(Resolved::Absent),
        // The one element of a set that is known after apply.
        ("one", [Resolved::Attribute(_)]) => arguments.remove(0),
        ("length", [Resolved::List(items)]) => count(items.len()),
        ("length", [Resolved::Object(items)]) => count(items.len()),
        ("compact", [Resolved::List(_)]) => compact(arguments.remove(0)),
        ("concat", lists) if lists.iter().all(|list| matches!(list, Resolved::List(_))) => concat(arguments),
        ("join", [Resolved::Text(between), Resolved::List(items)]) => join(between, std::mem::take(items)),
        ("replace", [Resolved::Text(text), Resolved::Text(from), Resolved::Text(to)])
            if !from.starts_with('/') =>
        {
            Resolved::Text(Cow::Owned(text.replace(from.as_ref(), to)))
        }
        ("lookup", [Resolved::Object(items), Resolved::Text(key), ..]) => {
            let found = items.iter().position(|(name, _)| *name == key.as_ref());
            found.map_or(unknown, |at| items.swap_remove(at).1)
        }
        ("merge", objects) if objects.iter().all(|it| matches!(it, Resolved::Object(_))) => merge(arguments),
        ("lower", [Resolved::Text(text)]) => Resolved::Text(Cow::Owned(text.to_lowercase())),
        ("upper", [Resolved::Text(text)]) => Resolved::Text(Cow::Owned(text.to_uppercase())),
        _ => unknown,
    }
}

fn count<'a>(count: usize) -> Resolved<'a> {
    i64::try_from(count).map_or(Resolved::Unknown(Unknown::TooLarge), Resolved::Integer)
}

/// Without empty strings. An unknown element may be empty: then the length is unknown, and the elements are kept.
fn compact(list: Resolved<'_>) -> Resolved<'_> {
    let Resolved::List(mut items) = list else { return list };
    items.retain(|item| !matches!(item, Resolved::Absent) && *item != Resolved::Text(Cow::Borrowed("")));
    Resolved::List(items)
}

fn concat(lists: Vec<Resolved<'_>>) -> Resolved<'_> {
    let items =
        lists.into_iter().flat_map(|list| if let Resolved::List(items) = list { items } else { vec![] });
    Resolved::List(items.collect())
}

fn join<'a>(between: &str, items: Vec<Resolved<'a>>) -> Resolved<'a> {
    let mut parts = vec![];
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            parts.push(Resolved::Text(Cow::Owned(between.to_owned())));
        }
        parts.push(item);
    }
    joined(parts)
}

/// Later objects win.
fn merge(objects: Vec<Resolved<'_>>) -> Resolved<'_> {
    let mut merged: Vec<(&str, Resolved<'_>)> = vec![];
    for object in objects {
        let Resolved::Object(items) = object else { continue };
        for (key, value) in items {
            match merged.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => *known = value,
                None => merged.push((key, value)),
            }
        }
    }
    Resolved::Object(merged)
}
