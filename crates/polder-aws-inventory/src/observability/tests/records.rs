//! Log routes, trails and recorders.

use polder_cloud::body;

use crate::test_graphs::{of_foreign, of_stack, said};

#[test]
fn flow_logs_have_the_providers_fields_and_interval() {
    let inventory = of_foreign(|s| {
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
    let inventory = of_stack(|s| {
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
            delivery_destination_configuration { destination_resource_arn = "arn:aws:logs:eu-central-1:111111111111:log-group:cdn"; }
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
                destination_arn = "arn:aws:firehose:eu-central-1:111111111111:deliverystream/x";
                filter_pattern = "";
            },
        );
    });
    let said = said(&inventory, "observability/log_routes/");
    for line in [
        "aws_cloudwatch_log_delivery.cdn/fields = \"c-ip\"",
        "aws_cloudwatch_log_delivery.cdn/from = externals arn:aws:cloudfront::111111111111:distribution/E1",
        "aws_cloudwatch_log_delivery.cdn/kind = Access",
        "aws_cloudwatch_log_delivery.cdn/to = externals arn:aws:logs:eu-central-1:111111111111:log-group:cdn",
        "aws_cloudwatch_log_subscription_filter.on/filter = none",
        "aws_cloudwatch_log_subscription_filter.on/kind = Forwarded",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn a_trail_records_what_its_selectors_say() {
    let inventory = of_foreign(|s| {
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
                kms_key_id = "arn:aws:kms:eu-central-1:111111111111:key/1";
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
ncryption = ServiceOwned
vents = {kind: Management, writes: none, resource_kind: none, resources: {}}"
    );
    assert_eq!(said("plain", "global_services"), " = true");
    assert_eq!(said("plain", "all_regions"), " = false");
    assert_eq!(
        said("basic", "e"),
        "\
nabled = false
ncryption = ServiceOwned
vents = {kind: Data, writes: true, resource_kind: \"AWS::S3::Object\", resources: {\"arn:aws:s3:::media/\"}}"
    );
    assert_eq!(
        said("advanced", "e"),
        "\
nabled = true
ncryption = Key(externals arn:aws:kms:eu-central-1:111111111111:key/1)
vents = {kind: Data, writes: false, resource_kind: \"AWS::S3::Object\", resources: {\"arn:aws:s3:::media/\"}}"
    );
    assert_eq!(said("without", "events"), " = unknown (attribute not modelled)");
}

#[test]
fn a_recorder_and_its_parts_find_each_other_by_region() {
    let inventory = of_foreign(|s| {
        for region in ["eu-central-1", "eu-west-3"] {
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
        said(
            &inventory,
            &format!("observability/configuration_recorders/plan:aws_config_configuration_recorder.{name}/"),
        )
    };
    let (on, off) = (said("eu_west_3"), said("eu_central_1"));
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
