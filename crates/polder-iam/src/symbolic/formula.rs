//! Formulas over conditions.

use crate::language::Tri;

/// A formula. Atoms are conditions on keys: the key's position, and the condition's position within the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Formula {
    Is(Tri),
    Atom(usize, usize),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

impl Formula {
    /// All of some formulas, without those that always hold.
    pub(super) fn all(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept = vec![];
        for part in parts {
            match part {
                Formula::Is(Tri::Yes) => {}
                Formula::Is(Tri::No) => return Formula::Is(Tri::No),
                Formula::All(inner) => kept.extend(inner),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Formula::Is(Tri::Yes),
            1 => kept.swap_remove(0),
            _ => Formula::All(kept),
        }
    }

    /// One of some formulas, without those that never hold.
    pub(super) fn any(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept = vec![];
        for part in parts {
            match part {
                Formula::Is(Tri::No) => {}
                Formula::Is(Tri::Yes) => return Formula::Is(Tri::Yes),
                Formula::Any(inner) => kept.extend(inner),
                part => kept.push(part),
            }
        }
        match kept.len() {
            0 => Formula::Is(Tri::No),
            1 => kept.swap_remove(0),
            _ => Formula::Any(kept),
        }
    }

    /// The opposite.
    pub(super) fn negated(self) -> Formula {
        match self {
            Formula::Is(truth) => Formula::Is(truth.negated()),
            Formula::Not(inner) => *inner,
            other => Formula::Not(Box::new(other)),
        }
    }

    /// The least and the greatest truth that it can have, by those of its atoms.
    pub(super) fn range(&self, atom: &dyn Fn(usize, usize) -> (Tri, Tri)) -> (Tri, Tri) {
        match self {
            Formula::Is(truth) => (*truth, *truth),
            Formula::Atom(key, condition) => atom(*key, *condition),
            Formula::Not(inner) => {
                let (least, most) = inner.range(atom);
                (most.negated(), least.negated())
            }
            Formula::All(parts) => {
                let (mut least, mut most) = (Tri::Yes, Tri::Yes);
                for part in parts {
                    let (low, high) = part.range(atom);
                    (least, most) = (least.and(low), most.and(high));
                    if most == Tri::No {
                        break;
                    }
                }
                (least, most)
            }
            Formula::Any(parts) => {
                let (mut least, mut most) = (Tri::No, Tri::No);
                for part in parts {
                    let (low, high) = part.range(atom);
                    (least, most) = (least.or(low), most.or(high));
                    if least == Tri::Yes {
                        break;
                    }
                }
                (least, most)
            }
        }
    }

    /// The keys of its atoms.
    pub(super) fn keys(&self, found: &mut Vec<usize>) {
        match self {
            Formula::Is(_) => {}
            Formula::Atom(key, _) => found.push(*key),
            Formula::Not(inner) => inner.keys(found),
            Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|part| part.keys(found)),
        }
    }
}
