//! Observability: who notices what, and where it is written down.

use crate::kind::KindReading;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[];
