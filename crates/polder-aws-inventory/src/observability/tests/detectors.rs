//! Detectors, and the accounts that see their findings.

use polder_cloud::{Draft, Layer, Value, body};

use crate::test_graphs::{of_cloud, of_stack, said, stack};

/// GuardDuty and Security Hub.
fn services_with_settings(s: &Draft) {
    let detector =
        s.resource("aws_guardduty_detector", "main", body! { datasources { s3_logs { enable = true; } } });
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
}

/// Services that are only enabled, and rules.
fn others(s: &Draft) {
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
}

#[test]
fn detectors_gather_their_parts() {
    let inventory = of_stack(|s| {
        services_with_settings(s);
        others(s);
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
    let inventory = of_cloud(|cloud| {
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
                sink_identifier = "arn:aws:oam:eu-central-1:222222222222:sink/1";
                resource_types = ["AWS::Logs::LogGroup"];
            },
        );
        cloud.add(shop);
    });
    let text = said(&inventory, "observability/aggregations/").replace("/eu-central-1/shared/security", "");
    assert_eq!(
        text,
        "\
security:aws_config_configuration_aggregator.all#organization shop/from = accounts shop
security:aws_config_configuration_aggregator.all#organization shop/into = accounts security
security:aws_config_configuration_aggregator.all#organization shop/kind = Configurations
security:aws_config_configuration_aggregator.all#organization shop/parts = {}
security:aws_config_configuration_aggregator.all#organization shop/regions = \"all\"
security:aws_guardduty_member.shop/from = accounts shop
security:aws_guardduty_member.shop/into = accounts security
security:aws_guardduty_member.shop/kind = Findings(Threat)
security:aws_guardduty_member.shop/parts = {}
security:aws_guardduty_member.shop/regions = none
security:aws_securityhub_finding_aggregator.main/from = none
security:aws_securityhub_finding_aggregator.main/into = accounts security
security:aws_securityhub_finding_aggregator.main/kind = Findings(Posture)
security:aws_securityhub_finding_aggregator.main/parts = {}
security:aws_securityhub_finding_aggregator.main/regions = \"eu-west-3\"
shop:aws_oam_link.main/from = none
shop:aws_oam_link.main/into = accounts security
shop:aws_oam_link.main/kind = Telemetry
shop:aws_oam_link.main/parts = \"AWS::Logs::LogGroup\"
shop:aws_oam_link.main/regions = none
shop:aws_oam_link.other/from = none
shop:aws_oam_link.other/into = externals 222222222222
shop:aws_oam_link.other/kind = Telemetry
shop:aws_oam_link.other/parts = \"AWS::Logs::LogGroup\"
shop:aws_oam_link.other/regions = none"
    );
}
