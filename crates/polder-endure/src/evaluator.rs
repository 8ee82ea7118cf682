//! A slow and obvious evaluation of the tree: which nodes work while some events have happened.

use std::collections::BTreeSet;

use crate::tree::{EventId, Label, Node, NodeId, Tree};

/// Whether a node works while these events have happened.
pub(crate) fn works(tree: &Tree, node: NodeId, happened: &BTreeSet<EventId>, gaps_work: bool) -> bool {
    match &tree.nodes[node] {
        Node::Event(event) => !happened.contains(event),
        Node::Gap(_) => gaps_work,
        Node::Gate { needed, of, .. } => {
            let working = of.iter().filter(|part| works(tree, **part, happened, gaps_work));
            working.count() >= *needed
        }
    }
}

/// What does not work, from the events to the node: each part with a label, once, and how many of its parts still work.
pub(crate) fn failing<'t>(
    tree: &'t Tree,
    node: NodeId,
    happened: &BTreeSet<EventId>,
) -> Vec<(&'t Label, usize, usize, usize)> {
    let mut seen = BTreeSet::new();
    let mut told = vec![];
    walk(tree, node, happened, &mut seen, &mut told);
    told
}

fn walk<'t>(
    tree: &'t Tree,
    node: NodeId,
    happened: &BTreeSet<EventId>,
    seen: &mut BTreeSet<NodeId>,
    told: &mut Vec<(&'t Label, usize, usize, usize)>,
) {
    if !seen.insert(node) || works(tree, node, happened, true) {
        return;
    }
    let Node::Gate { needed, of, label } = &tree.nodes[node] else { return };
    of.iter().for_each(|part| walk(tree, *part, happened, seen, told));
    if let Some(label) = label {
        let working = of.iter().filter(|part| works(tree, **part, happened, true)).count();
        told.push((label, working, of.len(), *needed));
    }
}
