//! Paths along movements: which entries data reach, and how.

use std::collections::{BTreeMap, VecDeque};

use polder_inventory::EntryId;

use crate::movement::{End, Movement};

/// The movements of an estate by their start.
#[derive(Debug)]
pub(crate) struct Graph {
    movements: Vec<Movement>,
    starts: BTreeMap<EntryId, Vec<usize>>,
}

/// The entries that data reach from some starts, each with the last movement of a shortest path; none for a start.
pub(crate) type Reached = BTreeMap<EntryId, Option<usize>>;

impl Graph {
    pub(crate) fn of(movements: Vec<Movement>) -> Graph {
        let mut starts: BTreeMap<EntryId, Vec<usize>> = BTreeMap::new();
        for (at, movement) in movements.iter().enumerate() {
            starts.entry(movement.from).or_default().push(at);
        }
        Graph { movements, starts }
    }

    /// The movement at a position.
    pub(crate) fn get(&self, at: usize) -> &Movement {
        &self.movements[at]
    }

    /// All movements with their positions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Movement)> {
        self.movements.iter().enumerate()
    }

    /// The movements that start at an entry.
    pub(crate) fn leaving(&self, from: EntryId) -> impl Iterator<Item = (usize, &Movement)> {
        self.starts.get(&from).into_iter().flatten().map(|at| (*at, &self.movements[*at]))
    }

    /// What data reach from these entries along the movements that pass.
    pub(crate) fn reach(
        &self,
        from: impl IntoIterator<Item = EntryId>,
        passes: impl Fn(&Movement) -> bool,
    ) -> Reached {
        let mut reached: Reached = from.into_iter().map(|entry| (entry, None)).collect();
        let mut next: VecDeque<EntryId> = reached.keys().copied().collect();
        while let Some(entry) = next.pop_front() {
            for (at, movement) in self.leaving(entry).filter(|(_, movement)| passes(movement)) {
                if let End::Entry(to) = movement.to
                    && let std::collections::btree_map::Entry::Vacant(vacant) = reached.entry(to)
                {
                    vacant.insert(Some(at));
                    next.push_back(to);
                }
            }
        }
        reached
    }

    /// How data that reached the start of a movement got there, and on: where they were at first, and every movement up to this one.
    pub(crate) fn way<'g>(&'g self, reached: &Reached, last: &'g Movement) -> (EntryId, Vec<&'g Movement>) {
        let mut moved: Vec<&Movement> =
            self.path(reached, last.from).into_iter().map(|at| self.get(at)).collect();
        moved.push(last);
        (moved[0].from, moved)
    }

    /// The movements to an entry that was reached, in their order.
    pub(crate) fn path(&self, reached: &Reached, to: EntryId) -> Vec<usize> {
        let mut path = vec![];
        let mut here = to;
        while let Some(Some(at)) = reached.get(&here) {
            path.push(*at);
            here = self.movements[*at].from;
        }
        path.reverse();
        path
    }
}
