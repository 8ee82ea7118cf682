//! Changes that follow from replacements: what refers to a value that is only known afterwards.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Content, StackId, Value};

use crate::change::{Action, Cause, Change};
use crate::changed::{Key, Resources, changed};
use crate::compare::Place;
use crate::forces::{Forces, forces};

/// Adds the changes that follow from replacements, until there are no more. Each round but the last replaces at least one resource.
pub(crate) fn follow(
    after: &Resources<'_>,
    before: &Resources<'_>,
    changes: &mut BTreeMap<Key, Change>,
    protected: &BTreeSet<&str>,
) {
    loop {
        let replaced: BTreeSet<&Key> =
            changes.iter().filter(|(_, it)| it.action == Action::Replace).map(|(key, _)| key).collect();
        if replaced.is_empty() {
            return;
        }
        let stacks: BTreeSet<StackId> =
            replaced.iter().filter_map(|key| Some(after.get(*key)?.0.stack.id)).collect();
        let mut found: Vec<(Key, Vec<(String, String)>)> = vec![];
        for (key, (place, resource)) in after {
            let reads =
                stacks.contains(&place.stack.id) || place.stack.imports.iter().any(|it| stacks.contains(it));
            if !reads || replaced.contains(key) || !before.contains_key(key) {
                continue;
            }
            let mut paths = vec![];
            followed(*place, &resource.body, "", (&replaced, after), &mut paths);
            if !paths.is_empty() {
                found.push((key.clone(), paths));
            }
        }
        let kind = |key: &Key| after.get(key).map_or("", |(_, it)| it.address.kind.as_str());
        let forced = |(key, paths): &(Key, Vec<(String, String)>)| {
            paths.iter().find(|(path, _)| forces(kind(key), path) == Forces::Yes).cloned()
        };
        let replacements: Vec<(Key, (String, String))> =
            found.iter().filter_map(|it| Some((it.0.clone(), forced(it)?))).collect();
        if replacements.is_empty() {
            for (key, paths) in found {
                let Some((_, resource)) = after.get(&key) else { continue };
                let paths: BTreeSet<String> = paths.into_iter().map(|(path, _)| path).collect();
                let all = changes
                    .get(&key)
                    .map(|it| it.attributes.iter().cloned().collect())
                    .unwrap_or(paths.clone());
                let change = changed(&key, resource, Action::Update, &all | &paths, protected);
                changes.insert(key, change);
            }
            return;
        }
        for (key, (path, of)) in replacements {
            let Some((_, resource)) = after.get(&key) else { continue };
            let change = changes
                .entry(key.clone())
                .or_insert_with(|| changed(&key, resource, Action::Replace, BTreeSet::new(), protected));
            change.action = Action::Replace;
            change.causes.push(Cause::Follows(path, of));
        }
    }
}

/// The paths of a body whose values are only known after a replaced resource is created anew, each with that resource.
fn followed(
    place: Place<'_>,
    body: &Body,
    above: &str,
    (replaced, after): (&BTreeSet<&Key>, &Resources<'_>),
    paths: &mut Vec<(String, String)>,
) {
    for item in &body.items {
        let meta = above.is_empty() && matches!(item.key.as_str(), "lifecycle" | "depends_on" | "provider");
        if meta || item.key.ends_with("_wo") {
            continue;
        }
        let path = || if above.is_empty() { item.key.to_string() } else { format!("{above}.{}", item.key) };
        match &item.content {
            Content::Block(inner) => followed(place, inner, &path(), (replaced, after), paths),
            Content::Attribute(value) => {
                if let Some(of) = unknown(place, value, replaced, after) {
                    paths.push((path(), of));
                }
            }
        }
    }
}

/// The replaced resource that a value refers to, if the value is only known after that is created anew.
fn unknown(
    place: Place<'_>,
    value: &Value,
    replaced: &BTreeSet<&Key>,
    after: &Resources<'_>,
) -> Option<String> {
    let mut found = None;
    value.walk(&mut |value| {
        if found.is_some() {
            return;
        }
        match value {
            Value::Local(_) => {
                let behind = place.behind(value);
                if !matches!(behind, Value::Local(_)) {
                    found = unknown(place, behind, replaced, after);
                }
            }
            Value::Reference(reference) => {
                let Some(stack) = place.target(reference) else { return };
                let key = (stack.key.to_string(), reference.address.to_string());
                // What is configured is known before.
                let known =
                    after.get(&key).is_some_and(|(_, it)| it.body.get(&reference.attribute).is_some());
                let own = stack.id == place.stack.id;
                let named = !own && matches!(reference.attribute.as_str(), "arn" | "name");
                if replaced.contains(&key) && !known && !named {
                    found = Some(key.1);
                }
            }
            _ => {}
        }
    });
    found
}
