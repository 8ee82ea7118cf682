//! The permissions boundary: the most that a role can do that the pipeline creates, whatever its own policies allow.

use polder_cloud::{Policy, allow, body, deny};
use polder_design::{Design, MailService};

use crate::draft::Draft;
use crate::pipeline::role_policy::{global, own};
use crate::pipeline::{bootstrap_arns, limits, regions};

/// The services that processes, functions, machines, and services on their behalf use.
const SERVICES: [&str; 35] = [
    "acm",
    "apigateway",
    "application-autoscaling",
    "autoscaling",
    "backup",
    "backup-storage",
    "cloudfront",
    "cloudwatch",
    "dynamodb",
    "ec2",
    "ec2messages",
    "ecr",
    "ecs",
    "eks",
    "eks-auth",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "events",
    "kms",
    "lambda",
    "logs",
    "rds",
    "rds-db",
    "route53",
    "s3",
    "scheduler",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "tag",
    "wafv2",
    "xray",
];

/// Actions of other services: a workflow sets findings to notified once they were sent.
const ACTIONS: [&str; 2] = ["securityhub:BatchUpdateFindings", "states:StartExecution"];

/// The action with which processes send mail, where the provider's service does.
const MAIL: &str = "ses:SendRawEmail";

/// Writes the boundary of an account.
pub(crate) fn permissions_boundary(s: &Draft, design: &Design) {
    s.file(
        "permissions_boundary",
        "The permissions boundary of every role that the pipeline creates. It allows the platform's services,\n\
         but no change of IAM users, the organization, the trail or the security services, and it denies\n\
         whatever is denied to the pipeline itself.",
    );
    let all = SERVICES.iter().map(|service| format!("{service}:*"));
    let mail = (design.mail == MailService::Provider).then(|| MAIL.to_owned());
    let all: Vec<String> = all.chain(ACTIONS.map(str::to_owned)).chain(mail).collect();
    let mut statements = vec![
        // In the platform's regions only, as in the service control policies: those do not apply to the management account.
        allow("ServicesOfThePlatform").actions(all).on("*").when(
            "StringEquals",
            "aws:RequestedRegion",
            regions::used(design),
        ),
        // The aggregator of AWS Config lists the accounts of the organization.
        global("ReadTheOrganization", &["organizations:Describe*", "organizations:List*"]),
        allow("PassRoles").actions(["iam:PassRole"]).on(own(design, "role")),
        deny("NoLossOfKeys")
            .actions(["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:DisableKey"])
            .on("*"),
    ];
    statements.extend(limits::limits(s, design));
    s.resource(
        "aws_iam_policy",
        "boundary",
        body! {
            name = bootstrap_arns::boundary_name(design);
            description = "Permissions boundary of the platform's roles.";
            policy = Policy::of(statements);
        },
    );
}
