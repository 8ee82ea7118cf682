//! Stores: where data rest.

use crate::kind::KindReading;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[];
