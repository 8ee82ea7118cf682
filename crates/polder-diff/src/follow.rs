//! Changes that follow from replacements: what refers to a value that is only known afterwards.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Content, StackId, Value};

use crate::change::{Action, Cause, Change};
use crate::changed::{Key, Resources, changed};
use crate::compare::{Place, is_ignored, is_meta};
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
        let (mut replacements, mut updates) = (vec![], vec![]);
        for (key, (place, resource)) in after {
            let reads =
                stacks.contains(&place.stack.id) || place.stack.imports.iter().any(|it| stacks.contains(it));
            if !reads || replaced.contains(key) || !before.contains_key(key) {
                continue;
            }
            let mut paths = vec![];
            followed(*place, &resource.body, "", (&replaced, after), &mut paths);
            paths.retain(|(path, _)| !is_ignored(&resource.body, path));
            let kind = resource.address.kind.as_str();
            match paths.iter().find(|(path, _)| forces(kind, path) == Forces::Yes) {
                Some(forced) => replacements.push((key, *resource, forced.clone())),
                None if paths.is_empty() => {}
                None => updates.push((key, *resource, paths)),
            }
        }
        if replacements.is_empty() {
            for (key, resource, paths) in updates {
                let mut all: BTreeSet<String> = paths.into_iter().map(|(path, _)| path).collect();
                all.extend(changes.get(key).iter().flat_map(|it| it.attributes.iter().cloned()));
                changes.insert(key.clone(), changed(key, resource, Action::Update, all, protected));
            }
            return;
        }
        for (key, resource, (path, of)) in replacements {
            let change = changes
                .entry(key.clone())
                .or_insert_with(|| changed(key, resource, Action::Replace, BTreeSet::new(), protected));
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
        if is_meta(above, &item.key) {
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
