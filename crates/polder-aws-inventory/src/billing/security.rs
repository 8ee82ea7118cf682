//! Security and cost monitoring services.

use polder_cloud::View;
use polder_inventory::access::AccountId;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Text};

use super::line::{Line, count};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, text_or, texts};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_config_configuration_recorder", recorder),
    ("aws_config_config_rule", config_rule),
    ("aws_config_organization_managed_rule", config_rule),
    ("aws_config_conformance_pack", conformance_pack),
    ("aws_config_organization_conformance_pack", conformance_pack),
    ("aws_guardduty_detector", detector),
    ("aws_guardduty_detector_feature", detector_feature),
    ("aws_guardduty_malware_protection_plan", malware_protection),
    ("aws_guardduty_member", member),
    ("aws_securityhub_account", security_hub),
    ("aws_inspector2_enabler", inspector),
    ("aws_macie2_account", macie),
    ("aws_macie2_classification_job", macie_job),
    ("aws_accessanalyzer_analyzer", access_analyzer),
    ("aws_detective_graph", detective),
];

fn recorder<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let mode = view
        .block("recording_mode")
        .map_or(Known::Value("CONTINUOUS".into()), |it| text_or(it, "recording_frequency", "CONTINUOUS"));
    let item =
        if mode == Known::Value("DAILY".into()) { "daily_configuration_item" } else { "configuration_item" };
    reader.bill(view, [Line::used("config", item, "record", Usage::Evaluations)]);
}

fn config_rule<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("config", "rule_evaluation", "evaluation", Usage::Evaluations).tiered()]);
}

fn conformance_pack<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::used("config", "conformance_pack_evaluation", "evaluation", Usage::Evaluations).tiered()],
    );
}

/// The events of the account, its VPC flow logs and its DNS queries.
fn detector<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if view.truth("enable") == Some(false) {
        return;
    }
    reader.bill(
        view,
        [
            Line::used("guardduty", "cloudtrail_events", "million_events", Usage::Messages).tiered(),
            Line::used("guardduty", "flow_and_dns_logs", "gb", Usage::BytesScanned).tiered(),
        ],
    );
}

/// A feature that is enabled in addition to the foundational data sources.
fn detector_feature<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if text_or(view, "status", "ENABLED") == Known::Value("ENABLED".into()) {
        reader.bill(view, [feature(view)]);
    }
}

/// The name of the feature.
fn feature(view: View<'_, '_>) -> Line {
    let name = given_text(view, "name");
    let (item, unit, usage) = match name.value().map(Text::as_str) {
        Some("S3_DATA_EVENTS") => ("s3_data_events", "million_events", Usage::Messages),
        Some("EKS_AUDIT_LOGS") => ("eks_audit_logs", "million_events", Usage::Messages),
        Some("EBS_MALWARE_PROTECTION") => ("malware_scan", "gb", Usage::BytesScanned),
        Some("RDS_LOGIN_EVENTS") => ("rds_protection", "vcpu_month", Usage::CapacityUnits),
        Some("LAMBDA_NETWORK_LOGS") => ("lambda_protection", "gb", Usage::BytesScanned),
        Some("RUNTIME_MONITORING" | "EKS_RUNTIME_MONITORING") => {
            ("runtime_monitoring", "vcpu_month", Usage::CapacityUnits)
        }
        _ => ("feature", "evaluation", Usage::Evaluations),
    };
    Line::used("guardduty", item, unit, usage).tiered().with("feature", name)
}

/// The detector of another account of the organization, with the features that members get. It is billed to
/// that account, which is an attribute: the resource is in the administrator account.
fn member<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let made = view.targets("account_id").into_iter().find(|it| it.kind() == "aws_organizations_account");
    // The estate has one name for an account, which is not always that of the resource.
    let known = made
        .and_then(|it| reader.id::<AccountId>(it.id()))
        .and_then(|id| reader.inventory.access.accounts.get(id));
    let account = known.map_or_else(|| given_text(view, "account_id"), |it| Known::Value(it.name.clone()));
    let mut lines = vec![
        Line::used("guardduty", "cloudtrail_events", "million_events", Usage::Messages).tiered(),
        Line::used("guardduty", "flow_and_dns_logs", "gb", Usage::BytesScanned).tiered(),
    ];
    let index = view.index();
    let detector = view.targets("detector_id").into_iter().find(|it| it.kind() == "aws_guardduty_detector");
    let referrers = detector.map_or(&[][..], |it| index.referrers(it.id()));
    let settings = referrers.iter().filter_map(|it| index.view(it.from));
    let enabled = settings.filter(|it| {
        it.kind() == "aws_guardduty_organization_configuration_feature"
            && text_or(*it, "auto_enable", "NONE") != Known::Value("NONE".into())
    });
    lines.extend(enabled.map(feature));
    let (source, of) = (reader.source(view), reader.billed(view));
    reader.bill_of(source, of, lines.into_iter().map(|line| line.with("account", account.clone())));
}

fn malware_protection<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("guardduty", "s3_malware_scanned", "gb", Usage::BytesScanned),
            Line::used("guardduty", "s3_malware_objects", "thousand_objects", Usage::Evaluations),
        ],
    );
}

fn security_hub<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("security_hub", "check", "check", Usage::Evaluations).tiered(),
            Line::used("security_hub", "finding_ingested", "event", Usage::Messages).tiered(),
        ],
    );
}

fn inspector<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Known::Value(kinds) = texts(view, "resource_types") else {
        return reader.bill(view, [Line::used("inspector", "scan", "resource_month", Usage::Evaluations)]);
    };
    for kind in &kinds {
        let (item, unit) = match kind.as_str() {
            "EC2" => ("instance", "instance_month"),
            "ECR" => ("image_scan", "image"),
            "LAMBDA" => ("lambda_function", "function_month"),
            "LAMBDA_CODE" => ("lambda_code", "function_month"),
            _ => ("scan", "resource_month"),
        };
        reader.bill(view, [Line::used("inspector", item, unit, Usage::Evaluations)]);
        if kind == "ECR" {
            reader.bill(view, [Line::used("inspector", "image_rescan", "image", Usage::Evaluations)]);
        }
    }
}

fn macie<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::used("macie", "bucket", "bucket_month", Usage::Evaluations),
            Line::used("macie", "object_monitored", "100000_objects", Usage::Evaluations),
        ],
    );
}

fn macie_job<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("macie", "data_inspected", "gb", Usage::BytesScanned).tiered()]);
}

/// Findings of external access are free; analysis of unused access is billed for each IAM role and user.
fn access_analyzer<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = text_or(view, "type", "ACCOUNT");
    match kind.value().map(Text::as_str) {
        Some("ACCOUNT" | "ORGANIZATION") => {}
        Some(kind) if kind.ends_with("UNUSED_ACCESS") => {
            reader.bill(
                view,
                [Line::used("access_analyzer", "unused_access", "principal_month", Usage::Evaluations)],
            );
        }
        Some(kind) if kind.ends_with("INTERNAL_ACCESS") => {
            reader.bill(
                view,
                [Line::used("access_analyzer", "internal_access", "resource_month", Usage::Evaluations)],
            );
        }
        _ => reader.bill(
            view,
            [Line::constant("access_analyzer", "analyzer", "analyzer_month", count(1)).with("kind", kind)],
        ),
    }
}

fn detective<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("detective", "ingested", "gb", Usage::BytesIn).tiered()]);
}
