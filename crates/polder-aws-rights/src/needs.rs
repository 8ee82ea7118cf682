//! The actions that the resources of the stacks need.

use std::collections::{BTreeMap, BTreeSet};

use polder_aws_limits::{Operation, actions};
use polder_cloud::Mode;
use polder_design::delivery::Phase;
use polder_diag::Finding;
use polder_iam::language::Policies;

use crate::codes;
use crate::data;
use crate::subject::{Request, Subject, region_of};

/// A type with what happens to it, and where.
type Need<'s> = (&'s str, Operation, &'s str);

/// Reports actions that the role of a stack does not have.
pub(crate) fn check(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let policies = subject.estate.policies(subject.actor, None);
    let (mut plain, mut found) = (BTreeMap::new(), BTreeMap::new());
    let mut missing: BTreeMap<(&str, &str), (Operation, &str)> = BTreeMap::new();
    for (kind, operation, region) in needs(subject) {
        for action in actions(kind, operation) {
            let region = region_of(action, region);
            // A name in the table may end in a wildcard. What it starts with stands for all of them: a policy that allows
            // some of them only, by their names, does not allow it.
            let name = action.replace('*', "");
            let is_usual =
                *plain.entry((action, region)).or_insert_with(|| usually(subject, &policies, &name, region));
            if is_usual || data::is_not_needed(subject.phase, kind, operation.name(), action) {
                continue;
            }
            let may = *found.entry((action, region)).or_insert_with(|| {
                subject.finds(&policies, &Request::new(&name, "*"), region).unwrap_or(true)
            });
            if !may {
                missing.entry((kind, action)).or_insert((operation, region));
            }
        }
    }
    let finding = |((kind, action), (operation, region)): (&(&str, &str), &(Operation, &str))| {
        let message = format!(
            "the role {} may not `{action}` in {region}, which `{kind}` needs to {}",
            subject.name(),
            operation.name()
        );
        let help = "allow it in the policy of the role, and exempt the role in policies of the organization";
        Finding::new(&codes::NEED, &*message).help(help)
    };
    missing.iter().map(finding).collect()
}

/// Whether the role may do something as stacks do it: with the boundary, and for the services that get roles.
fn usually(subject: &Subject<'_, '_>, policies: &Policies<'_>, action: &str, region: &str) -> bool {
    let (platform, number) = (&subject.design.name, subject.number());
    let boundary = format!("arn:aws:iam::{number}:policy/{platform}-boundary");
    let keys = [
        ("iam:permissionsboundary", Some(boundary.as_str())),
        ("iam:passedtoservice", Some("ecs-tasks.amazonaws.com")),
        ("organizations:serviceprincipal", Some("guardduty.amazonaws.com")),
    ];
    let resources = match action.split_once(':') {
        Some(("iam", _)) => {
            ["role", "policy", "instance-profile", "role/aws-service-role/config.amazonaws.com"]
                .map(|kind| format!("arn:aws:iam::{number}:{kind}/{platform}-x"))
                .to_vec()
        }
        _ => vec!["*".to_owned()],
    };
    resources
        .iter()
        .any(|on| subject.may_plainly(policies, &Request { keys: &keys, ..Request::new(action, on) }, region))
}

fn needs<'s>(subject: &Subject<'s, '_>) -> BTreeSet<Need<'s>> {
    let mut found = BTreeSet::new();
    for stack in subject.stacks() {
        for resource in &stack.resources {
            let is_managed = resource.address.mode == Mode::Managed;
            for operation in Operation::ALL {
                let changes = subject.phase == Phase::Apply && is_managed;
                if operation == Operation::Read || changes {
                    found.insert((resource.address.kind.as_str(), operation, &*stack.region));
                }
            }
        }
    }
    found
}
