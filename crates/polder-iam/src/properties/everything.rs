//! Whether somebody may do everything.

use super::inquiry::{Act, Allowed, Found, can_with};
use crate::estate::{Actor, Estate};
use crate::language::{Glob, Policies};

/// What an administrator can do, on anything: read data, use keys, start code, and change access without a boundary.
const OF_ADMINISTRATORS: [&str; 6] = [
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "ec2:RunInstances",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "iam:CreateRole",
];

/// The requests that show that an actor with these policies may do everything; none if it may not.
pub(super) fn everything(
    estate: &Estate<'_>,
    actor: &Actor,
    policies: &Policies<'_>,
) -> Option<Vec<Allowed>> {
    let anything = Glob::wildcards("*");
    let fixed = [("iam:permissionsboundary", None)];
    let allowed = |action: &&str| {
        let act = Act { actor, action, resource: &anything, on: None, fixed: &fixed };
        if let Found::Yes(allowed) = can_with(estate, act, policies) { Some(*allowed) } else { None }
    };
    OF_ADMINISTRATORS.iter().map(allowed).collect()
}
