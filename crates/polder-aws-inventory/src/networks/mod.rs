//! Networks: what packets and requests pass.

use crate::kind::KindReading;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[];
