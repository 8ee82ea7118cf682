//! Dependencies inside a stack, by references and `depends_on`.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;

use crate::stack::{Resource, Stack};

/// Dependencies inside a stack. Nodes are indexes: of resources first, then of locals.
pub(super) struct Needs<'a> {
    stack: &'a Stack,
    graph: DiGraph<(), ()>,
}

impl<'a> Needs<'a> {
    /// For a stack whose references will be added one by one.
    pub(super) fn new(stack: &'a Stack) -> Needs<'a> {
        let count = stack.resources.len() + stack.locals.len();
        let mut graph = DiGraph::with_capacity(count, 4 * count);
        for _ in 0..count {
            graph.add_node(());
        }
        Needs { stack, graph }
    }

    /// `from` depends on `to`.
    pub(super) fn note(&mut self, from: usize, to: usize) {
        self.graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }

    /// All resources that a resource depends on, directly or indirectly, including itself.
    pub(super) fn all(&self, position: usize) -> Vec<&'a Resource> {
        let mut search = Dfs::new(&self.graph, NodeIndex::new(position));
        let found = std::iter::from_fn(|| search.next(&self.graph));
        found.filter_map(|node| self.stack.resources.get(node.index())).collect()
    }

    /// Cycles of resources and locals, by name.
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

    fn name(&self, position: usize) -> String {
        let resources = &self.stack.resources;
        let local = position.checked_sub(resources.len()).and_then(|local| self.stack.locals.get(local));
        match (resources.get(position), local) {
            (Some(resource), _) => format!("`{}`", resource.address),
            (None, Some(local)) => format!("`local.{}`", local.name),
            (None, None) => String::new(),
        }
    }
}
