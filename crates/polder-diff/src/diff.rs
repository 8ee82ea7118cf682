//! The difference between two graphs.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Body, Cloud, Mode, Resource, StackId, Value};

use crate::change::{Action, Change};
use crate::changed::{Key, Resources, changed};
use crate::compare::{Place, differing, is_ignored};
use crate::follow::follow;

/// What Terraform would do to get from one graph to another: replaced and destroyed resources first, those that hold data before
/// all others, then by stack and address.
///
/// A resource is replaced if the provider cannot change an attribute that differs, or one that refers to a value that another change
/// gives, or to what is only known after a replaced resource is created anew; another attribute that refers to it is changed. The
/// latter is not pursued into other stacks where the value is composed of names.
pub fn diff(old: &Cloud, new: &Cloud) -> Vec<Change> {
    let after = resources(new);
    let before = moved(resources(old), new);
    let protected = protected(&[&before, &after]);
    let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
    // Most stacks of an edit are as they were, and so are their bodies.
    let mut alike: BTreeMap<StackId, bool> = BTreeMap::new();
    for (key, (place, resource)) in &before {
        let change = match after.get(key) {
            None => Some((Action::Destroy, BTreeSet::new())),
            Some((other, found)) => {
                let alike = *alike.entry(place.stack.id).or_insert_with(|| place.is_like(*other));
                if alike && resource.body == found.body {
                    continue;
                }
                let paths = paths((*place, resource), (*other, found));
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

/// What Terraform changes of a resource.
fn paths(old: (Place<'_>, &Resource), new: (Place<'_>, &Resource)) -> BTreeSet<String> {
    let mut paths = differing(&new.1.address.kind, (old.0, &old.1.body), (new.0, &new.1.body));
    if retagged(old, new) {
        paths.insert(ALL_TAGS.to_owned());
    }
    paths.retain(|path| !is_ignored(&new.1.body, path));
    paths
}

/// The attribute with the tags of a resource and those that the provider adds.
const ALL_TAGS: &str = "tags_all";

/// Whether the tags differ that the provider adds to a resource.
fn retagged(old: (Place<'_>, &Resource), new: (Place<'_>, &Resource)) -> bool {
    let takes = |(place, resource): (Place<'_>, &Resource)| {
        let block = (place.cloud.provider.schema)().block(Mode::Managed, &resource.address.kind);
        let own = resource.body.blocks("override_provider").count() > 0;
        !own && block.is_some_and(|block| block.attribute(ALL_TAGS).is_some())
    };
    old.0.local("tags") != new.0.local("tags") && takes(old) && takes(new)
}

/// The resources at the addresses to which `moved` blocks bring them. A resource that has the address already stays there, and
/// Terraform leaves the other one at its old address.
fn moved<'a>(mut resources: Resources<'a>, new: &Cloud) -> Resources<'a> {
    for stack in &new.stacks {
        let key = stack.key.to_string();
        for it in &stack.moves {
            let (from, to) = ((key.clone(), it.from.to_string()), (key.clone(), it.to.to_string()));
            if !resources.contains_key(&to)
                && let Some(resource) = resources.remove(&from)
            {
                resources.insert(to, resource);
            }
        }
    }
    resources
}

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
