//! What ends, silences or changes monitoring: denied to all but those who need it, by the organization in member accounts
//! and by the pipeline's own policies in all.

use polder_cloud::{Policy, Statement, deny};
use polder_design::Design;

use crate::organization::keepers::{keepers, keepers_and_pipeline};

/// Actions that turn monitoring off, hide findings, or delete logs, keys and backups. The pipeline needs none of them to
/// apply its stacks: engineers use them when they remove something. With wildcards, since the policy of a role is limited in
/// length, that match no action that reads.
const ENDS: [&str; 52] = [
    "access-analyzer:*eArchiveRule",
    "access-analyzer:ApplyArchiveRule",
    "access-analyzer:DeleteAnalyzer",
    "access-analyzer:UpdateFindings",
    "backup:DeleteBackupVault*",
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint*",
    "backup:UpdateRecoveryPointLifecycle",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "config:DeleteAggregationAuthorization",
    "config:DeleteCon*",
    "config:DeleteDeliveryChannel",
    "config:StopConfigurationRecorder",
    "dynamodb:DeleteBackup",
    "guardduty:ArchiveFindings",
    "guardduty:Create*Set",
    "guardduty:CreateFilter",
    "guardduty:DeleteDetector",
    "guardduty:DeleteMembers",
    "guardduty:DeletePublishingDestination",
    "guardduty:DeleteThreat*",
    "guardduty:Disassociate*",
    "guardduty:StopMonitoringMembers",
    "guardduty:Update*Set",
    "guardduty:UpdateFilter",
    "guardduty:UpdateMemberDetectors",
    "inspector2:*Filter",
    "inspector2:Disable",
    "inspector2:DisassociateMember",
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogStream",
    "macie2:CreateAllowList",
    "macie2:CreateFindingsFilter",
    "macie2:DisableMacie",
    "macie2:DisassociateFrom*",
    "macie2:UpdateAllowList",
    "macie2:UpdateFindingsFilter",
    "oam:DeleteLink",
    "rds:Delete*AutomatedBackup",
    "rds:Delete*Snapshot",
    "s3:BypassGovernanceRetention",
    "securityhub:BatchD*",
    "securityhub:BatchUpdateA*",
    "securityhub:BatchUpdateFindingsV2",
    "securityhub:BatchUpdateS*",
    "securityhub:Create*Rule*",
    "securityhub:CreateInsight",
    "securityhub:Dis*",
    "securityhub:Update*Control",
];

/// Actions that configure monitoring, or delete what the stacks recreate when it changes: the pipeline needs these.
const CHANGES: [&str; 12] = [
    "cloudtrail:PutEventSelectors",
    "cloudtrail:UpdateTrail",
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "ec2:DeleteFlowLogs",
    "guardduty:UpdateDetector",
    "logs:DeleteLogGroup",
    "logs:DeleteRetentionPolicy",
    "logs:PutRetentionPolicy",
    "macie2:UpdateMacieSession",
    "securityhub:UpdateSecurityHubConfiguration",
    "wafv2:DeleteLoggingConfiguration",
];

/// Actions after which what [`watching`] lists notifies nobody.
const SILENCES: [&str; 9] = [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DisableAlarmActions",
    "cloudwatch:PutAlarmMuteRule",
    "events:DeleteRule",
    "events:DisableRule",
    "events:RemoveTargets",
    "logs:DeleteMetricFilter",
    "sns:DeleteTopic",
    "sns:Unsubscribe",
];

/// Actions that change what [`watching`] lists.
const RECONFIGURES: [&str; 7] = [
    "cloudwatch:Put*Alarm",
    "cloudwatch:SetAlarmState",
    "events:Put*",
    "logs:PutMetricFilter",
    "sns:AddPermission",
    "sns:RemovePermission",
    "sns:Set*",
];

/// The condition key of the workflow status that a finding gets.
pub(crate) const WORKFLOW_STATUS: &str = "securityhub:ASFFSyntaxPath/Workflow.Status";

/// The alarms on events of the trail, the rules on findings and on restores that failed, and the topics that all of them
/// notify. Everything else that notifies belongs to a site, and the pipeline removes it with the site.
fn watching(design: &Design) -> Vec<String> {
    let name = &design.name;
    vec![
        format!("arn:aws:logs:*:*:log-group:/{name}/trail*"),
        format!("arn:aws:cloudwatch:*:*:alarm:{name}-trail-*"),
        format!("arn:aws:events:*:*:rule/{name}*-findings*"),
        format!("arn:aws:sns:*:*:{name}-security*"),
    ]
}

/// The service control policy on monitoring.
pub(super) fn guards(design: &Design) -> Policy {
    let only = |statement: Statement, who: Vec<String>| statement.when("ArnNotLike", "aws:PrincipalArn", who);
    let changes = deny("OnlyThePipelineChangesMonitoring").actions(CHANGES).on("*");
    let reconfigures = deny("OnlyThePipelineChangesAlarms").actions(RECONFIGURES).on_all(watching(design));
    let [ends, silences, hides] = ends(design);
    Policy::of([
        only(ends, keepers(design)),
        only(silences, keepers(design)),
        only(hides, keepers(design)),
        only(changes, keepers_and_pipeline(design)),
        only(reconfigures, keepers_and_pipeline(design)),
    ])
}

/// Denies the pipeline to end or silence monitoring.
pub(crate) fn ends(design: &Design) -> [Statement; 3] {
    [
        deny("NoEndOfMonitoring").actions(ENDS).on("*"),
        deny("NoSilence").actions(SILENCES).on_all(watching(design)),
        // A finding that was sent becomes `NOTIFIED`; no finding is suppressed or resolved. Source: AWS Security Hub User
        // Guide, "Configuring access to BatchUpdateFindings".
        deny("NoHiding").actions(["securityhub:BatchUpdateFindings"]).on("*").when(
            "StringNotEquals",
            WORKFLOW_STATUS,
            ["NOTIFIED"],
        ),
    ]
}
