//! Alarms on events of the trail: actions that do not happen on an ordinary day.

use polder_cloud::{Handle, body, text};
use polder_design::Design;
use polder_design::delivery::Phase;

use crate::draft::Draft;
use crate::iam::break_glass::BREAK_GLASS;
use crate::names::named;
use crate::observability::runbook::Runbook;

/// Name, filter pattern, and what has happened. The first fifteen are those of CIS AWS Foundations, section
/// 5.
const WATCHED: [(&str, &str, &str); 18] = [
    (
        "refused",
        r#"{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }"#,
        "Many calls were denied: somebody may be probing permissions.",
    ),
    (
        "no_second_factor",
        r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }"#,
        "Somebody signed in without MFA.",
    ),
    (
        "root",
        r#"{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }"#,
        "The root user of an account was used.",
    ),
    (
        "identity_policies",
        r#"{ ($.eventName = DeleteGroupPolicy) || ($.eventName = DeleteRolePolicy) || ($.eventName = DeleteUserPolicy) || ($.eventName = PutGroupPolicy) || ($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy) || ($.eventName = CreatePolicy) || ($.eventName = DeletePolicy) || ($.eventName = CreatePolicyVersion) || ($.eventName = DeletePolicyVersion) || ($.eventName = AttachRolePolicy) || ($.eventName = DetachRolePolicy) || ($.eventName = AttachUserPolicy) || ($.eventName = DetachUserPolicy) || ($.eventName = AttachGroupPolicy) || ($.eventName = DetachGroupPolicy) }"#,
        "An IAM policy was changed.",
    ),
    (
        "trail_changed",
        "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
        "The trail was changed.",
    ),
    (
        "failed_sign_in",
        r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }"#,
        "Console sign-in failed several times.",
    ),
    (
        "key_given_up",
        "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }",
        "A KMS key was disabled or scheduled for deletion: everything that it encrypts would be lost.",
    ),
    (
        "bucket_policies",
        "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
        "A bucket policy was changed.",
    ),
    (
        "recorder_changed",
        "{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || ($.eventName = DeleteDeliveryChannel) || ($.eventName = PutDeliveryChannel) || ($.eventName = PutConfigurationRecorder)) }",
        "The configuration recorder was changed.",
    ),
    (
        "security_groups",
        "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }",
        "A security group was changed.",
    ),
    (
        "network_acls",
        "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
        "A network ACL was changed.",
    ),
    (
        "gateways",
        "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }",
        "A gateway of a VPC was changed.",
    ),
    (
        "routes",
        "{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable)) }",
        "A route table was changed.",
    ),
    (
        "networks",
        "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) }",
        "A VPC was created, changed or peered.",
    ),
    (
        "organization",
        "{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = AcceptHandshake) || ($.eventName = AttachPolicy) || ($.eventName = CreateAccount) || ($.eventName = CreateOrganizationalUnit) || ($.eventName = CreatePolicy) || ($.eventName = DeleteOrganization) || ($.eventName = DeleteOrganizationalUnit) || ($.eventName = DeletePolicy) || ($.eventName = DetachPolicy) || ($.eventName = DisablePolicyType) || ($.eventName = InviteAccountToOrganization) || ($.eventName = LeaveOrganization) || ($.eventName = MoveAccount) || ($.eventName = RemoveAccountFromOrganization) || ($.eventName = UpdatePolicy)) }",
        "The organization was changed.",
    ),
    ("break_glass", "", "The break-glass role was assumed. If you do not know why, call security now."),
    (
        "organization_role",
        r#"{ ($.eventName = "AssumeRole*") && ($.requestParameters.roleArn = "*:role/OrganizationAccountAccessRole") }"#,
        "The role that Organizations creates in an account was assumed. After the bootstrap, nobody needs it.",
    ),
    (
        "administrator",
        // Identity Center assumes the role of a permission set for its user, with SAML.
        r#"{ ($.eventName = "AssumeRole*") && ($.requestParameters.roleArn = "*/AWSReservedSSO_Administrator_*") }"#,
        "Somebody signed in with the permission set Administrator. Every use needs a reason.",
    ),
];

/// Events that mean nothing when the pipeline causes them, since an engineer has approved the run: name, events, and what has
/// happened.
const BY_OTHERS: [(&str, &[&str], &str); 2] = [
    (
        "roles_changed",
        &[
            "AttachRolePolicy",
            "CreateOpenIDConnectProvider",
            "CreatePolicyVersion",
            "CreateRole",
            "CreateSAMLProvider",
            "DeleteRolePermissionsBoundary",
            "PutRolePermissionsBoundary",
            "PutRolePolicy",
            "SetDefaultPolicyVersion",
            "UpdateAssumeRolePolicy",
        ],
        "Somebody other than the pipeline created a role, or changed what a role may do or who may assume it.",
    ),
    (
        "silenced",
        &[
            "BatchUpdateStandardsControlAssociations",
            "CreateArchiveRule",
            "DeleteAlarms",
            "DeleteLoggingConfiguration",
            "DeleteMetricFilter",
            "DeleteRule",
            "DisableAlarmActions",
            "DisableRule",
            "DisableSecurityHub",
            "PutAlarmMuteRule",
            "RemoveTargets",
            "Unsubscribe",
            "UpdateSecurityControl",
        ],
        "Somebody other than the pipeline deleted or muted an alarm, a rule, a log or a subscription.",
    ),
];

/// The pattern of these events, unless the apply role of an account caused them. Users and services have no session, and
/// the first condition holds for them: a comparison with a field that does not exist holds for nobody.
fn by_others(design: &Design, events: &[&str]) -> String {
    const ISSUER: &str = "$.userIdentity.sessionContext.sessionIssuer.userName";
    let names: Vec<String> = events.iter().map(|event| format!("($.eventName = {event})")).collect();
    let pipeline = Phase::Apply.role(design);
    format!(r#"{{ ({}) && (({ISSUER} NOT EXISTS) || ({ISSUER} != "{pipeline}")) }}"#, names.join(" || "))
}

/// The threshold of an alarm in five minutes: one event is enough, except for events that happen by mistake
/// on any day.
fn limit(name: &str) -> u64 {
    match name {
        "refused" => 20,
        "failed_sign_in" => 3,
        _ => 0,
    }
}

/// Writes the alarms; `group` holds the trail.
pub(crate) fn trail_alarms(s: &Draft, design: &Design, group: &Handle, topic: &Handle) -> Vec<Handle> {
    s.file(
        "trail_alarms",
        "Actions that do not happen on an ordinary day, in any account. Changes by the pipeline raise some of\n\
         them, too: whoever has just approved a run knows why.",
    );
    // The role's name has this suffix in every account and region, and the trail collects the events of all.
    // An event rule would be necessary in every region, since the caller of `AssumeRole` chooses the region.
    let emergency = format!(
        r#"{{ ($.eventName = "AssumeRole*") && ($.requestParameters.roleArn = "*-{BREAK_GLASS}") }}"#
    );
    let watched = WATCHED.iter().map(|(name, pattern, description)| {
        let pattern = if pattern.is_empty() { emergency.clone() } else { (*pattern).to_owned() };
        alarm(s, group, topic, name, pattern, Runbook::Security.after(description, design))
    });
    let mut alarms: Vec<Handle> = watched.collect();
    alarms.extend(BY_OTHERS.iter().map(|(name, events, description)| {
        let pattern = by_others(design, events);
        alarm(s, group, topic, name, pattern, Runbook::Security.after(description, design))
    }));
    alarms
}

fn alarm(
    s: &Draft,
    group: &Handle,
    topic: &Handle,
    name: &'static str,
    pattern: String,
    description: String,
) -> Handle {
    let dashed = name.replace('_', "-");
    let namespace = text![named("/trail")];
    s.resource(
        "aws_cloudwatch_log_metric_filter",
        name,
        body! {
            name = named(format!("-{dashed}"));
            log_group_name = group.name();
            pattern = pattern;
            metric_transformation {
                namespace = &namespace;
                name = name;
                value = "1";
            }
        },
    );
    s.resource(
        "aws_cloudwatch_metric_alarm",
        name,
        body! {
            alarm_name = named(format!("-trail-{dashed}"));
            alarm_description = description;
            namespace = namespace;
            metric_name = name;
            statistic = "Sum";
            period = 300;
            evaluation_periods = 1;
            comparison_operator = "GreaterThanThreshold";
            threshold = limit(name);
            treat_missing_data = "notBreaching";
            alarm_actions = [topic.arn()];
        },
    )
}

/// The number of alarms that a benchmark requires.
#[cfg(test)]
pub(crate) const BENCHMARK: usize = 15;

/// The number of alarms on what only the pipeline should do.
#[cfg(test)]
pub(crate) const PIPELINES: usize = BY_OTHERS.len();

/// The number of alarms on uses of the most powerful roles.
#[cfg(test)]
pub(crate) const POWERFUL: usize = 3;
