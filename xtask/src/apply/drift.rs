//! What a second plan would change.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::results::{Drift, Outcomes};
use crate::terraform::address::in_stack;

/// The differences of a plan as JSON.
pub(super) fn of(plan: &Value) -> Outcomes {
    let mut found = Outcomes::new();
    let mut add = |kind: &str, attribute: String, address: String| {
        found.entry(Drift { kind: kind.to_owned(), attribute }).or_default().insert(address);
    };
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let (kind, address) = (text(&change["type"]), in_stack(text(&change["address"])));
        for attribute in attributes(&change["change"]) {
            add(kind, attribute, address.clone());
        }
    }
    for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
        // What is only known later follows from a resource.
        if text(&change["actions"][0]) != "no-op" && change["after_unknown"] != true {
            add("output", "*".to_owned(), name.clone());
        }
    }
    found
}

/// The attributes that a change changes; `*` if it creates or destroys the resource alone.
fn attributes(change: &Value) -> BTreeSet<String> {
    let actions: Vec<&str> = change["actions"].as_array().into_iter().flatten().map(text).collect();
    match actions.as_slice() {
        [] | ["no-op" | "read"] => BTreeSet::new(),
        ["create" | "delete" | "forget"] => BTreeSet::from(["*".to_owned()]),
        _ => {
            let none = Map::new();
            let [before, after, unknown] =
                ["before", "after", "after_unknown"].map(|key| change[key].as_object().unwrap_or(&none));
            // What is not set is absent after a replacement, and computed again.
            let replaced = actions.len() > 1;
            let differs = |name: &&String| {
                let later = unknown.get(*name) == Some(&Value::Bool(true));
                let unset = replaced && after.get(*name).is_none_or(Value::is_null) && !forces(change, name);
                !later && !unset && !same(before.get(*name), after.get(*name))
            };
            let changed: BTreeSet<String> =
                before.keys().chain(after.keys()).filter(differs).cloned().collect();
            // What is only known later follows from the rest; alone, it is the change.
            if changed.is_empty() { BTreeSet::from(["*".to_owned()]) } else { changed }
        }
    }
}

/// Whether an attribute is why a resource is replaced.
fn forces(change: &Value, name: &str) -> bool {
    let paths = change["replace_paths"].as_array().into_iter().flatten();
    paths.into_iter().any(|path| path[0] == name)
}

/// Whether two values are equal to the provider: when another attribute of a resource changes, a plan also shows texts that
/// are empty before and absent afterwards.
fn same(before: Option<&Value>, after: Option<&Value>) -> bool {
    match (before, after) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            one.keys().chain(other.keys()).all(|name| same(one.get(name), other.get(name)))
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            // Sets have no order.
            let in_other = |value: &Value| other.iter().any(|candidate| same(Some(value), Some(candidate)));
            one.len() == other.len() && one.iter().all(in_other)
        }
        (one, other) => is_empty(one) && is_empty(other) || one == other,
    }
}

fn is_empty(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value == "")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_named_by_kind_and_attribute() {
        let resource =
            |address: &str, change: Value| json!({ "type": "aws_x", "address": address, "change": change });
        let plan = json!({
            "resource_changes": [
                resource("module.m.aws_x.same", json!({ "actions": ["no-op"] })),
                resource("module.m.aws_x.update", json!({
                    "actions": ["update"],
                    "before": { "a": [{ "c": 1, "d": "" }, { "c": 2 }], "b": 2, "arn": "x" },
                    "after": { "a": [{ "c": 2 }, { "c": 1, "d": null }], "b": 3 },
                    "after_unknown": { "arn": true },
                })),
                resource("aws_x.replaced", json!({
                    "actions": ["delete", "create"],
                    "before": { "a": 1, "c": 2 },
                    "after": { "a": null, "c": null, "d": 1 },
                    "replace_paths": [["c"]],
                })),
                resource("aws_x.new", json!({ "actions": ["create"] })),
                resource("aws_x.later", json!({
                    "actions": ["update"], "before": { "a": 1 }, "after": {}, "after_unknown": { "a": true },
                })),
            ],
            "output_changes": {
                "same": { "actions": ["no-op"] }, "other": { "actions": ["update"] },
                "later": { "actions": ["update"], "after_unknown": true },
            },
        });
        let found: Vec<String> = of(&plan)
            .into_iter()
            .map(|(drift, all)| {
                format!("{} {} {}", drift.kind, drift.attribute, Vec::from_iter(all).join(","))
            })
            .collect();
        assert_eq!(
            found,
            [
                "aws_x * aws_x.later,aws_x.new",
                "aws_x b aws_x.update",
                "aws_x c aws_x.replaced",
                "aws_x d aws_x.replaced",
                "output * other",
            ]
        );
    }
}
