//! The smallest sets of events that stop a node: all of those with one or two events, exactly.
//!
//! Bottom-up, with everything larger than two left out at each node. That loses nothing: a set of two that stops a gate
//! contains, for each part that fails, a set of at most two that stops the part.

use std::collections::BTreeSet;

use crate::tree::{EventId, Node, NodeId, Tree};

/// More pairs than this at one node are a matter of hostile estates.
const PAIRS_MAX: usize = 400_000;

/// The minimal sets of at most two events that stop a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cuts {
    /// Whether it does not work even if nothing has failed. There are no other sets then.
    pub(crate) failed: bool,
    /// Single events.
    pub(crate) singles: BTreeSet<EventId>,
    /// Pairs, the lower one first; neither is a single event.
    pub(crate) pairs: BTreeSet<(EventId, EventId)>,
}

/// There are too many pairs to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The cuts of a node, with what is not known taken as failed or as working.
///
/// # Errors
/// If there are too many pairs.
pub(crate) fn cuts(tree: &Tree, root: NodeId, gaps_fail: bool) -> Result<Cuts, TooMany> {
    let mut needed = vec![false; root + 1];
    needed[root] = true;
    for at in (0..=root).rev() {
        if let (Node::Gate { of, .. }, true) = (&tree.nodes[at], needed[at]) {
            of.iter().for_each(|child| needed[*child] = true);
        }
    }
    let mut all: Vec<Cuts> = Vec::with_capacity(root + 1);
    for (at, node) in tree.nodes.iter().enumerate().take(root + 1) {
        let own = match node {
            _ if !needed[at] => Cuts::default(),
            Node::Event(event) => Cuts { singles: BTreeSet::from([*event]), ..Cuts::default() },
            Node::Gap(_) => Cuts { failed: gaps_fail, ..Cuts::default() },
            Node::Gate { needed, of, .. } => gate(*needed, of, &all)?,
        };
        all.push(own);
    }
    Ok(all.pop().unwrap_or_default())
}

/// A gate fails if so many of its parts fail that too few are left.
fn gate(needed: usize, of: &[NodeId], all: &[Cuts]) -> Result<Cuts, TooMany> {
    if needed == 0 {
        return Ok(Cuts::default());
    }
    let Some(failing) = (of.len() + 1).checked_sub(needed) else { return Ok(Cuts::failed()) };
    // At each position: the sets that stop at least that many of the parts seen so far.
    let mut stopping = vec![Cuts::default(); failing + 1];
    stopping[0] = Cuts::failed();
    for part in of {
        for count in (1..=failing).rev() {
            let both = stopping[count - 1].and(&all[*part])?;
            stopping[count] = stopping[count].or(&both);
        }
    }
    Ok(stopping.pop().unwrap_or_default())
}

impl Cuts {
    fn failed() -> Cuts {
        Cuts { failed: true, ..Cuts::default() }
    }

    /// The sets that stop one or the other.
    fn or(&self, other: &Cuts) -> Cuts {
        if self.failed || other.failed {
            return Cuts::failed();
        }
        let singles: BTreeSet<EventId> = self.singles.union(&other.singles).copied().collect();
        let pairs = self.pairs.union(&other.pairs).copied();
        let pairs = pairs.filter(|(one, two)| !singles.contains(one) && !singles.contains(two)).collect();
        Cuts { failed: false, singles, pairs }
    }

    /// The sets that stop both.
    fn and(&self, other: &Cuts) -> Result<Cuts, TooMany> {
        if self.failed {
            return Ok(other.clone());
        }
        if other.failed {
            return Ok(self.clone());
        }
        let singles: BTreeSet<EventId> = self.singles.intersection(&other.singles).copied().collect();
        if self.singles.len().saturating_mul(other.singles.len()) > PAIRS_MAX {
            return Err(TooMany);
        }
        let mut pairs: BTreeSet<(EventId, EventId)> =
            self.pairs.intersection(&other.pairs).copied().collect();
        for one in &self.singles {
            pairs.extend(other.singles.iter().filter(|two| *two != one).map(|two| ordered(*one, *two)));
        }
        pairs.extend(self.pairs.iter().filter(|pair| other.stops(**pair)));
        pairs.extend(other.pairs.iter().filter(|pair| self.stops(**pair)));
        pairs.retain(|(one, two)| !singles.contains(one) && !singles.contains(two));
        if pairs.len() > PAIRS_MAX {
            return Err(TooMany);
        }
        Ok(Cuts { failed: false, singles, pairs })
    }

    fn stops(&self, (one, two): (EventId, EventId)) -> bool {
        self.singles.contains(&one) || self.singles.contains(&two)
    }
}

fn ordered(one: EventId, two: EventId) -> (EventId, EventId) {
    (one.min(two), one.max(two))
}
