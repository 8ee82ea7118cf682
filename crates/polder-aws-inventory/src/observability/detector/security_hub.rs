//! Security Hub: `aws_securityhub_account`, standards, and the configuration for new accounts.

use polder_cloud::View;
use polder_inventory::model::{Known, Set, Text};
use polder_inventory::observability::DetectorKind;

use super::{add, change_here, with_parts};
use crate::reader::Reader;
use crate::value::{given_text, truth_or};

/// Standards that are enabled by default. Source: AWS, Security Hub User Guide, "Enabling Security Hub manually".
const DEFAULT_STANDARDS: [&str; 2] =
    ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.2.0"];

/// The service in one region of an account. Its kind is `Posture`, like that of Config rules.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = truth_or(view, "enable_default_standards", true)
        .map(|on| if on { DEFAULT_STANDARDS.map(Text::new_static).into() } else { Set::default() });
    add(reader, view, DetectorKind::Posture, Known::Value(true), parts);
}

/// `aws_securityhub_standards_subscription`
pub(crate) fn standard<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let standard = given_text(view, "standards_arn").map(|arn| {
        let mut found = ["standards/", "ruleset/"].iter().filter_map(|before| arn.split_once(before));
        let name = found.next().map_or(arn.as_str(), |(_, name)| name);
        Set::from([Text::new(name)])
    });
    change_here(reader, view, &DetectorKind::Posture, "parts", |detector| with_parts(detector, standard));
}

/// `aws_securityhub_organization_configuration`
pub(crate) fn organization<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let covers = truth_or(view, "auto_enable", false).map(Some);
    change_here(reader, view, &DetectorKind::Posture, "covers_new_accounts", |detector| {
        detector.covers_new_accounts = covers;
    });
}
