//! Log stores.

use polder_units::Duration;

use crate::describe::record;
use crate::model::{Known, Text};

/// A log store (a log group on AWS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStore {
    /// How long entries are retained; none for unlimited.
    pub retention: Known<Option<Duration>>,
    /// The storage class, by the provider's name. Price.
    pub class: Known<Text>,
}

record!(LogStore { retention, class });
