//! Notifications of serious findings, each of them once.

use polder_cloud::{Document, Handle, Policy, allow, body, list, text};
use polder_design::{Component, Design};

use crate::draft::Draft;
use crate::iam::iam_service_role::{FINDING_EVENTS, STATE_MACHINE, role};
use crate::names::{arn_here, named};
use crate::observability::cloudwatch_log_group;
use crate::organization::monitoring_guards::WORKFLOW_STATUS;

/// Sends notifications of serious findings, from every account and region.
pub(crate) fn serious_findings(s: &Draft, design: &Design, topic: &Handle, key: &Handle) {
    s.file(
        "findings",
        "Serious findings are sent at once; the others are in Security Hub. A finding is reported again with every\n\
         update while its workflow status is NEW, often daily. Once it was sent it becomes NOTIFIED; Security Hub\n\
         itself sets it to NEW when what was solved fails again.",
    );
    let rule = s.resource(
        "aws_cloudwatch_event_rule",
        "findings",
        body! {
            name = named("-findings");
            description = "A security service reported a serious finding.";
            event_pattern = Document::Json(body! {
                source = ["aws.securityhub"];
                "detail-type" = ["Security Hub Findings - Imported"];
                detail = {
                    findings = {
                        Severity = { Label = ["CRITICAL", "HIGH"]; };
                        Workflow = { Status = ["NEW"]; };
                        RecordState = ["ACTIVE"];
                    };
                };
            });
        },
    );
    s.resource(
        "aws_cloudwatch_event_target",
        "findings",
        body! {
            rule = rule.name();
            target_id = "alarms";
            arn = topic.arn();
        },
    );
    once(s, design, &rule, key);
}

/// Sets a finding to NOTIFIED. EventBridge cannot call Security Hub itself, and an automation rule of Security Hub acts before
/// the event: the finding would not be sent at all.
fn once(s: &Draft, design: &Design, rule: &Handle, key: &Handle) {
    let _findings = s.part(Component::named("findings"));
    let group = s.resource(
        "aws_cloudwatch_log_group",
        "notified",
        body! {
            name = text!["/", named("/notified-findings")];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(design.retention.logs);
            tags = { "data-class" = "operational"; };
        },
    );
    let machine_role =
        role(s, "notified", "-notes", STATE_MACHINE, "Sets findings to notified once they were sent.");
    let rights = s.resource(
        "aws_iam_role_policy",
        "notified",
        body! {
            name = "set-status";
            role = machine_role.id();
            policy = machine_policy();
        },
    );
    let machine = s.resource(
        "aws_sfn_state_machine",
        "notified",
        body! {
            name = named("-notified-findings");
            role_arn = machine_role.arn();
            type = "STANDARD";
            definition = Document::Json(definition());
            logging_configuration {
                log_destination = text![group.arn(), ":*"];
                level = "ERROR";
                include_execution_data = true;
            }
            tracing_configuration {
                enabled = true;
            }
            depends_on = [rights.whole()];
        },
    );
    let starter =
        role(s, "finding_events", "-finds", FINDING_EVENTS, "Starts the workflow of sent findings.");
    s.resource(
        "aws_iam_role_policy",
        "finding_events",
        body! {
            name = "start";
            role = starter.id();
            policy = Policy::of([allow("Start").actions(["states:StartExecution"]).on(machine.arn())]);
        },
    );
    s.resource(
        "aws_cloudwatch_event_target",
        "notified",
        body! {
            rule = rule.name();
            target_id = "notified";
            arn = machine.arn();
            role_arn = starter.arn();
        },
    );
}

/// What the workflow may do.
fn machine_policy() -> Policy {
    Policy::of([
        allow("Findings")
            .actions(["securityhub:BatchUpdateFindings"])
            .on(arn_here("securityhub", "hub/default"))
            .when("StringEquals", WORKFLOW_STATUS, ["NOTIFIED"]),
        // Step Functions needs these on all resources to write to a log group.
        allow("Logs")
            .actions([
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ])
            .on("*"),
        allow("Traces")
            .actions([
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ])
            .on("*"),
    ])
}

/// One call of Security Hub, in the Amazon States Language. An event has one finding.
fn definition() -> polder_cloud::Body {
    body! {
        Comment = "Sets a finding that was sent to NOTIFIED.";
        StartAt = "Notified";
        States = {
            Notified = {
                Type = "Task";
                Resource = "arn:aws:states:::aws-sdk:securityhub:batchUpdateFindings";
                Parameters = {
                    FindingIdentifiers = list![body! {
                        "Id.$" = "$.detail.findings[0].Id";
                        "ProductArn.$" = "$.detail.findings[0].ProductArn";
                    }];
                    Workflow = { Status = "NOTIFIED"; };
                };
                Retry = list![body! {
                    ErrorEquals = ["States.ALL"];
                    IntervalSeconds = 30;
                    MaxAttempts = 5;
                    BackoffRate = 2;
                }];
                End = true;
            };
        };
    }
}
