//! `aws_ce_anomaly_monitor` and `aws_ce_anomaly_subscription`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::observability::{Detector, DetectorKind};

use crate::reader::Reader;
use crate::value::{given_text, text};

/// A cost anomaly monitor: by service, or with a custom specification.
pub(crate) fn monitor(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let by = match text(view, "monitor_dimension") {
        Known::Value(Some(dimension)) => Known::Value(dimension),
        Known::Value(None) => given_text(view, "monitor_type"),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let detector = Detector {
        source: reader.source(view),
        kind: DetectorKind::Cost,
        enabled: Known::Value(true),
        covers_new_accounts: Known::Value(None),
        parts: by.map(|by| Set::from([by])),
    };
    reader.inventory.observability.detectors.push(detector);
}

/// The recipients of notifications, which are not modelled.
pub(crate) fn subscription(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let text = "the subscribers and thresholds of cost anomalies are not modelled";
    reader.blind(view, None, Some("subscriber"), Reason::AttributeNotModelled, text);
}
