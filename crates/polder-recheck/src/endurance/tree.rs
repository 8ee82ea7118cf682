//! The evaluation of a tree: which nodes work while some events have happened.

use crate::format::endurance::{Market, Node};

/// The nodes below a root, children first.
pub(super) struct Tree {
    nodes: Vec<Part>,
    /// The events below the root, in order.
    pub(super) events: Vec<u32>,
    /// How many parts an evaluation looks at.
    pub(super) visits: u64,
}

enum Part {
    Event(u32),
    Gap,
    Gate { needed: u32, of: Vec<usize> },
}

impl Tree {
    /// The tree below a node of a market; the reason if it is none.
    pub(super) fn of(market: &Market, root: u32) -> Result<Tree, String> {
        let root = root as usize;
        let Some(all) = market.nodes.get(..=root) else {
            return Err("the root of a tree is not there".to_owned());
        };
        let mut below = vec![false; all.len()];
        below[root] = true;
        for (at, node) in all.iter().enumerate().rev().filter(|(_, node)| matches!(node, Node::Gate { .. })) {
            let (Node::Gate { of, .. }, true) = (node, below[at]) else { continue };
            for part in of {
                match below.get_mut(*part as usize).filter(|_| (*part as usize) < at) {
                    Some(below) => *below = true,
                    None => {
                        return Err("a part of a tree does not come before what it is a part of".to_owned());
                    }
                }
            }
        }
        let mut places = vec![usize::MAX; all.len()];
        let mut tree = Tree { nodes: vec![], events: vec![], visits: 0 };
        for (at, node) in all.iter().enumerate().filter(|(at, _)| below[*at]) {
            places[at] = tree.nodes.len();
            let part = match node {
                Node::Event(event) if (*event as usize) < market.events.len() => {
                    tree.events.push(*event);
                    Part::Event(*event)
                }
                Node::Gap(gap) if (*gap as usize) < market.gaps.len() => Part::Gap,
                Node::Event(_) | Node::Gap(_) => {
                    return Err("an event or a gap of a tree is not there".to_owned());
                }
                Node::Gate { needed, of, .. } => {
                    Part::Gate { needed: *needed, of: of.iter().map(|part| places[*part as usize]).collect() }
                }
            };
            tree.visits += 1 + if let Part::Gate { of, .. } = &part { of.len() as u64 } else { 0 };
            tree.nodes.push(part);
        }
        tree.events.sort_unstable();
        tree.events.dedup();
        Ok(tree)
    }

    /// Whether the root works while these events have happened.
    pub(super) fn works(&self, happened: &[u32], gaps_work: bool) -> bool {
        let mut works: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            works.push(match node {
                Part::Event(event) => !happened.contains(event),
                Part::Gap => gaps_work,
                Part::Gate { needed, of } => {
                    of.iter().filter(|part| works[**part]).count() as u64 >= u64::from(*needed)
                }
            });
        }
        works.last().copied().unwrap_or(false)
    }
}
