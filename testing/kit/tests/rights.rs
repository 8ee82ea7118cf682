//! The roles of the pipeline: they fit the examples, and each broken estate is found by one check alone.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use polder::{Compiled, rights};
use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, PolicyRole, PrincipalKind, Quantifier, Resources,
    Statement,
};
use polder_inventory::model::{Known, Pattern, Set, Text};
use polder_inventory::{EntryId, Inventory};
use polder_testkit::{EXAMPLES, compiled};

/// How many estates of each check are broken at least.
const ESTATES_MIN: usize = 10;

/// A small platform with an organization.
const SMALL: &str = r#"
version = 1
[platform]
name = "small"
owner = "team"
domain = "example.com"
[accounts]
production = {}
management = {}
[cells.main]
primary = "eu-central-1"
[markets.DE]
"#;

/// The small platform, and its inventory.
static BASE: LazyLock<(Compiled, Inventory)> = LazyLock::new(|| {
    let compiled = compiled("small", SMALL);
    let inventory = polder::inventory(&compiled);
    (compiled, inventory)
});

#[test]
fn roles_of_the_examples_fit_their_stacks() {
    let mut found = vec![];
    for (name, text) in EXAMPLES.into_iter().chain([("small", SMALL)]) {
        let compiled = compiled(name, text);
        let all = rights(&compiled, &polder::inventory(&compiled));
        found.extend(all.iter().map(|it| format!("{name}: {} {}", it.code.id, it.message)));
    }
    assert!(found.is_empty(), "{} findings\n{}", found.len(), found.join("\n"));
}

/// The codes that are found after a change.
fn codes(change: impl FnOnce(&mut Inventory)) -> BTreeSet<&'static str> {
    let (compiled, inventory) = &*BASE;
    let mut broken = inventory.clone();
    change(&mut broken);
    let found = polder_aws_rights::check(&compiled.design, &compiled.cloud, &broken);
    found.iter().map(|finding| finding.code.id).collect()
}

/// Changes the statements of the policies that a role of an account has.
fn of_role(inventory: &mut Inventory, account: &str, suffix: &str, change: impl Fn(&mut Vec<Statement>)) {
    let access = &inventory.access;
    let roles: Vec<EntryId> = access
        .principals
        .iter()
        .filter(|(_, it)| matches!(it.kind, PrincipalKind::Role { .. }))
        .filter(|(_, it)| {
            let source = &inventory.sources[it.source];
            source.stack.starts_with(account) && source.address.ends_with(suffix)
        })
        .map(|(id, _)| id.into())
        .collect();
    assert!(!roles.is_empty(), "a role {suffix} in {account}");
    let attached: Vec<_> = access
        .policy_attachments
        .values()
        .filter(|it| it.role == PolicyRole::Identity && it.to.id().is_some_and(|to| roles.contains(&to)))
        .filter_map(|it| it.policy.id())
        .collect();
    for policy in attached {
        let Some(policy) = inventory.access.policies.get_mut(policy) else { continue };
        if let Known::Value(statements) = &mut policy.statements {
            let mut all = statements.to_vec();
            change(&mut all);
            *statements = all.into_boxed_slice();
        }
    }
}

/// A statement on all resources.
fn statement(effect: Effect, action: &str) -> Statement {
    let all: Set<Pattern> = [Pattern::wildcards("*")].into_iter().collect();
    Statement {
        name: None,
        effect,
        principals: None,
        actions: Actions::Only(Known::Value([Text::new(action)].into_iter().collect())),
        resources: Some(Resources::Only(Known::Value(all))),
        conditions: Set::default(),
    }
}

#[test]
fn a_service_that_an_apply_may_not_use_is_found() {
    let services = [
        "rds",
        "elasticache",
        "ecs",
        "cloudfront",
        "route53",
        "wafv2",
        "sns",
        "sqs",
        "events",
        "logs",
        "acm",
    ];
    assert!(services.len() >= ESTATES_MIN);
    for service in services {
        let found = codes(|inventory| {
            of_role(inventory, "production", "apply", |all| {
                all.push(statement(Effect::Deny, &format!("{service}:*")));
            });
        });
        assert_eq!(found, BTreeSet::from(["RIGHT001"]), "{service}");
    }
}

#[test]
fn a_plan_that_may_change_something_is_found() {
    let actions = [
        "acm:DeleteCertificate",
        "dynamodb:DeleteTable",
        "ec2:RunInstances",
        "ecr:PutImage",
        "ecs:RunTask",
        "lambda:InvokeFunction",
        "rds:DeleteDBInstance",
        "route53:ChangeResourceRecordSets",
        "s3:DeleteBucket",
        "sns:Publish",
        "sqs:SendMessage",
        "secretsmanager:GetSecretValue",
        "s3:GetObject",
    ];
    assert!(actions.len() >= ESTATES_MIN);
    for action in actions {
        let found = codes(|inventory| {
            of_role(inventory, "production", "plan", |all| {
                all.retain(|it| it.effect == Effect::Allow);
                all.push(statement(Effect::Allow, action));
            });
        });
        assert_eq!(found, BTreeSet::from(["RIGHT002"]), "{action}");
    }
}

#[test]
fn a_role_that_can_widen_itself_is_found() {
    let actions = [
        "iam:DetachRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:CreatePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:DeletePolicyVersion",
        "iam:DeletePolicy",
        "iam:CreateLoginProfile",
        "iam:CreateUser",
        "sts:AssumeRoot",
        "organizations:LeaveOrganization",
        "cloudformation:CreateStackSet",
    ];
    assert!(actions.len() >= ESTATES_MIN);
    for action in actions {
        let found = codes(|inventory| {
            of_role(inventory, "management", "plan", |all| {
                all.retain(|it| it.effect == Effect::Allow);
                all.push(statement(Effect::Allow, action));
            });
        });
        assert_eq!(found, BTreeSet::from(["RIGHT003"]), "{action}");
    }
}

/// The pipeline is exempt from the denials, so that only the other roles lose the action.
#[test]
fn an_organization_that_denies_what_a_workload_does_is_found() {
    let actions = candidates();
    assert!(actions.len() >= ESTATES_MIN, "{actions:?}");
    // Each takes seconds.
    for action in actions.iter().take(ESTATES_MIN) {
        let found = codes(|inventory| deny(inventory, action));
        assert_eq!(found, BTreeSet::from(["RIGHT004"]), "{action}");
    }
}

/// Denies an action to all roles but those of the pipeline.
fn deny(inventory: &mut Inventory, action: &str) {
    let attachments = inventory.access.policy_attachments.values();
    let control = attachments.filter(|it| it.role == PolicyRole::ServiceControl);
    let first = control.filter_map(|it| it.policy.id()).min().expect("a policy");
    let policy = inventory.access.policies.get_mut(first).expect("a policy");
    let Known::Value(statements) = &mut policy.statements else { panic!("the statements are known") };
    let pipeline: Set<Pattern> =
        ["arn:aws:iam::*:role/*-apply", "arn:aws:iam::*:role/*-plan"].map(Pattern::wildcards).into();
    let exempt = Condition {
        operator: ConditionOperator::IdentifierNotLike,
        if_exists: false,
        quantifier: Quantifier::Single,
        key: Text::new_static("aws:PrincipalArn"),
        values: Known::Value(pipeline),
    };
    let mut all = statements.to_vec();
    all.push(Statement { conditions: [exempt].into(), ..statement(Effect::Deny, action) });
    *statements = all.into_boxed_slice();
}

/// Actions that roles of workloads are allowed.
fn candidates() -> Vec<String> {
    let inventory = &BASE.1;
    let mut found = BTreeSet::new();
    for attachment in inventory.access.policy_attachments.values() {
        let (Some(EntryId::Principal(to)), Some(policy)) = (attachment.to.id(), attachment.policy.id())
        else {
            continue;
        };
        let source = &inventory.sources[inventory.access.principals[to].source];
        if !source.stack.starts_with("production") || !source.stack.ends_with("/app") {
            continue;
        }
        let statements = inventory.access.policies[policy].statements.value();
        for statement in statements.into_iter().flat_map(|it| it.iter()) {
            let Actions::Only(Known::Value(actions)) = &statement.actions else { continue };
            if statement.effect == Effect::Allow && attachment.role == PolicyRole::Identity {
                found.extend(actions.iter().filter(|it| !it.contains('*')).map(ToString::to_string));
            }
        }
    }
    found.into_iter().collect()
}
