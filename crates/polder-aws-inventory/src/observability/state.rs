//! State of the reader for observability.

use polder_inventory::model::Location;
use polder_inventory::observability::{ConfigurationRecorderId, DetectorId, DetectorKind};

/// State that the readers of observability share, apart from entries: what exists once in each region of an account.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(super) recorders: Vec<(Location, ConfigurationRecorderId)>,
    pub(super) detectors: Vec<(Location, DetectorKind, DetectorId)>,
}
