//! A change from the attributes that differ.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::Resource;

use crate::change::{Action, Cause, Change};
use crate::compare::Place;
use crate::forces::{Forces, forces};

/// A resource by the path of its stack and its address.
pub(crate) type Key = (String, String);

/// The managed resources of a graph.
pub(crate) type Resources<'a> = BTreeMap<Key, (Place<'a>, &'a Resource)>;

/// The change of a resource. An update is a replacement if the provider cannot change one of the attributes.
pub(crate) fn changed(
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
