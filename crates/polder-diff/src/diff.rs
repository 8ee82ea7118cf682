//! The difference between two graphs.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Cloud, Content, Resource, Value};

use crate::change::{Action, Cause, Change};
use crate::compare::{Place, differing};
use crate::forces::{Forces, forces};

/// A resource by the path of its stack and its address.
type Key = (String, String);

/// What Terraform would do to get from one graph to another: replaced and destroyed resources first, those that hold data before
/// all others, then by stack and address.
///
/// A resource is replaced if the provider cannot change an attribute that differs, or one that refers to what is only known after a
/// replaced resource is created anew. That is not pursued into other stacks where the value is composed of names, and not
/// through templates.
pub fn diff(old: &Cloud, new: &Cloud) -> Vec<Change> {
    let (before, after) = (resources(old), resources(new));
    let protected = protected(&[&before, &after]);
    let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
    for (key, (place, resource)) in &before {
        let change = match after.get(key) {
            None => Some((Action::Destroy, BTreeSet::new())),
            Some((other, found)) => {
                let paths = differing((*place, &resource.body), (*other, &found.body));
                (!paths.is_empty()).then_some((Action::Update, paths))
            }
        };
        if let Some((action, paths)) = change {
            changes.insert(key.clone(), changed(key, resource, action, paths, &protected));
        }
    }
    for (key, (_, resource)) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        changes.insert(key.clone(), changed(key, resource, Action::Create, BTreeSet::new(), &protected));
    }
    follow(&after, &before, &mut changes, &protected);
    let mut changes: Vec<Change> = changes.into_values().collect();
    changes.sort_by(|one, other| {
        let rank = |it: &Change| (it.action > Action::Destroy, !it.stateful, it.action);
        rank(one)
            .cmp(&rank(other))
            .then_with(|| (&one.stack, &one.address).cmp(&(&other.stack, &other.address)))
    });
    changes
}

type Resources<'a> = BTreeMap<Key, (Place<'a>, &'a Resource)>;

fn resources(cloud: &Cloud) -> Resources<'_> {
    let mut all = BTreeMap::new();
    for stack in &cloud.stacks {
        let path = stack.key.to_string();
        for resource in stack.managed() {
            all.insert((path.clone(), resource.address.to_string()), (Place { cloud, stack }, resource));
        }
    }
    all
}

/// The types of resources that are protected from being destroyed.
fn protected<'a>(all: &[&Resources<'a>]) -> BTreeSet<&'a str> {
    let is = |body: &Body| {
        body.blocks("lifecycle").any(|it| it.get("prevent_destroy") == Some(&Value::Bool(true)))
    };
    let resources = all.iter().flat_map(|all| all.values());
    resources.filter(|(_, it)| is(&it.body)).map(|(_, it)| it.address.kind.as_str()).collect()
}

fn changed(
    (stack, address): &Key,
    resource: &Resource,
    action: Action,
    paths: BTreeSet<String>,
    protected: &BTreeSet<&str>,
) -> Change {
    let kind = resource.address.kind.as_str();
    let causes: Vec<Cause> = paths
        .iter()
        .filter_map(|path| match forces(kind, path) {
            Forces::Yes => Some(Cause::Attribute(path.clone())),
            Forces::Unknown => Some(Cause::Unknown(path.clone())),
            Forces::No => None,
        })
        .collect();
    let replaced = causes.iter().any(|cause| matches!(cause, Cause::Attribute(_)));
    Change {
        stack: stack.clone(),
        address: address.clone(),
        action: if replaced { Action::Replace } else { action },
        stateful: protected.contains(kind),
        attributes: paths.into_iter().collect(),
        causes,
    }
}

/// Adds the replacements that follow from replacements, until there are no more. Each round replaces at least one resource.
fn follow(
    after: &Resources<'_>,
    before: &Resources<'_>,
    changes: &mut BTreeMap<Key, Change>,
    protected: &BTreeSet<&str>,
) {
    loop {
        let replaced: BTreeSet<&Key> =
            changes.iter().filter(|(_, it)| it.action == Action::Replace).map(|(key, _)| key).collect();
        let mut next: Vec<(Key, Cause)> = vec![];
        for (key, (place, resource)) in after {
            if replaced.contains(key) || !before.contains_key(key) {
                continue;
            }
            for item in &resource.body.items {
                let Content::Attribute(value) = &item.content else { continue };
                if forces(&resource.address.kind, &item.key) != Forces::Yes {
                    continue;
                }
                if let Some(of) = unknown(*place, value, &replaced, after) {
                    next.push((key.clone(), Cause::Follows(item.key.to_string(), of)));
                    break;
                }
            }
        }
        if next.is_empty() {
            return;
        }
        for (key, cause) in next {
            let Some((_, resource)) = after.get(&key) else { continue };
            let change = changes
                .entry(key.clone())
                .or_insert_with(|| changed(&key, resource, Action::Replace, BTreeSet::new(), protected));
            change.action = Action::Replace;
            change.causes.push(cause);
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
    match place.behind(value) {
        Value::Reference(reference) => {
            let stack = place.target(reference)?;
            let key = (stack.key.to_string(), reference.address.to_string());
            // What is configured is known before.
            let known = after.get(&key).is_some_and(|(_, it)| it.body.get(&reference.attribute).is_some());
            let own = stack.id == place.stack.id;
            let named = !own && matches!(reference.attribute.as_str(), "arn" | "name");
            (replaced.contains(&key) && !known && !named).then_some(key.1)
        }
        Value::List(values) => values.iter().find_map(|value| unknown(place, value, replaced, after)),
        _ => None,
    }
}
