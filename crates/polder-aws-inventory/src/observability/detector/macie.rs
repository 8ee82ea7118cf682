//! Macie: `aws_macie2_account`, jobs, and the configuration for new accounts.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::observability::DetectorKind;

use super::{add, change_here, with_parts};
use crate::reader::Reader;
use crate::value::{self, text_or, truth_or};

/// The service in one region of an account. Source: provider documentation, `status`: the default is `ENABLED`.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let enabled = text_or(view, "status", "ENABLED").map(|status| status == "ENABLED");
    add(reader, view, DetectorKind::SensitiveData, enabled, Known::Value(Set::default()));
}

/// `aws_macie2_classification_job`: buckets that are analysed once or on a schedule.
pub(crate) fn job<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let name = match value::text(view, "name") {
        Known::Value(Some(name)) => Known::Value(Text::from(format!("job {name}"))),
        Known::Value(None) => Known::Value(Text::new_static("job")),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let part = name.map(|name| Set::from([name]));
    change_here(reader, view, &DetectorKind::SensitiveData, "parts", |detector| with_parts(detector, part));
    let text = "the buckets that the job reads are not modelled";
    reader.blind(view, None, Some("s3_job_definition"), Reason::AttributeNotModelled, text);
}

/// `aws_macie2_organization_configuration`
pub(crate) fn organization<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let covers = truth_or(view, "auto_enable", false).map(Some);
    change_here(reader, view, &DetectorKind::SensitiveData, "covers_new_accounts", |detector| {
        detector.covers_new_accounts = covers;
    });
}
