//! Alarms, logs, trails, detectors.

use super::source::{
    ACCESS_ANALYZER, CLOUDTRAIL, CLOUDWATCH, COMPOSITE_ALARMS, CONFIG, DEFAULTS, GUARDDUTY, LOGS,
};
use crate::measure::{alarm, iam};
use crate::quota::{Quota, Unit, each, items, of, own, region, sum};

pub(super) static QUOTAS: &[Quota] = &[
    region("monitoring", "", "Actions per alarm state", 5, &CLOUDWATCH, &[
        items("aws_cloudwatch_metric_alarm", "alarm_actions"),
        items("aws_cloudwatch_composite_alarm", "alarm_actions"),
    ]),
    region("monitoring", "", "Actions for the OK state of an alarm", 5, &CLOUDWATCH, &[
        items("aws_cloudwatch_metric_alarm", "ok_actions"),
        items("aws_cloudwatch_composite_alarm", "ok_actions"),
    ]),
    region("monitoring", "", "Dimensions per metric", 30, &CLOUDWATCH, &[
        own("aws_cloudwatch_metric_alarm", alarm::dimensions),
    ]),
    region("monitoring", "", "Alarms that a composite alarm names", 100, &COMPOSITE_ALARMS, &[
        own("aws_cloudwatch_composite_alarm", alarm::named),
    ]),
    region("monitoring", "", "Length of the rule of a composite alarm", 10_240, &COMPOSITE_ALARMS, &[
        own("aws_cloudwatch_composite_alarm", alarm::rule),
    ]).unit(Unit::Characters),
    region("monitoring", "", "Widgets per dashboard", 500, &CLOUDWATCH, &[
        own("aws_cloudwatch_dashboard", alarm::widgets),
    ]),
    region("monitoring", "L-DBD11BCC", "Number of Contributor Insights rules", 100, &CLOUDWATCH, &[
        each("aws_cloudwatch_contributor_insight_rule"),
    ]),
    region("synthetics", "", "Canaries per Region", 200, &CLOUDWATCH, &[each("aws_synthetics_canary")]).support(),
    region("logs", "L-C7B9AAAB", "Log groups", 1_000_000, &LOGS, &[each("aws_cloudwatch_log_group")]),
    region("logs", "", "Metric filters per log group", 100, &LOGS, &[
        of("aws_cloudwatch_log_metric_filter", "log_group_name"),
    ]),
    region("logs", "", "Subscription filters per log group", 2, &LOGS, &[
        of("aws_cloudwatch_log_subscription_filter", "log_group_name"),
    ]),
    region("logs", "", "Resource policies per Region", 10, &LOGS, &[each("aws_cloudwatch_log_resource_policy")]),
    region("logs", "", "Resource policy size", 5120, &LOGS, &[
        own("aws_cloudwatch_log_resource_policy", iam::log_policy),
    ]).unit(Unit::Characters),
    region("logs", "", "Query definitions", 1000, &LOGS, &[each("aws_cloudwatch_query_definition")]),
    region("cloudtrail", "", "Trails per Region", 5, &CLOUDTRAIL, &[each("aws_cloudtrail")]),
    region("cloudtrail", "", "Event selectors per trail", 5, &CLOUDTRAIL, &[items("aws_cloudtrail", "event_selector")]),
    region("config", "", "AWS Config rules per Region per account", 1000, &CONFIG, &[each("aws_config_config_rule")]),
    region("config", "", "Conformance packs per account", 50, &CONFIG, &[each("aws_config_conformance_pack")]),
    region("config", "", "Configuration recorders per Region", 1, &CONFIG, &[each("aws_config_configuration_recorder")]),
    region("config", "", "Delivery channels per Region", 1, &CONFIG, &[each("aws_config_delivery_channel")]),
    region("config", "", "Configuration aggregators", 50, &CONFIG, &[each("aws_config_configuration_aggregator")])
        .support(),
    region("guardduty", "", "Detectors per Region", 1, &GUARDDUTY, &[each("aws_guardduty_detector")]),
    region("guardduty", "", "Suppression rules per detector", 100, &GUARDDUTY, &[
        of("aws_guardduty_filter", "detector_id"),
    ]),
    region("guardduty", "", "Threat intelligence sets per detector", 6, &GUARDDUTY, &[
        of("aws_guardduty_threatintelset", "detector_id"),
    ]),
    region("access-analyzer", "", "External access analyzers of an account", 1, &ACCESS_ANALYZER, &[
        sum("aws_accessanalyzer_analyzer", alarm::account_analyzer),
    ]),
    region("access-analyzer", "L-6F85FE0C", "Organization level analyzer", 5, &ACCESS_ANALYZER, &[
        sum("aws_accessanalyzer_analyzer", alarm::organization_analyzer),
    ]),
    region("access-analyzer", "L-1E51937C", "Archive rules per analyzer", 100, &ACCESS_ANALYZER, &[
        of("aws_accessanalyzer_archive_rule", "analyzer_name"),
    ]),
    region("xray", "L-8C0C998A", "Custom sampling rules per region", 25, &DEFAULTS, &[each("aws_xray_sampling_rule")]),
];
