//! Alignment of similar sequences. It is lossless and keeps the order of each.

/// Merges several sequences: each element once, after its predecessor in the first sequence that has it.
pub(crate) fn merged<T: Ord + Clone>(sequences: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    let mut order: Vec<T> = vec![];
    for sequence in sequences {
        let mut at = 0;
        for thing in sequence {
            match order.iter().position(|known| *known == thing) {
                Some(known) => at = known + 1,
                None => {
                    order.insert(at, thing);
                    at += 1;
                }
            }
        }
    }
    order
}

/// Aligned sequences: each slot has the corresponding elements, with the index of their sequence.
///
/// `score` is the similarity of two elements; 0 if they do not correspond.
pub(crate) fn aligned<'v, T>(
    sequences: &[Vec<&'v T>],
    score: impl Fn((usize, &T), (usize, &T)) -> u32,
) -> Vec<Vec<(usize, &'v T)>> {
    let mut slots: Vec<Vec<(usize, &'v T)>> = vec![];
    for (number, sequence) in sequences.iter().enumerate() {
        let pairs = pairs(slots.len(), sequence.len(), |slot, at| {
            // The best of those in the slot, which differ among themselves.
            slots[slot]
                .iter()
                .map(|known| score((known.0, known.1), (number, sequence[at])))
                .max()
                .unwrap_or(0)
        });
        let mut next = vec![];
        let (mut slot, mut at) = (0, 0);
        let mut rest = slots.into_iter();
        for (paired_slot, paired_at) in pairs.into_iter().chain([(usize::MAX, sequence.len())]) {
            while slot < paired_slot {
                let Some(known) = rest.next() else { break };
                next.push(known);
                slot += 1;
            }
            while at < paired_at {
                next.push(vec![(number, sequence[at])]);
                at += 1;
            }
            if let Some(mut known) = rest.next() {
                known.push((number, sequence[at]));
                next.push(known);
                slot += 1;
                at += 1;
            }
        }
        slots = next;
    }
    slots
}

/// The pairs of the common subsequence with the highest total score.
fn pairs(left: usize, right: usize, score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let mut scores = vec![0_u32; left * right];
    let width = right + 1;
    let mut best = vec![0_u32; (left + 1) * width];
    for i in (0..left).rev() {
        for j in (0..right).rev() {
            let alike = score(i, j);
            scores[i * right + j] = alike;
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let both = if alike == 0 { 0 } else { best[(i + 1) * width + j + 1] + alike };
            best[i * width + j] = skip.max(both);
        }
    }
    let (mut i, mut j, mut found) = (0, 0, vec![]);
    while i < left && j < right {
        let here = best[i * width + j];
        let alike = scores[i * right + j];
        if alike > 0 && here == best[(i + 1) * width + j + 1] + alike {
            found.push((i, j));
            i += 1;
            j += 1;
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_element_of_one_sequence_follows_its_predecessor() {
        let merged = merged([vec!["a", "b", "d"], vec!["a", "c", "d"], vec!["z", "a"]]);
        assert_eq!(merged, ["z", "a", "c", "b", "d"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(11),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// Reading the slots yields every sequence unchanged.
        #[test]
        fn alignment_is_lossless(
            sequences in proptest::collection::vec(proptest::collection::vec(0_u8..5, 0..8), 1..5),
        ) {
            let borrowed: Vec<Vec<&u8>> = sequences.iter().map(|sequence| sequence.iter().collect()).collect();
            let slots = aligned(&borrowed, |left, right| u32::from(left.1 == right.1));
            for (number, sequence) in sequences.iter().enumerate() {
                let read: Vec<u8> = slots
                    .iter()
                    .flatten()
                    .filter(|(from, _)| *from == number)
                    .map(|(_, thing)| **thing)
                    .collect();
                prop_assert_eq!(&read, sequence);
            }
            for slot in &slots {
                prop_assert!(slot.iter().all(|(_, thing)| *thing == slot[0].1), "{:?}", slot);
            }
        }
    }
}
