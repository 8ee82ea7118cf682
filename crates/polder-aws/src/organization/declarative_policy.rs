//! Management policies of the organization: settings that AWS itself keeps, and that no account can change.
//!
//! Syntax: AWS, Organizations User Guide, "Declarative policy syntax and examples" and "AI services opt-out policy syntax and
//! examples". Operations that would change such a setting fail in the accounts, so no stack sets one of them.

use polder_cloud::{Body, Value, body};

fn assign(value: impl Into<Value>) -> Body {
    body! { "@@assign" = value; }
}

/// No AI service keeps or uses contents. A policy of a unit or account cannot opt in again.
pub(super) fn opt_out() -> Body {
    let none = || ["@@none"];
    body! {
        services = {
            "@@operators_allowed_for_child_policies" = none();
            default = {
                "@@operators_allowed_for_child_policies" = none();
                opt_out_policy = {
                    "@@operators_allowed_for_child_policies" = none();
                    "@@assign" = "optOut";
                };
            };
        };
    }
}

/// Settings of all instances, disks and images, also of those created by hand.
pub(super) fn machines() -> Body {
    body! {
        ec2_attributes = {
            exception_message = assign("A policy of the organization sets this: see the stack organization.");
            image_block_public_access = { state = assign("block_new_sharing"); };
            instance_metadata_defaults = {
                http_endpoint = assign("enabled");
                /// Containers on an instance are one hop further away.
                http_put_response_hop_limit = assign("2");
                http_tokens = assign("required");
                instance_metadata_tags = assign("no_preference");
            };
            serial_console_access = { status = assign("disabled"); };
            snapshot_block_public_access = { state = assign("block_all_sharing"); };
        };
    }
}

/// No way between a VPC and the internet: for accounts that need none. Networks of the platform have internet gateways.
pub(super) fn no_internet() -> Body {
    body! {
        ec2_attributes = {
            vpc_block_public_access = {
                internet_gateway_block = {
                    exclusions_allowed = assign("disabled");
                    mode = assign("block_bidirectional");
                };
            };
        };
    }
}
