//! Changes that follow from others: what refers to a value that changes, or that is only known after a replacement.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Content, Reference, Resource, StackId, Value};

use crate::change::{Action, Cause, Change};
use crate::changed::{Key, Resources, changed};
use crate::compare::{Place, is_ignored, is_meta};
use crate::forces::{Forces, forces};

/// What changes of a resource, as references to it see it.
#[derive(Clone, Default)]
struct Changing {
    /// What the provider computes is only known after the resource is created anew.
    replaced: bool,
    /// Configured attributes that get another value, as paths.
    paths: BTreeSet<String>,
}

/// A path of a resource, and why its value changes.
type Followed = (String, Cause);

/// Adds the changes that follow from others, until there are no more. Each round but the last changes a path that did not change
/// before.
pub(crate) fn follow(
    after: &Resources<'_>,
    before: &Resources<'_>,
    changes: &mut BTreeMap<Key, Change>,
    protected: &BTreeSet<&str>,
) {
    let mut changing: BTreeMap<Key, Changing> = changes.iter().filter_map(of_change).collect();
    let mut recent = changing.clone();
    let mut updates: BTreeSet<Key> = BTreeSet::new();
    while !recent.is_empty() {
        let mut next: BTreeMap<Key, Changing> = BTreeMap::new();
        for (key, resource, mut paths) in readers(after, before, &recent) {
            let known = changing.get(&key);
            paths.retain(|(path, _)| known.is_none_or(|it| !it.paths.contains(path)));
            if paths.is_empty() {
                continue;
            }
            let kind = resource.address.kind.as_str();
            let replaced = known.is_some_and(|it| it.replaced);
            let forced = paths.iter().find(|(path, _)| !replaced && forces(kind, path) == Forces::Yes);
            if let Some((_, cause)) = forced {
                let change = changes
                    .entry(key.clone())
                    .or_insert_with(|| changed(&key, resource, Action::Replace, BTreeSet::new(), protected));
                change.action = Action::Replace;
                change.causes.push(cause.clone());
            }
            let replaced = forced.is_some();
            next.insert(
                key.clone(),
                Changing { replaced, paths: paths.into_iter().map(|it| it.0).collect() },
            );
            updates.insert(key);
        }
        for (key, it) in &next {
            let all = changing.entry(key.clone()).or_default();
            all.replaced |= it.replaced;
            all.paths.extend(it.paths.iter().cloned());
        }
        recent = next;
    }
    for key in updates {
        if let (Some((_, resource)), Some(Changing { replaced: false, paths })) =
            (after.get(&key), changing.remove(&key))
        {
            let change = changed(&key, resource, Action::Update, paths, protected);
            changes.insert(key, change);
        }
    }
}

/// What a change means for references to the resource, if it stays or is created anew.
fn of_change((key, change): (&Key, &Change)) -> Option<(Key, Changing)> {
    let replaced = match change.action {
        Action::Replace => true,
        Action::Update => false,
        Action::Create | Action::Destroy => return None,
    };
    Some((key.clone(), Changing { replaced, paths: change.attributes.iter().cloned().collect() }))
}

/// The resources that refer to what recently changed, each with the paths that do.
fn readers<'a>(
    after: &Resources<'a>,
    before: &Resources<'_>,
    recent: &BTreeMap<Key, Changing>,
) -> Vec<(Key, &'a Resource, Vec<Followed>)> {
    let stacks: BTreeSet<StackId> =
        recent.keys().filter_map(|key| Some(after.get(key)?.0.stack.id)).collect();
    let read = |place: &Place<'_>| {
        stacks.contains(&place.stack.id) || place.stack.imports.iter().any(|it| stacks.contains(it))
    };
    let mut found = vec![];
    for (key, (place, resource)) in after {
        if read(place) && before.contains_key(key) {
            let mut paths = vec![];
            followed(*place, &resource.body, "", (recent, after), &mut paths);
            paths.retain(|(path, _)| !is_ignored(&resource.body, path));
            if !paths.is_empty() {
                found.push((key.clone(), *resource, paths));
            }
        }
    }
    found
}

/// The paths of a body whose values change with another resource.
fn followed(
    place: Place<'_>,
    body: &Body,
    above: &str,
    (recent, after): (&BTreeMap<Key, Changing>, &Resources<'_>),
    paths: &mut Vec<Followed>,
) {
    for item in &body.items {
        if is_meta(above, &item.key) {
            continue;
        }
        let path = || if above.is_empty() { item.key.to_string() } else { format!("{above}.{}", item.key) };
        match &item.content {
            Content::Block(inner) => followed(place, inner, &path(), (recent, after), paths),
            Content::Attribute(value) => {
                if let Some((of, replaced)) = source(place, value, recent, after) {
                    let cause = if replaced { Cause::Follows } else { Cause::Changes };
                    paths.push((path(), cause(path(), of)));
                }
            }
        }
    }
}

/// The resource that a value changes with, and whether the value is only known after that is created anew.
fn source(
    place: Place<'_>,
    value: &Value,
    recent: &BTreeMap<Key, Changing>,
    after: &Resources<'_>,
) -> Option<(String, bool)> {
    let mut found = None;
    value.walk(&mut |value| {
        if found.is_some() {
            return;
        }
        match value {
            Value::Local(_) => {
                let behind = place.behind(value);
                if !matches!(behind, Value::Local(_)) {
                    found = source(place, behind, recent, after);
                }
            }
            Value::Reference(reference) => found = referred(place, reference, recent, after),
            _ => {}
        }
    });
    found
}

/// The same for a reference.
fn referred(
    place: Place<'_>,
    reference: &Reference,
    recent: &BTreeMap<Key, Changing>,
    after: &Resources<'_>,
) -> Option<(String, bool)> {
    let stack = place.target(reference)?;
    let key = (stack.key.to_string(), reference.address.to_string());
    let changing = recent.get(&key)?;
    if after.get(&key).is_some_and(|(_, it)| it.body.get(&reference.attribute).is_some()) {
        // What is configured is known before.
        return changing.paths.contains(reference.attribute.as_str()).then_some((key.1, false));
    }
    let named = stack.id != place.stack.id && matches!(reference.attribute.as_str(), "arn" | "name");
    (changing.replaced && !named).then_some((key.1, true))
}
