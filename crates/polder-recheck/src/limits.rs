//! Limits: documents of others end in a refusal after bounded work.

/// The bytes of one file. That of the largest example is below a tenth of it.
pub(crate) const BYTES_MAX: usize = 256 << 20;

/// How many parts of gates are looked at for one question. Trying all pairs of 300 events in a tree of 1,500 parts takes a twentieth.
pub(crate) const VISITS_MAX: u64 = 1_500_000_000;
