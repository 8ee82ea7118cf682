//! Differences between the two versions of the provider: each test breaks one thing.

use super::*;

#[test]
fn what_one_version_has_cannot_be_written() {
    finds(&["CLOUD028 `aws_eip` has `vpc` in version 5 of the provider only"], |s| {
        s.resource("aws_eip", "x", body! { vpc = true; });
    });
    finds(&["CLOUD028 `aws_vpc` has `region` in version 6 of the provider only"], |s| {
        s.resource("aws_vpc", "x", body! { cidr_block = "10.0.0.0/16"; region = "eu-central-1"; });
    });
    finds(
        &["CLOUD028 `aws_ecs_task_definition` has `inference_accelerator` in version 5 of the provider only"],
        |s| {
            s.resource(
                "aws_ecs_task_definition",
                "x",
                body! {
                    family = "x";
                    container_definitions = "[]";
                    inference_accelerator { device_name = "x"; device_type = "x"; }
                },
            );
        },
    );
}

#[test]
fn what_one_version_has_cannot_be_read() {
    finds(
        &["CLOUD028 `aws_api_gateway_deployment` has `invoke_url` in version 5 of the provider only"],
        |s| {
            let deployment = s.resource("aws_api_gateway_deployment", "x", body! { rest_api_id = "x"; });
            s.output("url", "Where.", deployment.get("invoke_url"));
        },
    );
    finds(&["CLOUD028 `aws_region` has `region` in version 6 of the provider only"], |s| {
        let region = s.data("aws_region", "current", body! {});
        s.output("region", "Where.", region.get("region"));
    });
    finds(&["CLOUD011 the object has no attribute `odb_network_arn`"], |s| {
        let table = s.resource("aws_route_table", "x", body! { vpc_id = "x"; });
        let routes = Value::call("tolist", vec![table.get("route")]);
        s.output("x", "What.", routes.at(0).field("odb_network_arn"));
    });
}

#[test]
fn the_stricter_version_counts() {
    finds(&["CLOUD003 `aws_ssoadmin_account_assignment` requires `target_type`, which is not set"], |s| {
        s.resource(
            "aws_ssoadmin_account_assignment",
            "x",
            body! {
                instance_arn = "x"; permission_set_arn = "x"; principal_id = "x"; principal_type = "GROUP";
                target_id = "x";
            },
        );
    });
    finds(&["CLOUD006 `etag` is read-only"], |s| {
        s.resource("aws_cloudfront_response_headers_policy", "x", body! { name = "x"; etag = "x"; });
    });
}

#[test]
fn what_either_version_deprecates() {
    finds(&["CLOUD024 `expected_bucket_owner` is deprecated in version 6 of the provider"], |s| {
        s.resource(
            "aws_s3_bucket_versioning",
            "x",
            body! {
                bucket = "x"; expected_bucket_owner = "111111111111";
                versioning_configuration { status = "Enabled"; }
            },
        );
    });
    finds(&["CLOUD024 `versioning` is deprecated in version 5 of the provider"], |s| {
        s.resource("aws_s3_bucket", "x", body! { versioning { enabled = true; } });
    });
    let object = [
        "CLOUD024 `aws_s3_bucket_object` is deprecated in version 5 of the provider",
        "CLOUD024 `bucket` is deprecated in version 5 of the provider",
        "CLOUD024 `key` is deprecated in version 5 of the provider",
    ];
    finds(&object, |s| {
        s.resource("aws_s3_bucket_object", "x", body! { bucket = "x"; key = "x"; });
    });
    finds(&["CLOUD024 `aws_region.name` is deprecated in version 6 of the provider"], |s| {
        let region = s.data("aws_region", "current", body! {});
        s.output("region", "Where.", region.get("name"));
    });
}

#[test]
fn objects_of_which_one_version_knows_more_are_written_as_blocks() {
    let write = |s: &Draft, route: Value| {
        s.resource("aws_route_table", "x", body! { vpc_id = "x"; route = list![route]; });
    };
    let all = || {
        body! {
            carrier_gateway_id = ""; cidr_block = "0.0.0.0/0"; core_network_arn = "";
            destination_prefix_list_id = ""; egress_only_gateway_id = ""; gateway_id = "x"; ipv6_cidr_block = "";
            local_gateway_id = ""; nat_gateway_id = ""; network_interface_id = ""; transit_gateway_id = "";
            vpc_endpoint_id = ""; vpc_peering_connection_id = "";
        }
    };
    finds(&["CLOUD028 `route` has other attributes in version 5 of the provider than in version 6"], |s| {
        write(s, Value::Object(Box::new(all())));
    });
    finds(&[], |s| {
        let route = body! { vpc_id = "x"; route { cidr_block = "0.0.0.0/0"; gateway_id = "x"; } };
        s.resource("aws_route_table", "x", route);
    });
}

#[test]
fn blocks_that_are_lists_in_one_version_and_sets_in_the_other_are_not_read() {
    let message = "CLOUD028 `aws_guardduty_detector_feature.additional_configuration` is not a value of the same type in \
                   versions 5 and 6 of the provider";
    finds(&[message], |s| {
        let feature = s.resource(
            "aws_guardduty_detector_feature",
            "x",
            body! { detector_id = "x"; name = "x"; status = "ENABLED"; },
        );
        s.output("x", "What.", feature.get("additional_configuration"));
    });
}
