//! Satisfying a formula.

use super::domain::Domain;
use super::formula::Formula;
use crate::language::Tri;

/// The most assignments that are tried.
const TRIED_MAX: usize = 50_000;

/// The result of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Solution {
    /// These choices, one for each key, satisfy it. A key without a choice does not matter.
    Found(Vec<Option<usize>>),
    /// Nothing does.
    None,
    /// The search exceeded its limit.
    TooLarge,
}

/// Choices for keys with which a formula has at least this truth.
pub(super) fn solve(formula: &Formula, domains: &[Domain], wanted: Tri) -> Solution {
    let mut keys = vec![];
    formula.keys(&mut keys);
    let mut seen = vec![false; domains.len()];
    keys.retain(|key| !std::mem::replace(&mut seen[*key], true));
    let mut search =
        Search { formula, domains, keys, chosen: vec![None; domains.len()], left: TRIED_MAX, wanted };
    match search.from(0) {
        Some(true) => Solution::Found(search.chosen),
        Some(false) => Solution::None,
        None => Solution::TooLarge,
    }
}

struct Search<'a> {
    formula: &'a Formula,
    domains: &'a [Domain],
    keys: Vec<usize>,
    chosen: Vec<Option<usize>>,
    left: usize,
    wanted: Tri,
}

impl Search<'_> {
    /// Tries the choices for the keys from a position on; none if that takes too long.
    fn from(&mut self, at: usize) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let (chosen, domains) = (&self.chosen, self.domains);
        let (least, most) = self.formula.range(&|key, condition| match chosen[key] {
            Some(choice) => {
                let truth = domains[key].choices[choice].truths[condition];
                (truth, truth)
            }
            None => (Tri::No, Tri::Yes),
        });
        if least >= self.wanted {
            return Some(true);
        }
        let Some(key) = self.keys.get(at).copied().filter(|_| most >= self.wanted) else {
            return Some(false);
        };
        for choice in 0..self.domains[key].choices.len() {
            self.chosen[key] = Some(choice);
            if self.from(at + 1)? {
                return Some(true);
            }
        }
        self.chosen[key] = None;
        Some(false)
    }
}
