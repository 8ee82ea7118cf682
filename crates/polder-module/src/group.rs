//! Which stacks share a module.
//!
//! Stacks of one layer and one kind of scope do, if they are similar: **a stack joins the first module of its kind that
//! holds at least half of its resources**, and only if arguments without conditions (`lifecycle`) are the same in both.
//! If the merged resources would form a cycle, which no single stack has, the stacks are separated again.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::sync::Arc;

use petgraph::algo::is_cyclic_directed;
use petgraph::graphmap::DiGraphMap;
use polder_cloud::{
    Address, Body, Cloud, Content, Layer, Links, Move, SmolStr, Stack, StackId, StackScope, parallel,
};

use crate::generalize::{Generalizer, Parts, Shapes};
use crate::module::{Caller, Module, Modules};
use crate::module_stacks::ModuleStacks;
use crate::vocabulary::Vocabulary;
use crate::{Expression, uses, variable};

/// Makes modules of the stacks of a cloud.
pub fn generalize(cloud: &Cloud, links: &Links, vocabulary: &dyn Vocabulary) -> Modules {
    let groups = groups(cloud);
    let made = parallel::each(groups.len(), |at| {
        groups.get(at).map(|group| whole(links, vocabulary, &group.stacks)).unwrap_or_default()
    });
    let mut list: Vec<Module> = made.into_iter().flatten().collect();
    name(cloud, &mut list);
    list.sort_by(|one, other| one.name.cmp(&other.name));
    let mut callers = vec![Caller { module: 0, number: 0 }; cloud.stacks.len()];
    for (module, made) in list.iter().enumerate() {
        for (number, stack) in made.stacks.iter().enumerate() {
            callers[stack.index()] = Caller { module, number };
        }
    }
    Modules { list, callers }
}

/// Stacks that will share a module.
struct Group<'a> {
    stacks: Vec<&'a Stack>,
    shapes: Shapes<'a>,
    /// For each resource, its arguments without conditions.
    fixed: BTreeMap<Arc<Address>, Option<&'a Body>>,
}

/// The groups, in the order of their first stacks.
fn groups(cloud: &Cloud) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = vec![];
    for stack in &cloud.stacks {
        let joined = groups.iter_mut().find_map(|group| {
            let kin = group.stacks.first().is_some_and(|first| first.is_peer_of(stack));
            (kin && group.takes(stack)).then_some(group)
        });
        if let Some(group) = joined {
            group.add(stack);
        } else {
            let mut group = Group { stacks: vec![], shapes: Shapes::default(), fixed: BTreeMap::new() };
            group.add(stack);
            groups.push(group);
        }
    }
    groups
}

impl<'a> Group<'a> {
    /// Whether a stack is similar to those of the group.
    fn takes(&self, stack: &'a Stack) -> bool {
        if let Some(shape) = self.shapes.known(&stack.resources) {
            let pairs = self.shapes.first(shape).iter().zip(&stack.resources);
            return pairs.into_iter().all(|(one, other)| {
                Arc::ptr_eq(&one.body, &other.body) || same(lifecycle(&one.body), lifecycle(&other.body))
            });
        }
        let mut known = 0;
        for resource in &stack.resources {
            if let Some(fixed) = self.fixed.get(&resource.address) {
                known += 1;
                if !same(*fixed, lifecycle(&resource.body)) {
                    return false;
                }
            }
        }
        known * 2 >= stack.resources.len()
    }

    fn add(&mut self, stack: &'a Stack) {
        if self.shapes.known(&stack.resources).is_none() {
            self.shapes.of(&stack.resources);
            for resource in &stack.resources {
                self.fixed.entry(Arc::clone(&resource.address)).or_insert_with(|| lifecycle(&resource.body));
            }
        }
        self.stacks.push(stack);
    }
}

fn lifecycle(body: &Body) -> Option<&Body> {
    body.items.iter().find_map(|item| match &item.content {
        Content::Block(inner) if item.key == "lifecycle" => Some(inner),
        Content::Block(_) | Content::Attribute(_) => None,
    })
}

/// Whether two bodies are equal, apart from comments and source lines.
fn same(one: Option<&Body>, other: Option<&Body>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.items.len() == other.items.len()
                && one.items.iter().zip(&other.items).all(|(one, other)| {
                    one.key == other.key
                        && match (&one.content, &other.content) {
                            (Content::Attribute(one), Content::Attribute(other)) => one == other,
                            (Content::Block(one), Content::Block(other)) => same(Some(one), Some(other)),
                            _ => false,
                        }
                })
        }
        (None, None) => true,
        _ => false,
    }
}

/// The module of some stacks. More than one if they cannot share one after all.
fn whole(links: &Links, vocabulary: &dyn Vocabulary, stacks: &[&Stack]) -> Vec<Module> {
    let module = module(links, vocabulary, stacks);
    if stacks.len() == 1 || !is_circular(&module) {
        return vec![module];
    }
    let mut shapes = Shapes::default();
    let mut apart: BTreeMap<usize, Vec<&Stack>> = BTreeMap::new();
    for stack in stacks {
        apart.entry(shapes.of(&stack.resources)).or_default().push(stack);
    }
    if apart.len() == 1 {
        return stacks.iter().map(|stack| self::module(links, vocabulary, &[stack])).collect();
    }
    apart.into_values().flat_map(|stacks| whole(links, vocabulary, &stacks)).collect()
}

fn module(links: &Links, vocabulary: &dyn Vocabulary, stacks: &[&Stack]) -> Module {
    let module_stacks = ModuleStacks::new(links, stacks.to_vec());
    let mut generalizer = Generalizer::new(&module_stacks, vocabulary);
    let Parts { files, resources, outputs } = generalizer.parts(links);
    let Generalizer { registry, assets, .. } = generalizer;
    let variables = variable::finished(&module_stacks, vocabulary, registry.into_entries());
    let first = stacks.first();
    let mut module = Module {
        name: SmolStr::default(),
        layer: first.map_or(Layer::Foreign, |stack| stack.key.layer),
        purpose: first.map(|stack| stack.purpose.clone()).unwrap_or_default(),
        stacks: stacks.iter().map(|stack| stack.id).collect(),
        variables,
        files,
        resources,
        moves: moves(stacks),
        outputs,
        assets,
        uses: vec![],
        aliases: module_stacks.names_of_imports(),
    };
    module.uses = uses::of(&module, &module_stacks);
    module
}

/// The moves of all stacks. Those of a stack keep their order.
fn moves(stacks: &[&Stack]) -> Vec<Move> {
    let mut moves: Vec<Move> = vec![];
    for it in stacks.iter().flat_map(|stack| &stack.moves) {
        if !moves.contains(it) {
            moves.push(it.clone());
        }
    }
    moves
}

/// Whether references between resources of a module form a cycle.
fn is_circular(module: &Module) -> bool {
    let position: BTreeMap<&Address, usize> =
        module.resources.iter().enumerate().map(|(at, resource)| (&*resource.address, at)).collect();
    let mut graph = DiGraphMap::<usize, ()>::new();
    for (at, resource) in module.resources.iter().enumerate() {
        resource.body.walk(&mut |expression| {
            if let Expression::Resource(reference) = expression
                && let Some(needed) = position.get(&*reference.address)
            {
                graph.add_edge(*needed, at, ());
            }
        });
    }
    is_cyclic_directed(&graph)
}

/// Gives each module its name: the layer, then its scope if the layer has several scopes, then what distinguishes it
/// from other modules of that scope.
fn name(cloud: &Cloud, modules: &mut [Module]) {
    let scope = |module: &Module| first(cloud, module).map(|stack| &stack.key.scope);
    let kinds: Vec<(Layer, Option<&StackScope>)> =
        modules.iter().map(|module| (module.layer, scope(module))).collect();
    let sort = |scope: Option<&StackScope>| scope.map(discriminant);
    let names: Vec<SmolStr> = modules
        .iter()
        .enumerate()
        .map(|(at, module)| {
            let own = kinds[at];
            let several = kinds.iter().any(|other| other.0 == own.0 && sort(other.1) != sort(own.1));
            let suffix = match own.1 {
                Some(StackScope::Global) if several => "-global",
                Some(StackScope::Region(_)) if several => "-shared",
                _ => "",
            };
            let others: Vec<&Module> = modules
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .filter(|(other, _)| kinds[*other].0 == own.0 && sort(kinds[*other].1) == sort(own.1))
                .map(|(_, module)| module)
                .collect();
            let role = role(cloud, module, &others).map(|role| format!("-{role}")).unwrap_or_default();
            SmolStr::from(format!("{}{suffix}{role}", own.0.name()))
        })
        .collect();
    let mut taken: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for (module, name) in modules.iter_mut().zip(names) {
        let count = taken.entry(name.clone()).or_default();
        *count += 1;
        module.name = if *count == 1 { name } else { format!("{name}-{count}").into() };
    }
}

/// The first facet that all stacks of a module have and no stack of the other modules has; `None` if there is none.
fn role(cloud: &Cloud, module: &Module, others: &[&Module]) -> Option<String> {
    if others.is_empty() {
        return None;
    }
    let holds = |module: &Module, name: &str| {
        let stacks = module.stacks.iter().filter_map(|id| cloud.stack(*id));
        let mut facets = stacks.map(|stack| stack.facets.iter().any(|it| it.name == name && it.holds));
        let first = facets.next()?;
        facets.all(|other| other == first).then_some(first)
    };
    let facets = first(cloud, module).map(|stack| stack.facets.as_slice()).unwrap_or_default();
    let telling = facets.iter().find(|facet| {
        holds(module, facet.name) == Some(true)
            && others.iter().all(|peer| holds(peer, facet.name) == Some(false))
    });
    let name = telling?.name;
    let name = ["is_", "has_"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    Some(name.replace('_', "-"))
}

fn first<'a>(cloud: &'a Cloud, module: &Module) -> Option<&'a Stack> {
    module.stacks.first().and_then(|id: &StackId| cloud.stack(*id))
}
