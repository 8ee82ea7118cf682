//! Roles that AWS services assume.

use polder_cloud::{Handle, Policy, Value, allow, body};

use crate::draft::Draft;
use crate::names::{account, named_worldwide};

/// A service that assumes roles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    /// Its principal.
    principal: &'static str,
    /// Whether it sends the source account. Where it does not, a condition on it would deny the service.
    names_account: bool,
}

/// S3 replication.
pub(crate) const REPLICATION: Service = Service { principal: "s3.amazonaws.com", names_account: false };

/// Enhanced Monitoring of RDS.
pub(crate) const DATABASE_MONITORING: Service =
    Service { principal: "monitoring.rds.amazonaws.com", names_account: true };

/// AWS Backup.
pub(crate) const BACKUP: Service = Service { principal: "backup.amazonaws.com", names_account: true };

/// EventBridge Scheduler.
pub(crate) const SCHEDULER: Service = Service { principal: "scheduler.amazonaws.com", names_account: true };

/// Step Functions.
pub(crate) const STATE_MACHINE: Service = Service { principal: "states.amazonaws.com", names_account: true };

/// EventBridge rules.
pub(crate) const FINDING_EVENTS: Service = Service { principal: "events.amazonaws.com", names_account: true };

/// GuardDuty, which scans buckets for malware.
pub(crate) const MALWARE_SCANS: Service =
    Service { principal: "malware-protection-plan.guardduty.amazonaws.com", names_account: false };

/// Lambda.
pub(crate) const FUNCTION: Service = Service { principal: "lambda.amazonaws.com", names_account: false };

/// EKS.
pub(crate) const CLUSTER: Service = Service { principal: "eks.amazonaws.com", names_account: true };

/// EC2.
pub(crate) const MACHINES: Service = Service { principal: "ec2.amazonaws.com", names_account: false };

/// A role that `service` assumes. Only principals of this account can pass it to the service, since that
/// takes `iam:PassRole`; a service that sends the source account is restricted to this account as well.
pub(crate) fn role(
    s: &Draft,
    name: &str,
    suffix: &'static str,
    service: Service,
    description: &'static str,
) -> Handle {
    let trust = allow("Service").to_service(service.principal).actions(["sts:AssumeRole"]);
    let trust = if service.names_account {
        trust.when("StringEquals", "aws:SourceAccount", [account()])
    } else {
        trust
    };
    s.resource(
        "aws_iam_role",
        name,
        body! {
            name = named_worldwide(suffix);
            description = description;
            assume_role_policy = Policy::of([trust]);
        },
    )
}

/// Attaches an AWS managed policy to a role. Whatever uses the role depends on the returned attachment.
pub(crate) fn managed(s: &Draft, role: &Handle, name: &'static str, policy: &'static str) -> Handle {
    s.resource(
        "aws_iam_role_policy_attachment",
        name,
        body! {
            role = role.name();
            policy_arn = Value::from(policy);
        },
    )
}
