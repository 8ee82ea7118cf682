//! The dependencies in a state. They have no keys and no attributes: `module.network.aws_subnet.public`.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_cloud::{Address, ModuleCall};

use crate::address::{self, ResourceName};
use crate::load::{Loaded, instance};

/// The resources of a state, by their names without keys.
#[derive(Debug, Default)]
pub(crate) struct Remembered<'w> {
    /// `None` until the first lookup.
    groups: Option<BTreeMap<ResourceName<'w>, Vec<usize>>>,
    found: BTreeMap<&'w str, Option<Arc<Address>>>,
}

impl<'w> Remembered<'w> {
    /// The target of a dependency: the only instance, or all of them. `None` if there is none any more.
    pub(crate) fn find(&mut self, text: &'w str, document: &Loaded<'w>) -> Option<Arc<Address>> {
        let groups = self.groups.get_or_insert_with(|| by_name(document));
        let find = || address::resource(text).and_then(|name| named(&name, groups, document));
        self.found.entry(text).or_insert_with(find).clone()
    }
}

fn by_name<'w>(document: &Loaded<'w>) -> BTreeMap<ResourceName<'w>, Vec<usize>> {
    let mut groups: BTreeMap<ResourceName<'w>, Vec<usize>> = BTreeMap::new();
    for scope in &document.scopes {
        for ((mode, kind, name), group) in &scope.groups {
            let name = ResourceName { modules: without_keys(&scope.path), mode: *mode, kind, name };
            groups.entry(name).or_default().push(*group);
        }
    }
    groups
}

fn named(
    name: &ResourceName<'_>,
    groups: &BTreeMap<ResourceName<'_>, Vec<usize>>,
    document: &Loaded<'_>,
) -> Option<Arc<Address>> {
    let name = ResourceName { modules: without_keys(&name.modules), ..*name };
    let groups = groups.get(&name)?;
    let mut members = groups.iter().flat_map(|group| document.groups[*group].members.values());
    let first = members.next()?;
    if members.next().is_none() {
        return Some(Arc::clone(&document.entries[*first].address));
    }
    if let [group] = groups.as_slice() {
        return Some(Arc::clone(&document.groups[*group].whole));
    }
    let instance = instance(&name.modules, None);
    Some(Arc::new(Address { mode: name.mode, kind: name.kind.into(), name: name.name.into(), instance }))
}

fn without_keys(calls: &[ModuleCall]) -> Vec<ModuleCall> {
    calls.iter().map(|call| ModuleCall { name: call.name.clone(), key: None }).collect()
}
