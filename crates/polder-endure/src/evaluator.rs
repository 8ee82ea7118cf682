//! An obvious evaluation of the tree: which nodes work while some events have happened.

use std::collections::BTreeSet;

use crate::tree::{EventId, Label, Node, NodeId, Tree};

/// Whether a node works while these events have happened.
pub(crate) fn works(tree: &Tree, node: NodeId, happened: &BTreeSet<EventId>, gaps_work: bool) -> bool {
    working(tree, happened, gaps_work)[node]
}

/// Which nodes work. Children come before their parents.
fn working(tree: &Tree, happened: &BTreeSet<EventId>, gaps_work: bool) -> Vec<bool> {
    let mut all: Vec<bool> = Vec::with_capacity(tree.nodes.len());
    for node in &tree.nodes {
        let works = match node {
            Node::Event(event) => !happened.contains(event),
            Node::Gap(_) => gaps_work,
            Node::Gate { needed, of, .. } => of.iter().filter(|part| all[**part]).count() >= *needed,
        };
        all.push(works);
    }
    all
}

/// A part that does not work: its label, how many of its parts still work, how many there are, and how many it needs.
pub(crate) type Failing<'t> = (&'t Label, usize, usize, usize);

/// What does not work, from the events to the node: each part with a label, once.
pub(crate) fn failing<'t>(tree: &'t Tree, node: NodeId, happened: &BTreeSet<EventId>) -> Vec<Failing<'t>> {
    let works = working(tree, happened, true);
    let (mut seen, mut told) = (BTreeSet::new(), vec![]);
    walk(tree, node, &works, &mut seen, &mut told);
    told
}

fn walk<'t>(
    tree: &'t Tree,
    node: NodeId,
    works: &[bool],
    seen: &mut BTreeSet<NodeId>,
    told: &mut Vec<Failing<'t>>,
) {
    if works[node] || !seen.insert(node) {
        return;
    }
    let Node::Gate { needed, of, label } = &tree.nodes[node] else { return };
    of.iter().for_each(|part| walk(tree, *part, works, seen, told));
    if let Some(label) = label {
        told.push((label, of.iter().filter(|part| works[**part]).count(), of.len(), *needed));
    }
}
