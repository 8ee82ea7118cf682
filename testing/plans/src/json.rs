//! The values in a document.

use polder_cloud::{Body, Content, Policy, PrincipalSet, Value};

/// Changes all values of a policy.
pub(crate) fn policy_values(policy: &mut Policy, change: &mut dyn FnMut(&Value) -> Value) {
    for statement in &mut policy.statements {
        let lists = [&mut statement.resources, &mut statement.not_resources];
        let mut all: Vec<&mut Vec<Value>> = lists.into_iter().collect();
        all.extend(statement.conditions.iter_mut().map(|condition| &mut condition.values));
        if let Some(principals) = &mut statement.principals
            && let PrincipalSet::Listed(listed) = &mut principals.who
        {
            all.extend(listed.iter_mut().map(|(_, values)| values));
        }
        all.into_iter().flatten().for_each(|value| *value = change(value));
    }
}

/// Changes all plain values inside a value.
pub(crate) fn values(value: &mut Value, change: &mut dyn FnMut(&Value) -> Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| values(item, change)),
        Value::Object(body) => in_body(body, change),
        plain => *plain = change(plain),
    }
}

fn in_body(body: &mut Body, change: &mut dyn FnMut(&Value) -> Value) {
    for item in &mut body.items {
        match &mut item.content {
            Content::Attribute(value) => values(value, change),
            Content::Block(inner) => in_body(inner, change),
        }
    }
}
