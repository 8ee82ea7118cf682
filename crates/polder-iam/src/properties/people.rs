//! Whether people can act without a second factor.

use polder_inventory::access::{CredentialKind, PrincipalKind};
use polder_inventory::model::Known;
use polder_verdict::{Evidence, Gap, Property, Verdict, Witness};

use super::inquiry::{Act, Allowed, Found, can, witness};
use super::unresolved::Unresolved;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::Glob;

/// What people without a second factor must not be able to do: read, change and delete data, change access, run code, and end
/// logging.
const ACTIONS: [&str; 22] = [
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "iam:CreateAccessKey",
    "iam:AttachUserPolicy",
    "ec2:RunInstances",
    "rds:DeleteDBInstance",
    "s3:PutObject",
    "s3:DeleteObject",
    "ssm:GetParameter",
    "ssm:StartSession",
    "kms:Decrypt",
    "kms:ScheduleKeyDeletion",
    "dynamodb:Scan",
    "dynamodb:DeleteTable",
    "sqs:ReceiveMessage",
    "lambda:UpdateFunctionCode",
    "ec2:TerminateInstances",
    "ecr:PutImage",
    "cloudformation:CreateStack",
    "logs:DeleteLogGroup",
    "cloudtrail:StopLogging",
    "iam:PassRole",
];

/// Whether a user, or a role that people assume, can act without a second factor.
pub(super) fn property(estate: &Estate<'_>, unresolved: &Unresolved) -> Property {
    let (mut witnesses, mut gaps) = (vec![], Vec::from_iter(unresolved.identities.iter().cloned()));
    let users: Vec<&Actor> = estate.actors().iter().filter(|it| it.kind == ActorKind::User).collect();
    for user in &users {
        match without_mfa(estate, user) {
            Found::Yes(allowed) => {
                let summary = format!("{} acts without a second factor", user.caller);
                witnesses.push(witness(estate, user, None, &allowed, summary));
            }
            Found::Unknown(why) => gaps.push(gap(estate, user, why)),
            Found::No => {}
        }
    }
    for role in estate.actors().iter().filter(|it| it.kind == ActorKind::Role) {
        for person in estate.actors().iter().filter(|it| it.kind == ActorKind::User) {
            assumed(estate, person, role, &mut witnesses, &mut gaps);
        }
    }
    let directory = estate
        .inventory
        .access
        .principals
        .values()
        .any(|it| matches!(it.kind, PrincipalKind::DirectoryGroup | PrincipalKind::DirectoryUser));
    let mut evidence = vec![Evidence::new(
        format!("{} users with long-term credentials; none acts without a second factor", users.len()),
        [],
    )];
    if directory {
        evidence.push(Evidence::new(
            "people sign in with the directory, whose setting for a second factor Terraform does not have: the page of the \
             build names it",
            [],
        ));
    }
    Property {
        id: "access.second-factor".into(),
        claim: "no user with long-term credentials can act without a second factor".into(),
        verdict: Verdict::of(witnesses, gaps, || evidence),
    }
}

const ABSENT: [(&str, Option<&str>); 2] =
    [("aws:multifactorauthpresent", None), ("aws:multifactorauthage", None)];

fn without_mfa(estate: &Estate<'_>, user: &Actor) -> Found {
    if !has_credentials(estate, user) {
        return Found::No;
    }
    let anything = Glob::wildcards("*");
    let mut unknown = Found::No;
    for action in ACTIONS {
        match can(estate, Act { actor: user, action, resource: &anything, on: None, fixed: &ABSENT }) {
            Found::No => {}
            Found::Yes(allowed) => return Found::Yes(allowed),
            other => unknown = other,
        }
    }
    unknown
}

/// Whether a user can sign in or call the API. A user whose credentials are created by hand has none in the inventory: it
/// counts as having some.
fn has_credentials(estate: &Estate<'_>, user: &Actor) -> bool {
    let own = estate.inventory.access.credentials.values();
    let mut own = own.filter(|it| it.principal.id().map(Into::into) == user.entry).peekable();
    own.peek().is_none()
        || own
            .any(|it| it.kind != Known::Value(CredentialKind::MfaDevice) && it.active != Known::Value(false))
}

fn assumed(
    estate: &Estate<'_>,
    person: &Actor,
    role: &Actor,
    witnesses: &mut Vec<Witness>,
    gaps: &mut Vec<Gap>,
) {
    let arn = Glob::literal(&role.caller.arn);
    let act = Act { actor: person, action: "sts:AssumeRole", resource: &arn, on: role.entry, fixed: &ABSENT };
    match can(estate, act) {
        Found::No => {}
        Found::Yes(allowed) => {
            let summary = format!("{} assumes {} without a second factor", person.caller, role.caller);
            let allowed: &Allowed = &allowed;
            witnesses.push(witness(estate, person, role.entry, allowed, summary));
        }
        Found::Unknown(why) => gaps.push(gap(estate, person, why)),
    }
}

fn gap(estate: &Estate<'_>, actor: &Actor, why: &str) -> Gap {
    let text = format!("whether {} needs a second factor is not known: {why}", actor.caller);
    Gap::new(text, actor.entry.and_then(|entry| estate.resource(entry)))
}
