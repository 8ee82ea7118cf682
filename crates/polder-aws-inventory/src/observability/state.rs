//! State of the reader for observability.

use polder_inventory::model::Location;
use polder_inventory::observability::{ConfigurationRecorderId, DetectorId, DetectorKind};

/// What the readers of observability know beside entries: what there is once in each region of an account.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(super) recorders: Vec<(Location, ConfigurationRecorderId)>,
    pub(super) detectors: Vec<(Location, DetectorKind, DetectorId)>,
}
