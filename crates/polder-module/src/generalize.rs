//! One module out of the stacks of a kind.
//!
//! Resources correspond by address, attributes by name, elements and blocks by similarity. Where the stacks differ, a
//! root passes the value if it can; what only some stacks have is conditional. The result is lossless:
//! [`crate::instance`] yields each stack again.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_cloud::{Address, Links, Reference, Resource as Written, SmolStr, Stack, Target, Value};

use crate::expression::{Access, Condition, Expression};
use crate::location::{ConditionContext, Location, PathStep};
use crate::module::{Asset, File, Output, Resource};
use crate::module_stacks::{ModuleStacks, Variant, stacks_of};
use crate::position::Position;
use crate::registry::Registry;
use crate::set::Set;
use crate::vocabulary::Vocabulary;

/// The context of generalizing.
pub(crate) struct Generalizer<'a> {
    /// The stacks.
    pub(crate) module_stacks: &'a ModuleStacks<'a>,
    /// The provider's vocabulary.
    pub(crate) vocabulary: &'a dyn Vocabulary,
    /// The variables so far.
    pub(crate) registry: Registry,
    /// Which stacks have each resource.
    pub(crate) presence: BTreeMap<Arc<Address>, Set>,
    /// The additional files so far.
    pub(crate) assets: Vec<Asset>,
    /// The current resource.
    pub(crate) resource: Option<Arc<Address>>,
    /// The current path.
    pub(crate) path: Vec<PathStep>,
}

/// A resource of all stacks that have it.
struct Gathered<'a> {
    address: Arc<Address>,
    /// Its bodies, each with the stacks that share it.
    bodies: Vec<Variant<'a, polder_cloud::Body>>,
    /// The name of its file.
    file: &'static str,
}

/// Files, resources and outputs of a module.
pub(crate) struct Parts {
    /// Its files.
    pub(crate) files: Vec<File>,
    /// Its resources.
    pub(crate) resources: Vec<Resource>,
    /// Its outputs.
    pub(crate) outputs: Vec<Output>,
}

impl<'a> Generalizer<'a> {
    /// With nothing generalized yet.
    pub(crate) fn new(
        module_stacks: &'a ModuleStacks<'a>,
        vocabulary: &'a dyn Vocabulary,
    ) -> Generalizer<'a> {
        Generalizer {
            module_stacks,
            vocabulary,
            registry: Registry::new(module_stacks),
            presence: BTreeMap::new(),
            assets: vec![],
            resource: None,
            path: vec![],
        }
    }

    /// Files, resources and outputs of the module.
    pub(crate) fn parts(&mut self, links: &Links) -> Parts {
        let gathered = gather(self.module_stacks);
        for resource in &gathered {
            self.presence.insert(Arc::clone(&resource.address), stacks_of(&resource.bodies));
        }
        let files = files(self.module_stacks);
        let place = |name: &str| files.iter().position(|file| file.name == name).unwrap_or(0);
        let resources = gathered.into_iter().map(|it| self.resource_of(&it, place(it.file))).collect();
        let outputs = self.outputs(links);
        Parts { files, resources, outputs }
    }

    fn resource_of(&mut self, gathered: &Gathered<'_>, file: usize) -> Resource {
        let address = Arc::clone(&gathered.address);
        let stacks = self.presence.get(&address).cloned().unwrap_or_default();
        self.resource = Some(Arc::clone(&address));
        let all = self.module_stacks.all.clone();
        let when = (stacks != all).then(|| self.condition_called("create", &stacks, &all, vec![]));
        let body = self.body(&gathered.bodies, &stacks, Position::Resource);
        self.resource = None;
        Resource { address, when, body, file, stacks }
    }

    /// The condition for some stacks of a universe, which have these values.
    pub(crate) fn condition(&mut self, stacks: &Set, universe: &Set, values: Vec<&Value>) -> Condition {
        self.condition_called("with", stacks, universe, values)
    }

    fn condition_called(
        &mut self,
        word: &str,
        stacks: &Set,
        universe: &Set,
        values: Vec<&Value>,
    ) -> Condition {
        let about = ConditionContext { location: &self.location(), values };
        self.registry.condition(stacks, universe, word, &about)
    }

    /// The current location in the module.
    pub(crate) fn location(&self) -> Location {
        Location { resource: self.resource.clone(), path: self.path.clone() }
    }

    /// The outputs: those for users, and those that other stacks read.
    fn outputs(&mut self, links: &Links) -> Vec<Output> {
        let mut gathered: BTreeMap<(bool, SmolStr), (Output, Vec<OutputValues>)> = BTreeMap::new();
        for (at, stack) in self.module_stacks.stacks.iter().enumerate() {
            let profile = self.module_stacks.profile(at);
            for output in &stack.outputs {
                let (_, values) = gathered.entry((false, output.name.clone())).or_insert_with(|| {
                    (named(output.name.clone(), output.description.clone(), output.sensitive), vec![])
                });
                values.push(OutputValues { stacks: Set::of(at), profile, value: output.value.clone() });
            }
            for (name, (address, attribute)) in links.exports.get(stack.id.index()).into_iter().flatten() {
                let (_, values) = gathered.entry((true, name.into())).or_insert_with(|| {
                    let words = self.vocabulary.attribute(address, attribute);
                    (named(name.into(), format!("{words}.").into(), false), vec![])
                });
                exported(values, at, profile, address, attribute);
            }
        }
        gathered.into_values().map(|(output, values)| self.output(output, &values)).collect()
    }

    fn output(&mut self, output: Output, values: &[OutputValues]) -> Output {
        let variants: Vec<Variant<'_, Value>> = values
            .iter()
            .map(|said| Variant { item: &said.value, profile: said.profile, stacks: said.stacks.clone() })
            .collect();
        let stacks = stacks_of(&variants);
        self.path.push(PathStep::Key(output.name.clone()));
        let value = self.value(variants, &stacks);
        let value = self.or_null_outside(value, &stacks);
        self.path.pop();
        Output { value, stacks, ..output }
    }

    /// The value of an output, which Terraform evaluates for all stacks.
    fn or_null_outside(&mut self, value: Expression, stacks: &Set) -> Expression {
        let mut counted = false;
        value.walk(&mut |inner| {
            counted |= matches!(inner, Expression::Resource(it) if it.access == Access::First);
        });
        match value {
            Expression::Resource(mut it) if counted => {
                it.access = Access::One;
                Expression::Resource(it)
            }
            value if counted && *stacks != self.module_stacks.all => {
                let all = self.module_stacks.all.clone();
                let condition = self.condition(stacks, &all, vec![]);
                Expression::choice(condition, value, Expression::Null)
            }
            value => value,
        }
    }
}

/// The resources of all stacks, each once, in an order that keeps that of every stack.
fn gather<'a>(module_stacks: &ModuleStacks<'a>) -> Vec<Gathered<'a>> {
    let mut known: BTreeMap<Arc<Address>, usize> = BTreeMap::new();
    let mut gathered: Vec<Gathered<'a>> = vec![];
    let mut order: Vec<usize> = vec![];
    let mut shapes = Shapes::default();
    let mut by_shape: Vec<Vec<usize>> = vec![];
    for (at, stack) in module_stacks.stacks.iter().enumerate() {
        let shape = shapes.of(&stack.resources);
        if shape == by_shape.len() {
            by_shape.push(places(stack, &mut known, &mut gathered, &mut order));
        }
        let profile = module_stacks.profile(at);
        for (resource, place) in stack.resources.iter().zip(&by_shape[shape]) {
            let bodies = &mut gathered[*place].bodies;
            let same = |it: &Variant<'a, _>| std::ptr::eq(it.item, &*resource.body) && it.profile == profile;
            match bodies.iter().rposition(same) {
                Some(same) => bodies[same].stacks.insert(at),
                None => bodies.push(Variant { item: &*resource.body, profile, stacks: Set::of(at) }),
            }
        }
    }
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, index)| places[*index] = place);
    let mut sorted: Vec<(usize, Gathered<'a>)> = places.into_iter().zip(gathered).collect();
    sorted.sort_by_key(|(place, _)| *place);
    sorted.into_iter().map(|(_, resource)| resource).collect()
}

/// For each resource of a stack, its index among those gathered.
fn places<'a>(
    stack: &'a Stack,
    known: &mut BTreeMap<Arc<Address>, usize>,
    gathered: &mut Vec<Gathered<'a>>,
    order: &mut Vec<usize>,
) -> Vec<usize> {
    let mut places = vec![];
    let mut next = 0;
    for resource in &stack.resources {
        let place = known.get(&resource.address).copied().unwrap_or_else(|| {
            let file = stack.files.get(resource.file).map_or("main", |file| file.name);
            gathered.push(Gathered { address: Arc::clone(&resource.address), bodies: vec![], file });
            known.insert(Arc::clone(&resource.address), gathered.len() - 1);
            order.insert(next, gathered.len() - 1);
            gathered.len() - 1
        });
        if order.get(next) != Some(&place) {
            next = order.iter().position(|index| *index == place).unwrap_or(next);
        }
        next += 1;
        places.push(place);
    }
    places
}

/// The sequences of addresses of the stacks. Most stacks have the same addresses in the same order, and share them in
/// memory.
#[derive(Default)]
pub(crate) struct Shapes<'a> {
    known: Vec<&'a [Written]>,
}

impl<'a> Shapes<'a> {
    /// The index of the sequence of these resources: a new one gets the next index.
    pub(crate) fn of(&mut self, resources: &'a [Written]) -> usize {
        self.known(resources).unwrap_or_else(|| {
            self.known.push(resources);
            self.known.len() - 1
        })
    }

    /// The number of the sequence of these resources, if it was seen.
    pub(crate) fn known(&self, resources: &[Written]) -> Option<usize> {
        let same = |known: &&[Written]| {
            known.len() == resources.len()
                && known.iter().zip(resources).all(|(one, other)| Arc::ptr_eq(&one.address, &other.address))
        };
        self.known.iter().rposition(same)
    }

    /// The resources that a sequence was first seen in.
    pub(crate) fn first(&self, shape: usize) -> &'a [Written] {
        self.known[shape]
    }
}

/// The files of all stacks, with their comments.
fn files(module_stacks: &ModuleStacks<'_>) -> Vec<File> {
    let mut files: Vec<File> = vec![];
    let mut said: Vec<Vec<&'static str>> = vec![];
    for stack in &module_stacks.stacks {
        for file in &stack.files {
            let at = files.iter().position(|known| known.name == file.name).unwrap_or_else(|| {
                files.push(File { name: file.name, comment: SmolStr::default() });
                said.push(vec![]);
                files.len() - 1
            });
            if !file.comment.is_empty() && !said[at].contains(&file.comment) {
                said[at].push(file.comment);
            }
        }
    }
    for (file, said) in files.iter_mut().zip(said) {
        file.comment = said.join("\n").into();
    }
    files
}

/// The value of an output in some stacks.
struct OutputValues {
    stacks: Set,
    profile: usize,
    value: Value,
}

/// Records that a stack exports an attribute. Adjacent stacks that export the same are merged.
fn exported(
    values: &mut Vec<OutputValues>,
    stack: usize,
    profile: usize,
    address: &Arc<Address>,
    attribute: &SmolStr,
) {
    if let Some(OutputValues { stacks, value: Value::Reference(last), .. }) = values.last_mut()
        && last.address == *address
    {
        stacks.insert(stack);
        return;
    }
    let (address, attribute) = (Arc::clone(address), attribute.clone());
    let value = Value::Reference(Box::new(Reference { target: Target::Own, address, attribute }));
    values.push(OutputValues { stacks: Set::of(stack), profile, value });
}

/// An output without its value yet.
fn named(name: SmolStr, description: SmolStr, sensitive: bool) -> Output {
    Output { name, description, value: Expression::Null, sensitive, stacks: Set::default() }
}
