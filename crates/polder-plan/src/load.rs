//! The resources of one document, with their values, in their modules. References are not followed yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polder_cloud::schema::Schema;
use polder_cloud::{Address, Body, Instance, InstanceKey, Mode, ModuleCall};

use crate::address;
use crate::configuration::{Call, ModuleConfig, ResourceConfig};
use crate::document::{Opened, located};
use crate::error::Problem;
use crate::limits::{Limits, MODULE_DEPTH_MAX};
use crate::marks::Marks;
use crate::shape::Shape;
use crate::text::Text;
use crate::values;
use crate::wire::{Module, Resource, ResourceChange, Wire};

/// A document whose resources have been read.
#[derive(Debug)]
pub(crate) struct Loaded<'w> {
    pub(crate) wire: &'w Wire<'w>,
    pub(crate) scopes: Vec<Scope<'w>>,
    pub(crate) groups: Vec<Group<'w>>,
    pub(crate) entries: Vec<Entry<'w>>,
}

/// An instance of a module; the first is the root module.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'w> {
    /// The calls that lead to it.
    pub(crate) path: Vec<ModuleCall>,
    /// The instance that calls it, and how; `None` for the root module.
    pub(crate) caller: Option<(usize, Option<&'w Call<'w>>)>,
    /// Its configuration, where the document has one.
    pub(crate) config: Option<&'w ModuleConfig<'w>>,
    /// The instances of the modules that it calls.
    pub(crate) children: BTreeMap<ModuleCall, usize>,
    /// Its resources.
    pub(crate) groups: BTreeMap<GroupKey<'w>, usize>,
}

/// The identity of a resource in its module.
pub(crate) type GroupKey<'w> = (Mode, &'w str, &'w str);

/// All instances of a resource in one instance of its module.
#[derive(Debug)]
pub(crate) struct Group<'w> {
    pub(crate) mode: Mode,
    pub(crate) kind: &'w str,
    /// The address without a key: all instances.
    pub(crate) whole: Arc<Address>,
    /// The instances by their keys.
    pub(crate) members: BTreeMap<Option<InstanceKey>, usize>,
    pub(crate) config: Option<&'w ResourceConfig<'w>>,
}

/// An instance of a resource.
#[derive(Debug)]
pub(crate) struct Entry<'w> {
    pub(crate) address: Arc<Address>,
    pub(crate) scope: usize,
    pub(crate) group: usize,
    pub(crate) body: Body,
    pub(crate) wire: &'w Resource<'w>,
}

/// Reads the resources of a document. `count` is the number read before.
pub(crate) fn load<'w>(
    opened: &'w Opened<'w>,
    schema: &'w Schema,
    limits: &Limits,
    count: &mut usize,
) -> Result<Loaded<'w>, Problem> {
    let wire = &opened.wire;
    let root = Scope {
        path: vec![],
        caller: None,
        config: wire.configuration.as_ref().and_then(|it| it.root_module.as_ref()),
        children: BTreeMap::new(),
        groups: BTreeMap::new(),
    };
    let loaded = Loaded { wire, scopes: vec![root], groups: vec![], entries: vec![] };
    let mut changes = BTreeMap::new();
    let all = wire.resource_changes.as_deref().unwrap_or_default();
    for change in all.iter().filter(|change| change.deposed.is_none()) {
        if changes.insert(&*change.address, change).is_some() {
            return Err(Problem::TwiceThere(change.address.to_string()));
        }
    }
    let moved = all.iter().filter_map(|it| it.previous_address.as_deref());
    let moved = moved.filter(|address| !changes.contains_key(address)).collect();
    let mut loader =
        Loader { text: opened.text, schema, changes, moved, loaded, count, most: limits.resources };
    let present = wire.planned_values.as_ref().or(wire.values.as_ref());
    if let Some(root) = present.and_then(|values| values.root_module.as_ref()) {
        loader.module(root, 0, Part::Present)?;
    }
    // Data sources that are read before the plan are only here, and so are resources that the plan excludes.
    let prior = wire.planned_values.as_ref().and(wire.prior_state.as_ref());
    let prior = prior.and_then(|state| state.values.as_ref()?.root_module.as_ref());
    if let Some(root) = prior {
        loader.module(root, 0, Part::Prior)?;
    }
    Ok(loader.loaded)
}

/// The part of a document that resources are read from.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// The planned values, or the values of a state.
    Present,
    /// The values before the plan.
    Prior,
}

struct Loader<'w, 'c> {
    text: &'w str,
    schema: &'w Schema,
    changes: BTreeMap<&'w str, &'w ResourceChange<'w>>,
    /// Addresses that resources had before the plan.
    moved: BTreeSet<&'w str>,
    loaded: Loaded<'w>,
    count: &'c mut usize,
    most: usize,
}

impl<'w> Loader<'w, '_> {
    /// Reads a module and its children. The parser's depth limit has been applied to all of them.
    fn module(&mut self, module: &'w Module<'w>, parent: usize, part: Part) -> Result<(), Problem> {
        let scope = self.enter(module.address.as_deref().unwrap_or_default(), parent)?;
        let configs: BTreeMap<GroupKey<'w>, &'w ResourceConfig<'w>> =
            self.loaded.scopes[scope].config.map(resources).unwrap_or_default();
        for resource in module.resources.as_deref().unwrap_or_default() {
            self.resource(resource, scope, &configs, part)?;
        }
        // Terraform writes modules in no order.
        let mut children: Vec<&Module<'_>> = module.child_modules.iter().flatten().collect();
        children.sort_by_cached_key(|child| address::modules(child.address.as_deref().unwrap_or_default()));
        for child in children {
            let inside = child.address.as_deref().unwrap_or_default();
            if inside.len() <= module.address.as_deref().unwrap_or_default().len() {
                return Err(Problem::Address(inside.to_owned()));
            }
            self.module(child, scope, part)?;
        }
        Ok(())
    }

    /// The scope of a module inside another, or that one itself.
    fn enter(&mut self, address: &str, parent: usize) -> Result<usize, Problem> {
        let wrong = || Problem::Address(address.to_owned());
        let path = address::modules(address).ok_or_else(wrong)?;
        if path.len() > MODULE_DEPTH_MAX {
            return Err(Problem::TooDeep);
        }
        let outer = self.loaded.scopes[parent].path.len();
        if path.get(..outer) != Some(&*self.loaded.scopes[parent].path) {
            return Err(wrong());
        }
        Ok(path[outer..].iter().fold(parent, |scope, call| enter(&mut self.loaded.scopes, scope, call)))
    }

    fn resource(
        &mut self,
        resource: &'w Resource<'w>,
        scope: usize,
        configs: &BTreeMap<GroupKey<'w>, &'w ResourceConfig<'w>>,
        part: Part,
    ) -> Result<(), Problem> {
        let key: GroupKey<'w> = (resource.mode, &resource.kind, &resource.name);
        let config = configs.get(&key).copied();
        let removed = self.changes.get(&*resource.address).is_some_and(|change| change.removes());
        if removed || resource.deposed_key.is_some() {
            return Ok(());
        }
        if part == Part::Prior {
            let configured = config.is_some() || self.loaded.wire.configuration.is_none();
            let gone = resource.mode == Mode::Data && !configured;
            if gone || self.moved.contains(&*resource.address) {
                return Ok(());
            }
        }
        let group = self.group(scope, key, config);
        if self.loaded.groups[group].members.contains_key(&resource.index) {
            let twice = part == Part::Present;
            return if twice { Err(Problem::TwiceThere(resource.address.to_string())) } else { Ok(()) };
        }
        *self.count += 1;
        if *self.count > self.most {
            return Err(Problem::TooManyResources(self.most));
        }
        let address = address(resource, &self.loaded.scopes[scope].path, resource.index.clone());
        let body = self.body(resource, config, part)?;
        self.loaded.groups[group].members.insert(resource.index.clone(), self.loaded.entries.len());
        self.loaded.entries.push(Entry { address: Arc::new(address), scope, group, body, wire: resource });
        Ok(())
    }

    fn group(&mut self, scope: usize, key: GroupKey<'w>, config: Option<&'w ResourceConfig<'w>>) -> usize {
        let next = self.loaded.groups.len();
        let Scope { groups, path, .. } = &mut self.loaded.scopes[scope];
        let group = *groups.entry(key).or_insert(next);
        if group == next {
            let (mode, kind, name) = key;
            let instance = instance(path, None);
            let whole = Arc::new(Address { mode, kind: kind.into(), name: name.into(), instance });
            self.loaded.groups.push(Group { mode, kind, whole, members: BTreeMap::new(), config });
        }
        group
    }

    fn body(
        &self,
        resource: &'w Resource<'w>,
        config: Option<&'w ResourceConfig<'w>>,
        part: Part,
    ) -> Result<Body, Problem> {
        let wrong = |raw: Option<&'w serde_json::value::RawValue>| {
            move |error: serde_json::Error| {
                located(self.text, raw.map_or(self.text, serde_json::value::RawValue::get), &error)
            }
        };
        let change = self.changes.get(&*resource.address).filter(|_| part == Part::Present);
        let unknown = change.and_then(|change| change.change.after_unknown);
        let unknown_marks = Marks::read(unknown).map_err(wrong(unknown))?;
        let sensitive = Marks::read(resource.sensitive_values).map_err(wrong(resource.sensitive_values))?;
        let shape = match self.schema.block(resource.mode, &resource.kind) {
            Some(block) => Shape::Schema(self.schema, block),
            None => config
                .and_then(|config| config.expressions.as_ref())
                .map_or(Shape::Attributes, |fields| Shape::Configured(vec![fields])),
        };
        values::body(resource.values, &shape, &unknown_marks, &sensitive).map_err(wrong(resource.values))
    }
}

/// The resources of a configuration.
fn resources<'w>(config: &'w ModuleConfig<'w>) -> BTreeMap<GroupKey<'w>, &'w ResourceConfig<'w>> {
    let all = config.resources.as_deref().unwrap_or_default().iter();
    all.filter_map(|it| Some(((it.mode?, &*it.kind, &*it.name), it))).collect()
}

/// The instance of a module that another calls.
pub(crate) fn enter(scopes: &mut Vec<Scope<'_>>, from: usize, call: &ModuleCall) -> usize {
    if let Some(known) = scopes[from].children.get(call) {
        return *known;
    }
    let next = scopes.len();
    let parent = &mut scopes[from];
    parent.children.insert(call.clone(), next);
    let mut path = parent.path.clone();
    path.push(call.clone());
    let by = parent.config.and_then(|it| it.module_calls.as_ref()?.get(call.name.as_str()));
    let config = by.and_then(|call| call.module.as_ref());
    let (children, groups) = (BTreeMap::new(), BTreeMap::new());
    scopes.push(Scope { path, caller: Some((from, by)), config, children, groups });
    next
}

fn address(resource: &Resource<'_>, path: &[ModuleCall], key: Option<InstanceKey>) -> Address {
    let text = |text: &Text<'_>| (**text).into();
    let (kind, name) = (text(&resource.kind), text(&resource.name));
    Address { mode: resource.mode, kind, name, instance: instance(path, key) }
}

/// `None` for a resource that exists once in the root module.
pub(crate) fn instance(path: &[ModuleCall], key: Option<InstanceKey>) -> Option<Arc<Instance>> {
    let plain = path.is_empty() && key.is_none();
    (!plain).then(|| Arc::new(Instance { modules: path.to_vec(), key }))
}
