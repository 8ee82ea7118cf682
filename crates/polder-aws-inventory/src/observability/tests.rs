//! What is read of observability.

use polder_cloud::{Layer, Value, body, list, text};
use polder_inventory::model::{Known, Link};
use polder_inventory::observability::{AlarmCondition, DetectorKind, OversightKind};

use crate::estate::{foreign, own, owners, said, stack, stacks};

#[test]
fn an_alarm_has_its_times_and_the_providers_defaults() {
    let inventory = own(|s| {
        let other = s.resource(
            "aws_cloudwatch_composite_alarm",
            "any",
            body! { alarm_name = "any"; alarm_rule = "FALSE"; },
        );
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "cpu",
            body! {
                alarm_name = "cpu";
                namespace = "AWS/RDS";
                metric_name = "CPUUtilization";
                dimensions = { DBInstanceIdentifier = "main"; Region = "eu-west-1"; };
                comparison_operator = "GreaterThanOrEqualToThreshold";
                threshold = Value::Decimal("79.5".into());
                evaluation_periods = 3;
                period = 60;
                statistic = "Average";
                alarm_actions = [other.arn(), "arn:aws:automate:eu-west-1:ec2:recover".into()];
            },
        );
    });
    assert_eq!(
        said(
            &inventory,
            "observability/alarms/production/eu-west-1/shared/data:aws_cloudwatch_metric_alarm.cpu/"
        ),
        "\
actions_enabled = true
condition = Threshold
condition.breaching = 3
condition.comparison = GreaterOrEqual
condition.missing = Missing
condition.period = 1m
condition.periods = 3
condition.threshold = 79.5
condition.value = Metric
condition.value.account = none
condition.value.dimensions = {name: \"DBInstanceIdentifier\", value: \"main\"}
condition.value.dimensions = {name: \"Region\", value: \"eu-west-1\"}
condition.value.name = \"CPUUtilization\"
condition.value.namespace = \"AWS/RDS\"
condition.value.statistic = \"Average\"
condition.value.subject = externals main
name = \"cpu\"
when_over = {}
when_raised = alarms aws_cloudwatch_composite_alarm.any
when_raised = externals arn:aws:automate:eu-west-1:ec2:recover
without_data = {}"
    );
}

#[test]
fn an_expression_has_the_period_that_all_its_metrics_share() {
    let period = |second: u32| {
        let inventory = foreign(|s| {
            s.resource("aws_cloudwatch_metric_alarm", "rate", body! {
                alarm_name = "rate";
                comparison_operator = "GreaterThanThreshold";
                evaluation_periods = 5;
                datapoints_to_alarm = 2;
                treat_missing_data = "breaching";
                metric_query { id = "rate"; expression = "a / b"; return_data = true; }
                metric_query { id = "a"; metric { namespace = "x"; metric_name = "A"; period = 60; stat = "Sum"; } }
                metric_query { id = "b"; metric { namespace = "x"; metric_name = "B"; period = second; stat = "Sum"; } }
            });
        });
        let said = said(&inventory, "observability/alarms/plan:aws_cloudwatch_metric_alarm.rate/");
        let lines = said.lines().filter(|line| {
            ["expression", "period ", "breaching", "missing"].iter().any(|it| line.contains(it))
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        period(60),
        [
            "condition.breaching = 2",
            "condition.missing = Bad",
            "condition.period = 1m",
            "condition.value.expression = \"a / b\"",
        ]
    );
    assert_eq!(period(300)[2], "condition.period = unknown (resources contradict each other)");
}

#[test]
fn one_metric_that_is_queried_is_a_metric_of_its_account() {
    let inventory = foreign(|s| {
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "one",
            body! {
                alarm_name = "one";
                comparison_operator = "LessThanThreshold";
                threshold = 1;
                evaluation_periods = 1;
                metric_query {
                    id = "m";
                    account_id = "222222222222";
                    return_data = true;
                    metric { namespace = "x"; metric_name = "A"; period = 60; stat = "p99"; }
                }
            },
        );
    });
    let said = said(&inventory, "observability/alarms/plan:aws_cloudwatch_metric_alarm.one/condition.value");
    for line in [" = Metric", ".account = externals 222222222222", ".statistic = \"p99\""] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn composite_alarms_know_their_parts_by_reference_and_by_name() {
    let inventory = own(|s| {
        let one = s.resource(
            "aws_cloudwatch_metric_alarm",
            "one",
            body! { alarm_name = "one"; evaluation_periods = 1; },
        );
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "two",
            body! { alarm_name = "two"; evaluation_periods = 1; },
        );
        s.resource("aws_cloudwatch_composite_alarm", "both", body! {
            alarm_name = "both";
            alarm_rule = text!["ALARM(\"", one.get("alarm_name"), "\") AND (OK(two) OR NOT ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:gone))"];
        });
    });
    assert_eq!(
        said(&inventory, "observability/alarms/production/eu-west-1/shared/data:aws_cloudwatch_composite_alarm.both/condition"),
        " = Composite
.alarms = alarms aws_cloudwatch_metric_alarm.one
.alarms = alarms aws_cloudwatch_metric_alarm.two
.alarms = externals gone
.rule = \"ALARM(\\\"one\\\") AND (OK(two) OR NOT ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:gone))\""
    );
}

#[test]
fn flow_logs_have_the_providers_fields_and_interval() {
    let inventory = foreign(|s| {
        s.resource(
            "aws_flow_log",
            "all",
            body! { vpc_id = "vpc-1"; log_destination = "arn:aws:s3:::flows"; traffic_type = "ALL"; },
        );
        s.resource(
            "aws_flow_log",
            "some",
            body! {
                subnet_id = "subnet-1";
                log_group_name = "flows";
                traffic_type = "REJECT";
                max_aggregation_interval = 60;
                log_format = "${srcaddr} ${dstaddr}";
            },
        );
    });
    let said = |name: &str| said(&inventory, &format!("observability/log_routes/plan:aws_flow_log.{name}/"));
    let all = said("all");
    assert!(
        all.contains("fields = \"srcaddr\"")
            && all.contains("interval = 10m")
            && all.contains("filter = none"),
        "{all}"
    );
    assert_eq!(all.lines().filter(|line| line.starts_with("fields")).count(), 14);
    assert_eq!(
        said("some"),
        "\
fields = \"dstaddr\"
fields = \"srcaddr\"
filter = \"REJECT\"
from = externals subnet-1
identity = none
interval = 1m
key = none
kind = Flow
part = none
prefix = none
redacted = {}
to = externals flows"
    );
}

#[test]
fn a_delivery_leads_from_its_source_to_its_destination() {
    let inventory = own(|s| {
        let source = s.resource(
            "aws_cloudwatch_log_delivery_source",
            "cdn",
            body! {
                name = "cdn";
                log_type = "ACCESS_LOGS";
                resource_arn = "arn:aws:cloudfront::111111111111:distribution/E1";
            },
        );
        let destination = s.resource("aws_cloudwatch_log_delivery_destination", "logs", body! {
            name = "logs";
            delivery_destination_configuration { destination_resource_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:cdn"; }
        });
        s.resource(
            "aws_cloudwatch_log_delivery",
            "cdn",
            body! {
                delivery_source_name = source.name();
                delivery_destination_arn = destination.arn();
                record_fields = ["date", "c-ip"];
            },
        );
        s.resource(
            "aws_cloudwatch_log_subscription_filter",
            "on",
            body! {
                log_group_name = "cdn";
                destination_arn = "arn:aws:firehose:eu-west-1:111111111111:deliverystream/x";
                filter_pattern = "";
            },
        );
    });
    let said = said(&inventory, "observability/log_routes/");
    for line in [
        "aws_cloudwatch_log_delivery.cdn/fields = \"c-ip\"",
        "aws_cloudwatch_log_delivery.cdn/from = externals arn:aws:cloudfront::111111111111:distribution/E1",
        "aws_cloudwatch_log_delivery.cdn/kind = Access",
        "aws_cloudwatch_log_delivery.cdn/to = externals arn:aws:logs:eu-west-1:111111111111:log-group:cdn",
        "aws_cloudwatch_log_subscription_filter.on/filter = none",
        "aws_cloudwatch_log_subscription_filter.on/kind = Forwarded",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn a_trail_records_what_its_selectors_say() {
    let inventory = foreign(|s| {
        s.resource("aws_cloudtrail", "plain", body! { name = "plain"; s3_bucket_name = "logs"; });
        s.resource("aws_cloudtrail", "basic", body! {
            name = "basic";
            s3_bucket_name = "logs";
            enable_logging = false;
            event_selector {
                read_write_type = "WriteOnly";
                include_management_events = false;
                data_resource { type = "AWS::S3::Object"; values = ["arn:aws:s3:::media/", "arn:aws:s3"]; }
            }
        });
        s.resource(
            "aws_cloudtrail",
            "advanced",
            body! {
                name = "advanced";
                s3_bucket_name = "logs";
                kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/1";
                is_multi_region_trail = true;
                advanced_event_selector {
                    field_selector { field = "eventCategory"; equals = ["Data"]; }
                    field_selector { field = "readOnly"; equals = ["true"]; }
                    field_selector { field = "resources.type"; equals = ["AWS::S3::Object"]; }
                    field_selector { field = "resources.ARN"; starts_with = ["arn:aws:s3:::media/"]; }
                }
                insight_selector { insight_type = "ApiCallRateInsight"; }
            },
        );
        s.resource(
            "aws_cloudtrail",
            "without",
            body! {
                name = "without";
                s3_bucket_name = "logs";
                advanced_event_selector {
                    field_selector { field = "eventCategory"; equals = ["Management"]; }
                    field_selector { field = "eventSource"; not_equals = ["kms.amazonaws.com"]; }
                }
            },
        );
    });
    let said = |name: &str, field: &str| {
        said(&inventory, &format!("observability/trails/plan:aws_cloudtrail.{name}/{field}"))
    };
    assert_eq!(
        said("plain", "e"),
        "\
nabled = true
ncryption = Service
vents = {kind: Management, writing: none, resource_kind: none, resources: {}}"
    );
    assert_eq!(said("plain", "global_services"), " = true");
    assert_eq!(said("plain", "all_regions"), " = false");
    assert_eq!(
        said("basic", "e"),
        "\
nabled = false
ncryption = Service
vents = {kind: Data, writing: true, resource_kind: \"AWS::S3::Object\", resources: {\"arn:aws:s3:::media/\"}}"
    );
    assert_eq!(
        said("advanced", "e"),
        "\
nabled = true
ncryption = Key(externals arn:aws:kms:eu-west-1:111111111111:key/1)
vents = {kind: Data, writing: false, resource_kind: \"AWS::S3::Object\", resources: {\"arn:aws:s3:::media/\"}}"
    );
    assert_eq!(said("without", "events"), " = unknown (attribute not modelled)");
}

#[test]
fn a_recorder_and_its_parts_find_each_other_by_region() {
    let inventory = foreign(|s| {
        for region in ["eu-west-1", "eu-west-3"] {
            s.resource(
                "aws_config_configuration_recorder",
                region,
                body! {
                    name = "main";
                    region = region;
                    role_arn = "arn:aws:iam::111111111111:role/config";
                    recording_group { all_supported = false; resource_types = ["AWS::EC2::Instance"]; }
                },
            );
        }
        s.resource(
            "aws_config_configuration_recorder_status",
            "main",
            body! { name = "main"; region = "eu-west-3"; is_enabled = true; },
        );
        s.resource(
            "aws_config_delivery_channel",
            "main",
            body! { region = "eu-west-3"; s3_bucket_name = "logs"; },
        );
        s.resource(
            "aws_config_retention_configuration",
            "main",
            body! { region = "eu-west-3"; retention_period_in_days = 30; },
        );
    });
    let said = |name: &str| {
        said(&inventory, &format!("observability/recorders/plan:aws_config_configuration_recorder.{name}/"))
    };
    let (on, off) = (said("eu_west_3"), said("eu_west_1"));
    for line in
        ["enabled = true", "retention = 30d", "store = externals logs", "kinds = \"AWS::EC2::Instance\""]
    {
        assert!(on.contains(line), "{line} in {on}");
    }
    for line in
        ["enabled = false", "retention = 2557d", "store = none", "continuous = true", "global_kinds = false"]
    {
        assert!(off.contains(line), "{line} in {off}");
    }
}

#[test]
fn detectors_gather_their_parts() {
    let inventory = own(|s| {
        let detector = s.resource(
            "aws_guardduty_detector",
            "main",
            body! { datasources { s3_logs { enable = true; } } },
        );
        for (name, status) in [("RUNTIME_MONITORING", "ENABLED"), ("RDS_LOGIN_EVENTS", "DISABLED")] {
            s.resource(
                "aws_guardduty_detector_feature",
                name,
                body! {
                    detector_id = detector.id();
                    name = name;
                    status = status;
                    additional_configuration { name = "EC2_AGENT_MANAGEMENT"; status = "ENABLED"; }
                    additional_configuration { name = "EKS_ADDON_MANAGEMENT"; status = "DISABLED"; }
                },
            );
        }
        s.resource(
            "aws_guardduty_organization_configuration",
            "main",
            body! {
                detector_id = detector.id();
                auto_enable_organization_members = "NONE";
            },
        );
        s.resource("aws_securityhub_account", "main", body! { enable_default_standards = false; });
        s.resource(
            "aws_securityhub_standards_subscription",
            "cis",
            body! {
                standards_arn = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0";
            },
        );
        s.resource("aws_securityhub_organization_configuration", "main", body! { auto_enable = true; });
        s.resource(
            "aws_inspector2_enabler",
            "main",
            body! { account_ids = [Value::Variable("account_id".into())]; resource_types = ["ECR"]; },
        );
        s.resource("aws_macie2_account", "main", body! {});
        s.resource("aws_macie2_classification_job", "weekly", body! { name = "weekly"; });
        s.resource(
            "aws_accessanalyzer_analyzer",
            "all",
            body! { analyzer_name = "all"; type = "ORGANIZATION_UNUSED_ACCESS"; },
        );
        s.resource("aws_config_conformance_pack", "main", body! {
            name = "main";
            template_body = "{\"Resources\": {\"A\": {\"Properties\": {\"Source\": {\"Owner\": \"AWS\", \"SourceIdentifier\": \"RULE_A\"}}}}}";
        });
        s.resource(
            "aws_config_config_rule",
            "one",
            body! { name = "one"; source { owner = "AWS"; source_identifier = "RULE_B"; } },
        );
        s.resource(
            "aws_ce_anomaly_monitor",
            "services",
            body! { name = "s"; monitor_type = "DIMENSIONAL"; monitor_dimension = "SERVICE"; },
        );
    });
    assert_eq!(
        said(&inventory, "observability/detectors/"),
        "\
aws_accessanalyzer_analyzer.all/covers_new_accounts = true
aws_accessanalyzer_analyzer.all/enabled = true
aws_accessanalyzer_analyzer.all/kind = UnusedAccess
aws_accessanalyzer_analyzer.all/parts = {}
aws_ce_anomaly_monitor.services/covers_new_accounts = none
aws_ce_anomaly_monitor.services/enabled = true
aws_ce_anomaly_monitor.services/kind = Cost
aws_ce_anomaly_monitor.services/parts = \"SERVICE\"
aws_config_config_rule.one/covers_new_accounts = none
aws_config_config_rule.one/enabled = true
aws_config_config_rule.one/kind = Posture
aws_config_config_rule.one/parts = \"RULE_B\"
aws_config_conformance_pack.main/covers_new_accounts = none
aws_config_conformance_pack.main/enabled = true
aws_config_conformance_pack.main/kind = Posture
aws_config_conformance_pack.main/parts = \"RULE_A\"
aws_guardduty_detector.main/covers_new_accounts = false
aws_guardduty_detector.main/enabled = true
aws_guardduty_detector.main/kind = Threat
aws_guardduty_detector.main/parts = \"RUNTIME_MONITORING\"
aws_guardduty_detector.main/parts = \"RUNTIME_MONITORING/EC2_AGENT_MANAGEMENT\"
aws_guardduty_detector.main/parts = \"S3_DATA_EVENTS\"
aws_inspector2_enabler.main/covers_new_accounts = none
aws_inspector2_enabler.main/enabled = true
aws_inspector2_enabler.main/kind = Vulnerability
aws_inspector2_enabler.main/parts = \"ECR\"
aws_macie2_account.main/covers_new_accounts = none
aws_macie2_account.main/enabled = true
aws_macie2_account.main/kind = SensitiveData
aws_macie2_account.main/parts = \"job weekly\"
aws_securityhub_account.main/covers_new_accounts = true
aws_securityhub_account.main/enabled = true
aws_securityhub_account.main/kind = Posture
aws_securityhub_account.main/parts = \"cis-aws-foundations-benchmark/v/1.2.0\""
    );
}

#[test]
fn an_oversight_leads_from_account_to_account() {
    let inventory = stacks(|cloud| {
        let security = stack(cloud, "security", Layer::Security);
        let member = security.resource("aws_organizations_account", "shop", body! { name = "shop"; });
        let sink = security.resource("aws_oam_sink", "main", body! { name = "main"; });
        let detector = security.resource("aws_guardduty_detector", "main", body! {});
        security.resource(
            "aws_guardduty_member",
            "shop",
            body! { detector_id = detector.id(); account_id = member.id(); email = "a@example.com"; },
        );
        security.resource("aws_config_configuration_aggregator", "all", body! {
            name = "all";
            organization_aggregation_source { all_regions = true; role_arn = "arn:aws:iam::111111111111:role/a"; }
        });
        security.resource(
            "aws_securityhub_finding_aggregator",
            "main",
            body! { linking_mode = "SPECIFIED_REGIONS"; specified_regions = ["eu-west-3"]; },
        );
        cloud.add(security);
        let shop = stack(cloud, "shop", Layer::Security);
        shop.resource(
            "aws_oam_link",
            "main",
            body! { sink_identifier = sink.arn(); resource_types = ["AWS::Logs::LogGroup"]; },
        );
        shop.resource(
            "aws_oam_link",
            "other",
            body! {
                sink_identifier = "arn:aws:oam:eu-west-1:222222222222:sink/1";
                resource_types = ["AWS::Logs::LogGroup"];
            },
        );
        cloud.add(shop);
    });
    let text = said(&inventory, "observability/oversights/").replace("/eu-west-1/shared/security", "");
    assert_eq!(
        text,
        "\
security:aws_config_configuration_aggregator.all#organization shop/account = accounts shop
security:aws_config_configuration_aggregator.all#organization shop/kind = Records
security:aws_config_configuration_aggregator.all#organization shop/parts = {}
security:aws_config_configuration_aggregator.all#organization shop/regions = \"all\"
security:aws_config_configuration_aggregator.all#organization shop/seen_by = accounts security
security:aws_guardduty_member.shop/account = accounts shop
security:aws_guardduty_member.shop/kind = Findings(Threat)
security:aws_guardduty_member.shop/parts = {}
security:aws_guardduty_member.shop/regions = none
security:aws_guardduty_member.shop/seen_by = accounts security
security:aws_securityhub_finding_aggregator.main/account = none
security:aws_securityhub_finding_aggregator.main/kind = Findings(Posture)
security:aws_securityhub_finding_aggregator.main/parts = {}
security:aws_securityhub_finding_aggregator.main/regions = \"eu-west-3\"
security:aws_securityhub_finding_aggregator.main/seen_by = accounts security
shop:aws_oam_link.main/account = none
shop:aws_oam_link.main/kind = Telemetry
shop:aws_oam_link.main/parts = \"AWS::Logs::LogGroup\"
shop:aws_oam_link.main/regions = none
shop:aws_oam_link.main/seen_by = accounts security
shop:aws_oam_link.other/account = none
shop:aws_oam_link.other/kind = Telemetry
shop:aws_oam_link.other/parts = \"AWS::Logs::LogGroup\"
shop:aws_oam_link.other/regions = none
shop:aws_oam_link.other/seen_by = externals 222222222222"
    );
}

#[test]
fn budgets_name_accounts_and_people() {
    let inventory = stacks(|cloud| {
        let s = stack(cloud, "management", Layer::Data);
        let account = s.resource("aws_organizations_account", "shop", body! { name = "shop"; });
        s.resource("aws_budgets_budget", "shop", body! {
            name = "shop";
            budget_type = "COST";
            limit_amount = "1000.50";
            limit_unit = "USD";
            time_unit = "MONTHLY";
            cost_filter { name = "LinkedAccount"; values = list![account.id()]; }
            notification {
                notification_type = "FORECASTED";
                threshold = 80;
                threshold_type = "PERCENTAGE";
                subscriber_email_addresses = ["a@example.com"];
            }
            notification { notification_type = "ACTUAL"; threshold = 500; threshold_type = "ABSOLUTE_VALUE"; }
        });
        cloud.add(s);
    });
    assert_eq!(
        said(&inventory, "billing/budgets/management/eu-west-1/shared/data:aws_budgets_budget.shop/"),
        "\
costs = \"LinkedAccount=\" + Account(accounts shop)
limit = 1000.5 USD
name = \"shop\"
notices = {percent: 80, forecast: true, to: {\"a@example.com\"}}
notices = {percent: unknown (attribute not modelled), forecast: false, to: {}}
period = 30d"
    );
}

#[test]
fn every_region_of_the_owner_is_recorded_and_watched() {
    let observability = &owners().observability;
    let place = |source| {
        let location = &owners().locations[owners().sources[source].location];
        (
            location.account.id().expect("an account"),
            location.region.value().cloned().flatten().expect("a region"),
        )
    };
    let mut recorded: Vec<_> = observability.recorders.values().map(|it| place(it.source)).collect();
    recorded.sort();
    for recorder in observability.recorders.values() {
        assert_eq!(
            (recorder.enabled.clone(), recorder.kinds.clone()),
            (Known::Value(true), Known::Value(None))
        );
        assert!(recorder.store.is_some() && recorder.identity.id().is_some());
    }
    for kind in [DetectorKind::SensitiveData, DetectorKind::Vulnerability, DetectorKind::ExternalAccess] {
        let detectors = observability.detectors.values().filter(|it| it.kind == kind);
        let mut watched: Vec<_> = detectors.map(|it| place(it.source)).collect();
        watched.sort();
        assert_eq!(watched, recorded, "{kind:?}");
    }
    assert_eq!(recorded.len(), 13);
}

#[test]
fn the_owners_trail_covers_everything_and_cannot_be_changed_unseen() {
    let trails: Vec<_> = owners().observability.trails.values().collect();
    let [trail] = trails.as_slice() else { panic!("one trail") };
    for on in
        [&trail.enabled, &trail.organization, &trail.all_regions, &trail.global_services, &trail.validated]
    {
        assert_eq!(*on, Known::Value(true));
    }
    assert_eq!(trail.events.value().map(|events| events.len()), Some(2));
    assert!(trail.notifies.is_some());
}

#[test]
fn each_member_account_is_overseen_by_the_one_that_manages() {
    let inventory = owners();
    let accounts = &inventory.access.accounts;
    for kind in [
        OversightKind::Telemetry,
        OversightKind::Findings(DetectorKind::Threat),
        OversightKind::Findings(DetectorKind::Posture),
    ] {
        let seen: Vec<_> = inventory.observability.oversights.values().filter(|it| it.kind == kind).collect();
        assert!(!seen.is_empty(), "{kind:?}");
        for oversight in seen {
            let Link::To(by) = oversight.seen_by else { panic!("{kind:?}") };
            assert_eq!(accounts[by].management, Known::Value(true));
        }
    }
}

#[test]
fn every_alarm_of_the_owner_tells_somebody_or_is_part_of_one_that_does() {
    let alarms = &owners().observability.alarms;
    let mut parts = std::collections::BTreeSet::new();
    for alarm in alarms.values() {
        if let AlarmCondition::Composite { alarms, .. } = &alarm.condition {
            assert!(!alarms.is_empty());
            parts.extend(alarms.iter().filter_map(Link::id));
        }
    }
    for (id, alarm) in alarms.iter() {
        assert!(!alarm.when_raised.is_empty() || parts.contains(&id), "{:?}", alarm.name);
        assert_eq!(alarm.actions_enabled, Known::Value(true));
        if let AlarmCondition::Threshold(threshold) = &alarm.condition {
            let known = threshold.period.value().is_some() && threshold.breaching.value().is_some();
            assert!(known && threshold.comparison.value().is_some(), "{:?}", alarm.name);
        }
    }
}
