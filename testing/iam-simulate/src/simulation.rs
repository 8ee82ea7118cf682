//! Generated cases as input of the other evaluator.

use std::collections::BTreeSet;

use polder_iam::language::{Caller, CallerKind, Condition, Context, Document, Glob, Statement, Who, WhoSet};
use polder_inventory::access::{ConditionOperator as Op, Effect, Quantifier};
use serde_json::{Map, Value, json};

use super::differences::documents;
use super::generated::{ACCOUNT, Case};

/// Changes a case so that AWS accepts its policies and JSON can hold them.
pub(super) fn make_acceptable(case: &mut Case) {
    case.grants.clear();
    for document in case.resource_control.iter_mut().flatten() {
        let statements = document.statements.get_or_insert_default();
        // One allows everything. The others only deny, and name the service of each action.
        statements.retain(|it| it.effect == Effect::Allow || !it.actions.except);
        for statement in statements.iter_mut().filter(|it| it.effect == Effect::Deny) {
            statement.actions.patterns.iter_mut().flatten().for_each(name_the_service);
            let resources = statement.resources.iter_mut().flat_map(|set| set.patterns.iter_mut().flatten());
            // Such a policy takes no ARN with less than six parts.
            for pattern in resources.filter(|it| it.to_string() == "arn:aws:*") {
                *pattern = Glob::wildcards("*");
            }
        }
    }
    // Only sessions have session policies.
    let caller = case.request.as_ref().map(|it| &it.caller.kind);
    case.session = case.session.take().filter(|_| matches!(caller, Some(CallerKind::Role { .. })));
    for statement in case.endpoint.iter_mut().flatten().flat_map(|it| it.statements.iter_mut().flatten()) {
        // Policies of endpoints are for everyone.
        statement.who = Some(WhoSet { except: false, who: Some(vec![Who::Anyone]) });
    }
    for statement in documents(case).into_iter().filter_map(|it| it.statements.as_mut()).flatten() {
        for pattern in statement.actions.patterns.iter_mut().flatten().filter(|it| it.to_string() == "k*:*") {
            name_the_service(pattern);
        }
        let mut seen = BTreeSet::new();
        statement.conditions.retain(|it| seen.insert((operator(it).ok(), it.key.clone())));
    }
}

/// No wildcard stands for the name of a service.
fn name_the_service(pattern: &mut Glob) {
    match pattern.to_string().as_str() {
        "*" => *pattern = Glob::wildcards("s3:*"),
        "k*:*" => *pattern = Glob::wildcards("kms:*"),
        _ => {}
    }
}

/// The simulation of a case. Callers without an identity have no policies of their own.
pub(super) fn of(case: &Case) -> Result<Value, String> {
    let request = case.request.as_ref().ok_or("a case without a request")?;
    let own = request.caller.has_identity();
    let levels = |levels: &[Vec<Document>]| -> Result<Vec<Value>, String> {
        let level = |(at, all): (usize, &Vec<Document>)| {
            Ok(json!({"orgIdentifier": format!("ou-{at}"), "policies": named(all)?}))
        };
        levels.iter().enumerate().map(level).collect()
    };
    let mut found = json!({
        "request": {
            "principal": principal(&request.caller),
            "action": request.action,
            "resource": {"resource": request.resource, "accountId": case.owner.as_deref().unwrap_or(ACCOUNT)},
            "contextVariables": context(&request.context),
        },
        "identityPolicies": if own { named(&case.identity)? } else { vec![] },
        "serviceControlPolicies": if own { levels(&case.service_control)? } else { vec![] },
        "resourceControlPolicies": levels(&denying(&case.resource_control))?,
    });
    if !case.resource.is_empty() {
        found["resourcePolicy"] = joined(&case.resource)?;
    }
    if let Some(boundary) = case.boundary.as_deref().filter(|_| own) {
        found["permissionBoundaryPolicies"] = json!(named(boundary)?);
    }
    if let Some(session) = case.session.as_deref().filter(|_| own) {
        found["sessionPolicy"] = joined(session)?;
    }
    if let Some(endpoint) = &case.endpoint {
        found["vpcEndpointPolicies"] = json!(named(endpoint)?);
    }
    Ok(found)
}

/// Resource control policies without the one that allows everything, which is always attached.
fn denying(levels: &[Vec<Document>]) -> Vec<Vec<Document>> {
    let mut levels = levels.to_vec();
    for level in &mut levels {
        for document in level.iter_mut() {
            document.statements.get_or_insert_default().retain(|it| it.effect == Effect::Deny);
        }
        level.retain(|document| document.statements.as_ref().is_some_and(|all| !all.is_empty()));
    }
    levels.retain(|level| !level.is_empty());
    levels
}

fn principal(caller: &Caller) -> Value {
    match &caller.kind {
        CallerKind::Role { session } => json!(session),
        CallerKind::Anonymous => json!({"type": "Anonymous"}),
        _ => json!(caller.arn),
    }
}

fn context(context: &Context) -> Value {
    let value = |(key, values): (&String, &Vec<String>)| {
        let value = if key == "aws:tagkeys" { json!(values) } else { json!(values.first()) };
        (key.clone(), value)
    };
    context.values.iter().map(value).collect::<Map<_, _>>().into()
}

fn named(documents: &[Document]) -> Result<Vec<Value>, String> {
    let one = |(at, document): (usize, &Document)| {
        let policy = joined(std::slice::from_ref(document))?;
        Ok(json!({"name": format!("{}-{at}", document.name), "policy": policy}))
    };
    documents.iter().enumerate().map(one).collect()
}

/// One policy with the statements of several documents.
fn joined(documents: &[Document]) -> Result<Value, String> {
    let all = documents.iter().filter_map(|it| it.statements.as_ref()).flatten();
    let statements = all.map(statement).collect::<Result<Vec<_>, String>>()?;
    Ok(json!({"Version": "2012-10-17", "Statement": statements}))
}

fn statement(statement: &Statement) -> Result<Value, String> {
    let effect = if statement.effect == Effect::Allow { "Allow" } else { "Deny" };
    let mut found = json!({"Effect": effect});
    if let Some(who) = &statement.who {
        found["Principal"] = principals(who)?;
    }
    let texts = |patterns: &Option<Vec<Glob>>| {
        patterns.as_ref().map(|all| Vec::from_iter(all.iter().map(ToString::to_string)))
    };
    let actions = if statement.actions.except { "NotAction" } else { "Action" };
    found[actions] = json!(texts(&statement.actions.patterns));
    if let Some(set) = &statement.resources {
        found[if set.except { "NotResource" } else { "Resource" }] = json!(texts(&set.patterns));
    }
    if !statement.conditions.is_empty() {
        let mut conditions = Map::new();
        for condition in &statement.conditions {
            let values = json!(texts(&condition.values));
            let of = conditions.entry(operator(condition)?).or_insert_with(|| json!({}));
            of[&condition.key] = values;
        }
        found["Condition"] = conditions.into();
    }
    Ok(found)
}

fn principals(set: &WhoSet) -> Result<Value, String> {
    let all = set.who.as_ref().ok_or("principals that are not known")?;
    if all.contains(&Who::Anyone) {
        return Ok(json!("*"));
    }
    let mut found = json!({});
    for who in all {
        let (kind, text) = match who {
            Who::Account(number) => ("AWS", format!("arn:aws:iam::{number}:root")),
            Who::Arn(arn) => ("AWS", arn.clone()),
            Who::Service(name) => ("Service", name.clone()),
            Who::Federated(name) => ("Federated", name.clone()),
            Who::Anyone | Who::Unknown => return Err("a principal that is not known".to_owned()),
        };
        match found[kind].as_array_mut() {
            Some(known) => known.push(json!(text)),
            None => found[kind] = json!([text]),
        }
    }
    Ok(found)
}

/// The key of a condition in a policy.
fn operator(condition: &Condition) -> Result<String, String> {
    let name = match condition.operator {
        Op::StringEquals => "StringEquals",
        Op::StringNotEquals => "StringNotEquals",
        Op::StringEqualsIgnoreCase => "StringEqualsIgnoreCase",
        Op::StringNotEqualsIgnoreCase => "StringNotEqualsIgnoreCase",
        Op::StringLike => "StringLike",
        Op::StringNotLike => "StringNotLike",
        Op::NumericEquals => "NumericEquals",
        Op::NumericNotEquals => "NumericNotEquals",
        Op::NumericLessThan => "NumericLessThan",
        Op::NumericLessThanEquals => "NumericLessThanEquals",
        Op::NumericGreaterThan => "NumericGreaterThan",
        Op::NumericGreaterThanEquals => "NumericGreaterThanEquals",
        Op::DateEquals => "DateEquals",
        Op::DateNotEquals => "DateNotEquals",
        Op::DateLessThan => "DateLessThan",
        Op::DateLessThanEquals => "DateLessThanEquals",
        Op::DateGreaterThan => "DateGreaterThan",
        Op::DateGreaterThanEquals => "DateGreaterThanEquals",
        Op::Bool => "Bool",
        Op::BinaryEquals => "BinaryEquals",
        Op::AddressIn => "IpAddress",
        Op::AddressNotIn => "NotIpAddress",
        Op::IdentifierLike => "ArnLike",
        Op::IdentifierNotLike => "ArnNotLike",
        Op::Absent => "Null",
        Op::Unknown => return Err("an operator that is not known".to_owned()),
    };
    let quantifier = match condition.quantifier {
        Quantifier::Single => "",
        Quantifier::Any => "ForAnyValue:",
        Quantifier::All => "ForAllValues:",
    };
    Ok(format!("{quantifier}{name}{}", if condition.if_exists { "IfExists" } else { "" }))
}
