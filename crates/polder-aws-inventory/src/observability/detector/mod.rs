//! Security and cost monitoring services.

use polder_cloud::View;
use polder_inventory::model::{Known, Set, Text};
use polder_inventory::observability::{Detector, DetectorId, DetectorKind};

use crate::reader::Reader;

pub(super) mod access_analyzer;
pub(super) mod config_rule;
pub(super) mod cost_anomaly;
pub(super) mod guardduty;
pub(super) mod inspector;
pub(super) mod macie;
pub(super) mod security_hub;

/// Adds a detector of one region of one account.
fn add(
    reader: &mut Reader<'_, '_>,
    view: View<'_, '_>,
    kind: DetectorKind,
    enabled: Known<bool>,
    parts: Known<Set<Text>>,
) -> DetectorId {
    let detector = Detector {
        source: reader.source(view),
        kind: kind.clone(),
        enabled,
        covers_new_accounts: Known::Value(None),
        parts,
    };
    let location = reader.location_of(view);
    let id = reader.inventory.observability.detectors.push(detector);
    reader.observability.detectors.push((location, kind, id));
    id
}

/// Changes the detector of this kind in the account and region of a resource, and notes the contribution.
fn change_here<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    kind: &DetectorKind,
    field: &'static str,
    change: impl FnOnce(&mut Detector),
) {
    let here = reader.location_of(view);
    let mut all = reader.observability.detectors.iter();
    let found = all.find(|(location, known, _)| *location == here && known == kind).map(|(.., id)| *id);
    if let Some(id) = found {
        change_one(reader, view, id, field, change);
    }
}

/// Changes a detector, and notes the contribution.
fn change_one<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    id: DetectorId,
    field: &'static str,
    change: impl FnOnce(&mut Detector),
) {
    if let Some(detector) = reader.inventory.observability.detectors.get_mut(id) {
        change(detector);
    }
    reader.contribute(view, id, &[field]);
}

/// Adds parts to a detector.
fn with_parts(detector: &mut Detector, more: Known<Set<Text>>) {
    detector.parts = match (&detector.parts, more) {
        (Known::Value(known), Known::Value(more)) => {
            Known::Value(known.iter().cloned().chain(more.iter().cloned()).collect())
        }
        (Known::Unknown(reason), _) => Known::Unknown(*reason),
        (_, Known::Unknown(reason)) => Known::Unknown(reason),
    };
}
