//! GuardDuty: `aws_guardduty_detector`, its features, and the configuration for new accounts.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::observability::{DetectorId, DetectorKind};

use super::{add, change_one, with_parts};
use crate::reader::Reader;
use crate::value::{given_text, text, truth_or};

/// Blocks of older configurations, with the feature that each enables. Source: AWS, GuardDuty User Guide,
/// "GuardDuty feature activation": data sources and the features that replaced them.
const DATA_SOURCES: [(&str, &[&str], &str, &str); 3] = [
    ("s3_logs", &[], "enable", "S3_DATA_EVENTS"),
    ("kubernetes", &["audit_logs"], "enable", "EKS_AUDIT_LOGS"),
    (
        "malware_protection",
        &["scan_ec2_instance_with_findings", "ebs_volumes"],
        "enable",
        "EBS_MALWARE_PROTECTION",
    ),
];

/// The detector.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let mut parts = vec![];
    for sources in view.blocks("datasources") {
        for (block, inner, name, feature) in DATA_SOURCES {
            let mut found = sources.block(block);
            for step in inner {
                found = found.and_then(|block| block.block(step));
            }
            if found.is_some_and(|block| truth_or(block, name, true) == Known::Value(true)) {
                parts.push(Text::new_static(feature));
            }
        }
    }
    let parts = Known::Value(parts.into());
    add(reader, view, DetectorKind::Threat, truth_or(view, "enable", true), parts);
}

/// `aws_guardduty_detector_feature`
pub(crate) fn feature<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let on = |block: View<'_, 'a>| text(block, "status").map(|status| status.as_deref() == Some("ENABLED"));
    let more = match (given_text(view, "name"), on(view)) {
        (Known::Value(name), Known::Value(true)) => {
            let mut parts = vec![name.clone()];
            for further in view.blocks("additional_configuration") {
                if let (Known::Value(part), Known::Value(true)) = (given_text(further, "name"), on(further)) {
                    parts.push(Text::from(format!("{name}/{part}")));
                }
            }
            Known::Value(Set::from(parts))
        }
        (_, Known::Value(false)) => Known::Value(Set::default()),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    };
    if let Some(id) = detector(reader, view) {
        change_one(reader, view, id, "parts", |detector| with_parts(detector, more));
    }
}

/// `aws_guardduty_organization_configuration`
pub(crate) fn organization<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let covers = match text(view, "auto_enable_organization_members") {
        Known::Value(Some(word)) => Known::Value(Some(word == "NEW" || word == "ALL")),
        Known::Value(None) => truth_or(view, "auto_enable", false).map(Some),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    if let Some(id) = detector(reader, view) {
        change_one(reader, view, id, "covers_new_accounts", |detector| detector.covers_new_accounts = covers);
    }
}

/// `aws_guardduty_organization_configuration_feature`: the features of new accounts. The model has one list
/// of features, that of the detector itself.
pub(crate) fn organization_feature<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if let Some(id) = detector(reader, view) {
        reader.contribute(view, id, &["covers_new_accounts"]);
    }
}

fn detector<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<DetectorId> {
    let names = [("aws_guardduty_detector", "id")];
    let detector: Option<Link<DetectorId>> = reader.link_by_name(view, "detector_id", "detector", &names);
    detector?.id()
}
