//! `aws_api_gateway_account`: lets the gateway write logs. One for each account and region.

use polder_cloud::{Policy, Value, allow, body, list};

use crate::draft::Draft;
use crate::iam::iam_service_role;
use crate::names::named_worldwide;

/// Writes the account-level setting and its role.
pub(crate) fn account(s: &Draft) {
    s.file(
        "api_gateway_account",
        "Every API of the account and region writes its logs with this role: the setting exists once per\n\
         account and region.",
    );
    let role = s.resource(
        "aws_iam_role",
        "gateway_logs",
        body! {
            name = named_worldwide("-apigw");
            description = "Lets API Gateway write logs.";
            // No condition on the source account: API Gateway sends none when it validates the role of this
            // setting.
            assume_role_policy = Policy::of([
                allow("Gateway").to_service("apigateway.amazonaws.com").actions(["sts:AssumeRole"]),
            ]);
        },
    );
    iam_service_role::managed(
        s,
        &role,
        "gateway_logs",
        "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    );
    s.resource(
        "aws_api_gateway_account",
        "main",
        body! {
            cloudwatch_role_arn = role.arn();
            depends_on = list![Value::expression("aws_iam_role_policy_attachment.gateway_logs")];
        },
    );
}
