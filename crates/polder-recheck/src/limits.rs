//! Limits: documents of others end in a refusal after bounded work.

/// The bytes of one file. That of the largest example is below a tenth of it.
pub(crate) const BYTES_MAX: usize = 256 << 20;

/// How many parts of gates are looked at for one question. Trying all pairs of 300 events in a tree of 1,500 parts takes a twentieth.
pub(crate) const VISITS_MAX: u64 = 1_500_000_000;

/// Only hostile documents have more boxes than this at one place.
pub(crate) const PIECES_MAX: usize = 100_000;

/// Whether lists of these lengths have few enough combinations, before anybody makes them.
pub(crate) fn combined(lengths: &[usize]) -> Result<(), &'static str> {
    let count = lengths.iter().try_fold(1_usize, |count, length| count.checked_mul(*length));
    if count.is_some_and(|count| count <= PIECES_MAX) { Ok(()) } else { Err("too many boxes to check each") }
}
