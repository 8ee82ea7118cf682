//! Sets of stacks, by their index among the callers of a module.

/// A set of the stacks that call one module.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set {
    /// One bit for each stack. The last word is never zero, so that equal sets are equal values.
    words: Vec<u64>,
}

impl Set {
    /// The first `count` stacks.
    pub(crate) fn first(count: usize) -> Set {
        let mut words = vec![u64::MAX; count / 64];
        if !count.is_multiple_of(64) {
            words.push((1 << (count % 64)) - 1);
        }
        Set { words }
    }

    /// A single stack.
    pub(crate) fn of(stack: usize) -> Set {
        let mut set = Set::default();
        set.insert(stack);
        set
    }

    /// Adds a stack.
    pub(crate) fn insert(&mut self, stack: usize) {
        let word = stack / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (stack % 64);
    }

    /// Adds all of another set.
    pub(crate) fn extend(&mut self, other: &Set) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// Whether a stack is in it.
    pub fn contains(&self, stack: usize) -> bool {
        self.words.get(stack / 64).is_some_and(|word| word >> (stack % 64) & 1 == 1)
    }

    /// The intersection.
    pub(crate) fn and(&self, other: &Set) -> Set {
        Set::trimmed(self.words.iter().zip(&other.words).map(|(mine, theirs)| mine & theirs).collect())
    }

    /// The difference.
    pub(crate) fn minus(&self, other: &Set) -> Set {
        let theirs = other.words.iter().copied().chain(std::iter::repeat(0));
        Set::trimmed(self.words.iter().zip(theirs).map(|(mine, theirs)| mine & !theirs).collect())
    }

    /// Whether all of it is in another set.
    pub(crate) fn within(&self, other: &Set) -> bool {
        self.minus(other).is_empty()
    }

    /// Whether no stack is in both.
    pub(crate) fn apart(&self, other: &Set) -> bool {
        self.words.iter().zip(&other.words).all(|(mine, theirs)| mine & theirs == 0)
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many stacks are in it.
    pub(crate) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The stacks, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(bits)
    }

    fn trimmed(mut words: Vec<u64>) -> Set {
        while words.last() == Some(&0) {
            words.pop();
        }
        Set { words }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Set;

    fn set(stacks: &BTreeSet<usize>) -> Set {
        let mut set = Set::default();
        stacks.iter().for_each(|stack| set.insert(*stack));
        set
    }

    #[test]
    fn the_first_stacks_are_counted_from_zero() {
        for count in [0, 1, 63, 64, 65, 128, 200] {
            assert_eq!(Set::first(count), set(&(0..count).collect()), "{count}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

        /// The standard library's set is the oracle.
        #[test]
        fn operations_agree_with_btree_sets(
            one in proptest::collection::btree_set(0..200_usize, 0..20),
            two in proptest::collection::btree_set(0..200_usize, 0..20),
        ) {
            let (a, b) = (set(&one), set(&two));
            prop_assert_eq!(a.iter().collect::<BTreeSet<_>>(), one.clone());
            prop_assert_eq!(a.len(), one.len());
            prop_assert_eq!(a.and(&b), set(&one.intersection(&two).copied().collect()));
            prop_assert_eq!(a.minus(&b), set(&one.difference(&two).copied().collect()));
            prop_assert_eq!(a.within(&b), one.is_subset(&two));
            prop_assert_eq!(a.apart(&b), one.is_disjoint(&two));
            prop_assert_eq!(a == b, one == two);
            let mut both = a.clone();
            both.extend(&b);
            prop_assert_eq!(both, set(&one.union(&two).copied().collect()));
        }
    }
}
