//! What needs what inside a stack, by a reference or by `depends_on`.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;

use crate::address::Address;
use crate::stack::{Resource, Stack};
use crate::value::Value;

/// What needs what inside a stack. Nodes are places: of resources first, then of locals.
pub(super) struct Needs<'a> {
    stack: &'a Stack,
    resources: BTreeMap<&'a Address, usize>,
    /// The same by the words that `depends_on` has for them.
    words: BTreeMap<String, usize>,
    locals: BTreeMap<&'a str, usize>,
    graph: DiGraph<(), ()>,
}

impl<'a> Needs<'a> {
    /// What the resources and locals of a stack need.
    pub(super) fn of(stack: &'a Stack) -> Needs<'a> {
        let resources = stack.resources.iter().map(|it| &it.address).zip(0..);
        let words = stack.resources.iter().map(|it| it.address.to_string()).zip(0..);
        let locals = stack.locals.iter().map(|it| it.name.as_ref()).zip(stack.resources.len()..);
        let (resources, words, locals) = (resources.collect(), words.collect(), locals.collect());
        let mut needs = Needs { stack, resources, words, locals, graph: DiGraph::new() };
        for _ in 0..stack.resources.len() + stack.locals.len() {
            needs.graph.add_node(());
        }
        for (from, resource) in stack.resources.iter().enumerate() {
            resource.body.walk(&mut |value| needs.note(from, value));
        }
        for (from, local) in (stack.resources.len()..).zip(&stack.locals) {
            local.value.walk(&mut |value| needs.note(from, value));
        }
        needs
    }

    /// All resources that the resource at `place` needs, directly or through others, itself among them.
    pub(super) fn all(&self, place: usize) -> Vec<&'a Resource> {
        let mut search = Dfs::new(&self.graph, NodeIndex::new(place));
        let found = std::iter::from_fn(|| search.next(&self.graph));
        found.filter_map(|node| self.stack.resources.get(node.index())).collect()
    }

    /// Groups of resources and locals that need each other, by name.
    pub(super) fn circles(&self) -> Vec<Vec<String>> {
        let mut circles = vec![];
        for mut group in tarjan_scc(&self.graph) {
            let own = group.first().is_some_and(|only| self.graph.contains_edge(*only, *only));
            if group.len() > 1 || own {
                group.sort_unstable();
                circles.push(group.iter().map(|node| self.name(node.index())).collect());
            }
        }
        circles
    }

    fn note(&mut self, from: usize, value: &Value) {
        let to = match value {
            Value::Reference(reference) if reference.stack == self.stack.id => {
                self.resources.get(&reference.address)
            }
            Value::Local(name) => self.locals.get(name.as_ref()),
            Value::Keyword(word) => self.words.get(*word),
            _ => None,
        };
        if let Some(to) = to {
            self.graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
        }
    }

    fn name(&self, place: usize) -> String {
        let resources = &self.stack.resources;
        let local = place.checked_sub(resources.len()).and_then(|place| self.stack.locals.get(place));
        match (resources.get(place), local) {
            (Some(resource), _) => format!("`{}`", resource.address),
            (None, Some(local)) => format!("`local.{}`", local.name),
            (None, None) => String::new(),
        }
    }
}
