//! `aws_accessanalyzer_analyzer`.

use polder_cloud::View;
use polder_inventory::model::{Known, Set, Text};
use polder_inventory::observability::{Detector, DetectorKind};

use crate::reader::Reader;
use crate::value::text_or;

/// An analyzer of one account, or of an organization, which includes new accounts. Source: documentation of
/// the provider, `type`: the default is `ACCOUNT`.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let word = text_or(view, "type", "ACCOUNT");
    let kind = match word.value().map(Text::as_str) {
        Some("ACCOUNT" | "ORGANIZATION") => DetectorKind::ExternalAccess,
        Some("ACCOUNT_UNUSED_ACCESS" | "ORGANIZATION_UNUSED_ACCESS") => DetectorKind::UnusedAccess,
        Some(other) => DetectorKind::Other(Text::new(other)),
        None => DetectorKind::Other(Text::new_static("analyzer")),
    };
    let detector = Detector {
        source: reader.source(view),
        kind,
        enabled: Known::Value(true),
        covers_new_accounts: word.map(|word| word.starts_with("ORGANIZATION").then_some(true)),
        parts: Known::Value(Set::default()),
    };
    reader.inventory.observability.detectors.push(detector);
}
