//! Policies: every statement is valid and complete.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::policy::{Policy, PrincipalSet, Principals, Statement};
use crate::provider::PolicyRole;
use crate::stack::Stack;
use crate::value::Value;

use super::{Checker, Subject, codes, each_in_value};

/// Checks the policies of a stack.
pub(super) fn check(checker: &mut Checker<'_>, stack: &Stack) {
    for resource in &stack.resources {
        for item in &resource.body.items {
            let subject = Subject::of(stack, resource).at(item.at);
            let crate::Content::Attribute(value) = &item.content else { continue };
            each_in_value(value, subject, &mut |value, subject| {
                if let Value::Document(document) = value
                    && let Document::Policy(policy) = document.as_ref()
                {
                    let role = role(checker, &resource.address.kind, &item.key);
                    self::policy(checker, subject, policy, role);
                }
            });
        }
    }
}

fn role(checker: &Checker<'_>, kind: &str, attribute: &str) -> PolicyRole {
    if attribute == checker.cloud().provider.trust_policy {
        PolicyRole::Trust
    } else {
        checker.kind(kind).policies
    }
}

fn policy(checker: &mut Checker<'_>, subject: Subject<'_>, policy: &Policy, role: PolicyRole) {
    if policy.statements.is_empty() {
        checker.report(&codes::EMPTY_STATEMENT, subject, "the policy has no statement".into());
    }
    let mut seen = BTreeSet::new();
    for statement in &policy.statements {
        let sid = &statement.sid;
        if sid.is_empty() || !sid.chars().all(|character| character.is_ascii_alphanumeric()) {
            let message = format!("the statement ID `{sid}` has other characters than letters and digits");
            checker.report(&codes::UNFIT_SID, subject, message);
        }
        if !seen.insert(sid) {
            let message = format!("two statements of the policy have the ID `{sid}`");
            checker.report(&codes::UNFIT_SID, subject, message);
        }
        grants(checker, subject, statement, role);
        principals(checker, subject, statement, role);
    }
}

/// Actions, resources and conditions.
fn grants(checker: &mut Checker<'_>, subject: Subject<'_>, statement: &Statement, role: PolicyRole) {
    let sid = &statement.sid;
    let mut say = |what: String| {
        checker.report(&codes::EMPTY_STATEMENT, subject, format!("statement `{sid}` {what}"));
    };
    if statement.actions.is_empty() && statement.not_actions.is_empty() {
        say("has no action".into());
    }
    if !statement.actions.is_empty() && !statement.not_actions.is_empty() {
        say("has both `Action` and `NotAction`".into());
    }
    if !statement.resources.is_empty() && !statement.not_resources.is_empty() {
        say("has both `Resource` and `NotResource`".into());
    }
    let named = statement.actions.iter().chain(&statement.not_actions);
    for action in named.filter(|action| !is_action(action)) {
        say(format!("has the invalid action `{action}`"));
    }
    let unnamed = matches!(role, PolicyRole::Trust | PolicyRole::UnnamedResource);
    let resources = !statement.resources.is_empty() || !statement.not_resources.is_empty();
    if unnamed && resources {
        say("has a resource, which is not allowed in this kind of policy".into());
    }
    if !unnamed && !resources {
        say("has no resource".into());
    }
    for condition in statement.conditions.iter().filter(|condition| condition.values.is_empty()) {
        say(format!("has no values for `{}`", condition.key));
    }
}

fn principals(checker: &mut Checker<'_>, subject: Subject<'_>, statement: &Statement, role: PolicyRole) {
    let sid = &statement.sid;
    let wrong = match (&statement.principals, role) {
        (Some(_), PolicyRole::Identity) => "has a principal, which is not allowed in this kind of policy",
        (None, PolicyRole::Trust | PolicyRole::Resource | PolicyRole::UnnamedResource) => "has no principal",
        (Some(principals), _) if lists_nobody(principals) => "has an empty list of principals",
        _ => return,
    };
    checker.report(&codes::UNFIT_PRINCIPAL, subject, format!("statement `{sid}` {wrong}"));
}

/// Whether a list of principals, or one of its types, is empty.
fn lists_nobody(principals: &Principals) -> bool {
    match &principals.who {
        PrincipalSet::Everyone => false,
        PrincipalSet::Listed(listed) => listed.is_empty() || listed.iter().any(|(_, some)| some.is_empty()),
    }
}

/// `service:Action`, with patterns in the action only.
fn is_action(action: &str) -> bool {
    let Some((service, name)) = action.split_once(':') else { return action == "*" };
    let word = |text: &str, also: &[char]| {
        !text.is_empty()
            && text.chars().all(|character| character.is_ascii_alphanumeric() || also.contains(&character))
    };
    word(service, &['-']) && word(name, &['*', '?'])
}
