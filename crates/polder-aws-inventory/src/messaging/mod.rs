//! Messaging: how messages and events travel.

use crate::kind::KindReading;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[];
