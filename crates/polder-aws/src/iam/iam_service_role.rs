//! Roles that services of the provider take on.

use polder_cloud::{Handle, Policy, Value, allow, body};

use crate::draft::Draft;
use crate::names::{account, named_worldwide};

/// A service that takes on roles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    /// Its principal.
    principal: &'static str,
    /// Whether it says for whose account it works. Where it does not, a condition on that would shut it out.
    names_account: bool,
}

/// Copies objects from bucket to bucket.
pub(crate) const REPLICATION: Service = Service { principal: "s3.amazonaws.com", names_account: false };

/// Writes what the machines of databases measure.
pub(crate) const DATABASE_MONITORING: Service =
    Service { principal: "monitoring.rds.amazonaws.com", names_account: true };

/// Backs up stores.
pub(crate) const BACKUP: Service = Service { principal: "backup.amazonaws.com", names_account: true };

/// Calls at set times.
pub(crate) const SCHEDULER: Service = Service { principal: "scheduler.amazonaws.com", names_account: true };

/// Runs functions.
pub(crate) const FUNCTION: Service = Service { principal: "lambda.amazonaws.com", names_account: false };

/// Keeps clusters of Kubernetes.
pub(crate) const CLUSTER: Service = Service { principal: "eks.amazonaws.com", names_account: true };

/// Runs machines.
pub(crate) const MACHINES: Service = Service { principal: "ec2.amazonaws.com", names_account: false };

/// A role that `service` takes on. Only somebody in this account can hand it to the service, since that takes
/// `iam:PassRole`; a service that names the account it works for is held to that as well.
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

/// Gives a role one of the provider's own policies, which the provider keeps up to date with its service.
/// Whoever works with the role must wait for what this yields.
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
