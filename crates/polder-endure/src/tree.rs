//! The tree of what a market needs. It is monotone: no part works better because another one has failed.

use std::collections::BTreeMap;

use polder_inventory::EntryId;
use polder_verdict::{Gap, Resource};

/// The position of an event in [`Tree::events`].
pub(crate) type EventId = u32;

/// The position of a node. Children come before their parents, so that there is no cycle.
pub(crate) type NodeId = usize;

/// Something that fails as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// A region, with everything in it.
    Region(String),
    /// A zone, with everything in it.
    Zone(String),
    /// A resource: it is deleted, expired, disabled or out of order.
    Resource(EntryId),
}

/// Why the failure of a single resource is accepted.
pub(crate) type Accepted = &'static str;

/// What a node is about.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// In words that go with `does not work`.
    pub(crate) text: String,
    /// The resources that it is about.
    pub(crate) resources: Vec<Resource>,
}

/// A part of a tree.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Works until the event.
    Event(EventId),
    /// Not known whether it works: a gap.
    Gap(usize),
    /// Works while this many of its parts work.
    Gate {
        /// How many. None needed: it always works. More than there are: it never does.
        needed: usize,
        /// The parts.
        of: Vec<NodeId>,
        /// What it is; none if it is a part of what its parent is.
        label: Option<Label>,
    },
}

/// Nodes, events and gaps.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Nodes, children first.
    pub(crate) nodes: Vec<Node>,
    /// Events, each with the reason why it is accepted, if it is.
    pub(crate) events: Vec<(Event, Option<Accepted>)>,
    /// What is not known.
    pub(crate) gaps: Vec<Gap>,
    known: BTreeMap<Event, NodeId>,
}

impl Tree {
    /// A node that fails with an event. It is accepted only if it is wherever it matters.
    pub(crate) fn event(&mut self, event: Event, accepted: Option<Accepted>) -> NodeId {
        if let Some(node) = self.known.get(&event) {
            if let (Node::Event(id), None) = (&self.nodes[*node], accepted) {
                self.events[*id as usize].1 = None;
            }
            return *node;
        }
        let id = EventId::try_from(self.events.len()).unwrap_or(EventId::MAX);
        self.events.push((event.clone(), accepted));
        let node = self.push(Node::Event(id));
        self.known.insert(event, node);
        node
    }

    /// A node of which it is not known whether it works.
    pub(crate) fn gap(&mut self, text: impl Into<String>, at: impl IntoIterator<Item = Resource>) -> NodeId {
        let gap = Gap::new(text, at);
        let at = self.gaps.iter().position(|known| *known == gap).unwrap_or_else(|| {
            self.gaps.push(gap);
            self.gaps.len() - 1
        });
        self.push(Node::Gap(at))
    }

    /// Works while this many of its parts do.
    pub(crate) fn gate(&mut self, needed: usize, of: Vec<NodeId>, label: Option<Label>) -> NodeId {
        self.push(Node::Gate { needed, of, label })
    }

    /// Works while all of its parts do.
    pub(crate) fn all(&mut self, of: Vec<NodeId>) -> NodeId {
        self.gate(of.len(), of, None)
    }

    /// The same, with what it is.
    pub(crate) fn all_of(
        &mut self,
        of: Vec<NodeId>,
        text: impl Into<String>,
        at: impl IntoIterator<Item = Resource>,
    ) -> NodeId {
        let label = Label { text: text.into(), resources: at.into_iter().collect() };
        self.gate(of.len(), of, Some(label))
    }

    /// Works while one of its parts does.
    pub(crate) fn any(&mut self, of: Vec<NodeId>) -> NodeId {
        self.gate(1, of, None)
    }

    /// Never works.
    pub(crate) fn never(
        &mut self,
        text: impl Into<String>,
        at: impl IntoIterator<Item = Resource>,
    ) -> NodeId {
        let label = Label { text: text.into(), resources: at.into_iter().collect() };
        self.gate(1, vec![], Some(label))
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The gaps below a node, in order.
    pub(crate) fn gaps_below(&self, root: NodeId) -> Vec<Gap> {
        let mut below = vec![false; root + 1];
        below[root] = true;
        let mut gaps = vec![];
        for at in (0..=root).rev().filter(|at| *at < self.nodes.len()) {
            match (&self.nodes[at], below[at]) {
                (Node::Gate { of, .. }, true) => of.iter().for_each(|child| below[*child] = true),
                (Node::Gap(gap), true) => gaps.push(self.gaps[*gap].clone()),
                _ => {}
            }
        }
        gaps.sort();
        gaps.dedup();
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_accepted_only_if_it_is_wherever_it_matters() {
        let mut tree = Tree::default();
        let zone = || Event::Zone("a".into());
        let first = tree.event(zone(), Some("a reason"));
        assert_eq!(tree.events, [(zone(), Some("a reason"))]);
        let again = tree.event(zone(), None);
        assert_eq!((first, &tree.events[..]), (again, &[(zone(), None)][..]));
        let third = tree.event(zone(), Some("a reason"));
        assert_eq!((first, tree.events[0].1), (third, None));
    }

    #[test]
    fn gaps_below_a_node_are_told_once() {
        let mut tree = Tree::default();
        let (gap, same) = (tree.gap("not known", []), tree.gap("not known", []));
        let other = tree.gap("not known either", []);
        let both = tree.all(vec![gap, same]);
        let root = tree.any(vec![both, gap]);
        assert_eq!(tree.gaps_below(root), [Gap::new("not known", [])]);
        assert_eq!(tree.gaps_below(other), [Gap::new("not known either", [])]);
    }
}
