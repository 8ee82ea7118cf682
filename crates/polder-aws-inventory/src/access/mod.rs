//! Access: who can do what.

use crate::kind::KindReading;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[];
