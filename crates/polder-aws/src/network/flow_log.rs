//! `aws_flow_log`: a record of the network's connections.

use polder_cloud::{Handle, Policy, allow, body, text};
use polder_design::{Design, Site};

use crate::draft::Draft;
use crate::handles::Base;
use crate::names::{account, arn_here, local, named_worldwide};
use crate::observability::cloudwatch_log_group::{self, LogGroup, log_group};

/// Records all connections of the network, accepted or rejected.
pub(crate) fn flow_log(s: &Draft, design: &Design, site: &Site, base: &Base, vpc: &Handle) {
    s.file("flow_log", "Record of all connections, accepted or rejected, for incident analysis.");
    let group = log_group(
        s,
        LogGroup {
            resource: "flows",
            name: text!["/", local("name"), "/network-flows"],
            key: &base.keys.logs,
            retention: design.retention.audit_logs,
            site,
        },
    );
    recorded(s, &group, vpc);
}

/// The same for a network that belongs to no site.
pub(crate) fn of_account(s: &Draft, design: &Design, key: &Handle, vpc: &Handle) {
    let group = s.resource(
        "aws_cloudwatch_log_group",
        "flows",
        body! {
            name = text!["/", local("name"), "/network-flows"];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(design.retention.audit_logs);
            tags = { "data-class" = "operational"; };
        },
    );
    recorded(s, &group, vpc);
}

fn recorded(s: &Draft, group: &Handle, vpc: &Handle) {
    let role = s.resource(
        "aws_iam_role",
        "flow_log",
        body! {
            name = named_worldwide("-flows");
            description = "Writes VPC flow logs";
            assume_role_policy = Policy::of([
                allow("FlowLogsOfThisAccount")
                    .to_service("vpc-flow-logs.amazonaws.com")
                    .actions(["sts:AssumeRole"])
                    .when("StringEquals", "aws:SourceAccount", [account()])
                    .when("ArnLike", "aws:SourceArn", [
                        arn_here("ec2", "vpc-flow-log/*"),
                    ]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy",
        "flow_log",
        body! {
            name = "write";
            role = role.id();
            policy = Policy::of([
                allow("Write")
                    .actions(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"])
                    .on(text![group.arn(), ":*"]),
                // This action has no narrower resource than the log groups of the account and region.
                allow("Find")
                    .actions(["logs:DescribeLogGroups"])
                    .on(arn_here("logs", "log-group:*")),
            ]);
        },
    );
    let log = s.resource(
        "aws_flow_log",
        "main",
        body! {
            vpc_id = vpc.id();
            traffic_type = "ALL";
            log_destination_type = "cloud-watch-logs";
            log_destination = group.arn();
            iam_role_arn = role.arn();
            /// A minute rather than ten: a security alarm that is ten minutes late is of little use.
            max_aggregation_interval = 60;
        },
    );
    s.expect("all connections must be recorded", log.get("traffic_type"), "ALL");
}
