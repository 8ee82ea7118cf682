//! Policies: that the provider can take each statement, and that no statement says nothing.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::policy::{Policy, Principals, Statement, Who};
use crate::provider::PolicyRole;
use crate::stack::Stack;
use crate::value::Value;

use super::{Judge, Spot, codes, each_in_value};

/// Checks the policies of a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    for resource in &stack.resources {
        for item in &resource.body.items {
            let spot = Spot::of(stack, resource).at(item.at);
            let crate::Content::Attribute(value) = &item.content else { continue };
            each_in_value(value, spot, &mut |value, spot| {
                if let Value::Document(document) = value
                    && let Document::Policy(policy) = document.as_ref()
                {
                    let role = role(judge, &resource.address.kind, &item.key);
                    self::policy(judge, spot, policy, role);
                }
            });
        }
    }
}

fn role(judge: &Judge<'_>, kind: &str, attribute: &str) -> PolicyRole {
    match attribute == judge.cloud().provider.trust_policy {
        true => PolicyRole::Trust,
        false => judge.kind(kind).policies,
    }
}

fn policy(judge: &mut Judge<'_>, spot: Spot<'_>, policy: &Policy, role: PolicyRole) {
    if policy.statements.is_empty() {
        judge.report(&codes::EMPTY_STATEMENT, spot, "the policy has no statement".into());
    }
    let mut seen = BTreeSet::new();
    for statement in &policy.statements {
        let sid = &statement.sid;
        if sid.is_empty() || !sid.chars().all(|character| character.is_ascii_alphanumeric()) {
            let message = format!("the statement id `{sid}` is not made of letters and digits");
            judge.report(&codes::UNFIT_SID, spot, message);
        }
        if !seen.insert(sid) {
            let message = format!("two statements of the policy have the id `{sid}`");
            judge.report(&codes::UNFIT_SID, spot, message);
        }
        grants(judge, spot, statement, role);
        principals(judge, spot, statement, role);
    }
}

/// What is done on what, and when.
fn grants(judge: &mut Judge<'_>, spot: Spot<'_>, statement: &Statement, role: PolicyRole) {
    let sid = &statement.sid;
    let mut say = |what: String| {
        judge.report(&codes::EMPTY_STATEMENT, spot, format!("statement `{sid}` {what}"));
    };
    if statement.actions.is_empty() && statement.not_actions.is_empty() {
        say("names no action".into());
    }
    if !statement.actions.is_empty() && !statement.not_actions.is_empty() {
        say("has both `Action` and `NotAction`, which a statement may not".into());
    }
    if !statement.resources.is_empty() && !statement.not_resources.is_empty() {
        say("has both `Resource` and `NotResource`, which a statement may not".into());
    }
    let named = statement.actions.iter().chain(&statement.not_actions);
    for action in named.filter(|action| !is_action(action)) {
        say(format!("has the action `{action}`, which is none"));
    }
    let unnamed = matches!(role, PolicyRole::Trust | PolicyRole::UnnamedResource);
    let resources = !statement.resources.is_empty() || !statement.not_resources.is_empty();
    if unnamed && resources {
        say("names a resource, which a policy of this kind may not".into());
    }
    if !unnamed && !resources {
        say("names no resource".into());
    }
    for condition in statement.conditions.iter().filter(|condition| condition.values.is_empty()) {
        say(format!("compares `{}` with nothing", condition.key));
    }
}

fn principals(judge: &mut Judge<'_>, spot: Spot<'_>, statement: &Statement, role: PolicyRole) {
    let sid = &statement.sid;
    let wrong = match (&statement.principals, role) {
        (Some(_), PolicyRole::Identity) => "names a principal, which a policy of this kind may not",
        (None, PolicyRole::Trust | PolicyRole::Resource | PolicyRole::UnnamedResource) => {
            "does not say whom it is for"
        }
        (Some(principals), _) if lists_nobody(principals) => "names an empty list of principals",
        _ => return,
    };
    judge.report(&codes::UNFIT_PRINCIPAL, spot, format!("statement `{sid}` {wrong}"));
}

/// Whether a list of principals, or one of its types, is empty.
fn lists_nobody(principals: &Principals) -> bool {
    match &principals.who {
        Who::Everyone => false,
        Who::Listed(listed) => listed.is_empty() || listed.iter().any(|(_, some)| some.is_empty()),
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
