//! Observability: alarms, detectors, and where logs are stored.

mod alarm;
mod budget;
mod composite_alarm;
mod detector;
mod log_metric;
mod log_route;
mod metric;
mod oversight;
mod recorder;
mod state;
#[cfg(test)]
mod tests;
mod trail;

use polder_inventory::EntryKind;

use crate::kind::Reading::{Entry, EntryAndParts, Irrelevant, Part};
use crate::kind::{KindReading, data, managed};
use crate::link::ByName;

pub(crate) use state::State;

/// The kinds and attributes by which other resources name a log group.
const LOG_GROUP: &[ByName] = &[("aws_cloudwatch_log_group", "name")];

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    // Metrics and alarms.
    managed("aws_cloudwatch_metric_alarm", Entry(EntryKind::Alarm, alarm::read)),
    managed("aws_cloudwatch_composite_alarm", Entry(EntryKind::Alarm, composite_alarm::read)),
    managed("aws_cloudwatch_log_metric_filter", Entry(EntryKind::MetricFilter, log_metric::read)),
    managed("aws_cloudwatch_dashboard", Irrelevant("It shows numbers and decides nothing.")),
    managed("aws_cloudwatch_query_definition", Irrelevant("It keeps a query for people.")),
    // Log routes.
    managed("aws_flow_log", Entry(EntryKind::LogRoute, log_route::flow_log::read)),
    managed(
        "aws_cloudwatch_log_subscription_filter",
        Entry(EntryKind::LogRoute, log_route::subscription_filter::read),
    ),
    managed("aws_cloudwatch_log_delivery", Entry(EntryKind::LogRoute, log_route::delivery::read)),
    managed("aws_cloudwatch_log_delivery_source", Irrelevant("It is read as part of the delivery.")),
    managed("aws_cloudwatch_log_delivery_destination", Irrelevant("It is read as part of the delivery.")),
    // Trails and recorders.
    managed("aws_cloudtrail", EntryAndParts(EntryKind::Trail, trail::read, trail::read_parts)),
    managed("aws_config_configuration_recorder", Entry(EntryKind::ConfigurationRecorder, recorder::read)),
    managed("aws_config_configuration_recorder_status", Part(recorder::status)),
    managed("aws_config_delivery_channel", Part(recorder::channel)),
    managed("aws_config_retention_configuration", Part(recorder::retention)),
    // Security and cost monitoring.
    managed("aws_config_config_rule", Part(detector::config_rule::rule)),
    managed("aws_config_organization_managed_rule", Part(detector::config_rule::organization_rule)),
    managed("aws_config_organization_custom_rule", Part(detector::config_rule::organization_function)),
    managed("aws_config_conformance_pack", Part(detector::config_rule::pack)),
    managed("aws_config_organization_conformance_pack", Part(detector::config_rule::organization_pack)),
    managed("aws_guardduty_detector", Entry(EntryKind::Detector, detector::guardduty::read)),
    managed("aws_guardduty_detector_feature", Part(detector::guardduty::feature)),
    managed("aws_guardduty_organization_configuration", Part(detector::guardduty::organization)),
    managed(
        "aws_guardduty_organization_configuration_feature",
        Part(detector::guardduty::organization_feature),
    ),
    managed(
        "aws_guardduty_malware_protection_plan",
        Irrelevant("It reads objects of one bucket with a role of its own, and keeps nothing but a tag."),
    ),
    managed("aws_securityhub_account", Entry(EntryKind::Detector, detector::security_hub::read)),
    managed("aws_securityhub_standards_subscription", Part(detector::security_hub::standard)),
    managed("aws_securityhub_organization_configuration", Part(detector::security_hub::organization)),
    managed("aws_inspector2_enabler", Entry(EntryKind::Detector, detector::inspector::read)),
    managed("aws_inspector2_organization_configuration", Part(detector::inspector::organization)),
    managed("aws_macie2_account", Entry(EntryKind::Detector, detector::macie::read)),
    managed("aws_macie2_classification_job", Part(detector::macie::job)),
    managed(
        "aws_macie2_classification_export_configuration",
        Irrelevant("It keeps where sensitive data are, not the data, in a bucket with an entry of its own."),
    ),
    managed("aws_macie2_organization_configuration", Part(detector::macie::organization)),
    managed("aws_accessanalyzer_analyzer", Entry(EntryKind::Detector, detector::access_analyzer::read)),
    managed("aws_ce_anomaly_monitor", Entry(EntryKind::Detector, detector::cost_anomaly::monitor)),
    managed("aws_ce_anomaly_subscription", Part(detector::cost_anomaly::subscription)),
    managed("aws_budgets_budget", Entry(EntryKind::Budget, budget::read)),
    // Aggregation across accounts.
    managed("aws_guardduty_member", Part(oversight::member::of_guardduty)),
    managed("aws_securityhub_member", Part(oversight::member::of_security_hub)),
    managed("aws_inspector2_member_association", Part(oversight::member::of_inspector)),
    managed("aws_macie2_member", Part(oversight::member::of_macie)),
    managed("aws_oam_link", Entry(EntryKind::Aggregation, oversight::link::read)),
    managed("aws_oam_sink", Irrelevant("It sees nothing before an account links to it.")),
    managed("aws_config_configuration_aggregator", Part(oversight::aggregator::of_records)),
    managed(
        "aws_config_aggregate_authorization",
        Irrelevant("It only lets an aggregator collect, which says what it sees."),
    ),
    managed(
        "aws_securityhub_finding_aggregator",
        Entry(EntryKind::Aggregation, oversight::aggregator::of_findings),
    ),
    managed("aws_securityhub_insight", Irrelevant("It shows findings and decides nothing.")),
    managed("aws_securityhub_action_target", Irrelevant("It is a button for people.")),
    data(
        "aws_cloudwatch_log_group",
        Irrelevant("It makes nothing; what names it leads to what it looks up."),
    ),
    data("aws_guardduty_detector", Irrelevant("It makes nothing; what names it leads to what it looks up.")),
];
