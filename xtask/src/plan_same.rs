//! Compares the plans of two builds: every value of every resource, whatever module it is in.
//!
//! Both folders contain the output of `terraform show -json`, a file for each stack, as `cargo xtask plan`
//! writes them.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::terraform::address::in_stack;

/// The maximum number of differences that are printed.
const TOLD: usize = 60;

/// The values of a plan, by path: `aws_vpc.main.cidr_block`.
type Planned = BTreeMap<String, String>;

/// Compares the plans of all stacks that are in the first folder.
pub(crate) fn check(old: &Path, new: &Path) -> Result<String> {
    let mut differences = vec![];
    let (mut stacks, mut resources, mut values) = (0, 0, 0);
    for name in plans(old)? {
        let read = |folder: &Path| -> Result<Planned> {
            let file = folder.join(&name);
            let text = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            Ok(planned(&serde_json::from_slice(&text).context("a plan is not JSON")?))
        };
        let (before, after) = (read(old)?, read(new)?);
        stacks += 1;
        resources += before.keys().filter(|path| path.ends_with(".#")).count();
        values += before.len();
        differences.extend(compared(&before, &after).into_iter().map(|line| format!("{name}: {line}")));
    }
    ensure!(stacks > 0, "there are no plans in `{}`", old.display());
    let said = format!("{stacks} plans, {resources} resources, {values} values");
    if differences.is_empty() {
        return Ok(format!("{said}: all equal"));
    }
    let told = differences.iter().take(TOLD).cloned().collect::<Vec<_>>().join("\n");
    bail!("{said}, {} different\n{told}", differences.len());
}

/// The names of the plans in a folder.
fn plans(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.filter(|name| name.ends_with(".json")).collect())
}

/// The differences, a line for each value.
fn compared(before: &Planned, after: &Planned) -> Vec<String> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    let shown = |value: Option<&String>| value.map_or("nothing", String::as_str).to_owned();
    differ.map(|path| format!("{path}: {} -> {}", shown(before.get(path)), shown(after.get(path)))).collect()
}

/// The values of all resources of a plan, known and unknown, and of its outputs.
fn planned(plan: &Value) -> Planned {
    let drawn = drawn(plan);
    let mut found = Planned::new();
    for change in list(plan.get("resource_changes")) {
        let address = in_stack(text(change.get("address")));
        found.insert(format!("{address}.#"), text(change.pointer("/change/actions/0")).to_owned());
        flatten(&address, change.pointer("/change/after"), &drawn, &mut found);
        flatten(&format!("{address}.unknown"), change.pointer("/change/after_unknown"), &drawn, &mut found);
    }
    for (name, change) in plan.get("output_changes").and_then(Value::as_object).into_iter().flatten() {
        flatten(&format!("output.{name}"), change.get("after"), &drawn, &mut found);
        flatten(&format!("output.{name}.unknown"), change.get("after_unknown"), &drawn, &mut found);
    }
    found
}

/// Generated values, which differ between plans: passwords, and the IDs that the emulator assigns to prefix
/// lists at each start.
fn drawn(plan: &Value) -> Vec<(String, String)> {
    let mut drawn = vec![];
    let mut open = vec![plan.pointer("/prior_state/values/root_module")];
    while let Some(module) = open.pop() {
        let Some(module) = module else { continue };
        open.extend(list(module.get("child_modules")).iter().map(Some));
        for resource in list(module.get("resources")) {
            let attribute = match text(resource.get("type")) {
                "aws_secretsmanager_random_password" => "random_password",
                "aws_ec2_managed_prefix_list" => "id",
                _ => continue,
            };
            let value = text(resource.pointer(&format!("/values/{attribute}")));
            if !value.is_empty() {
                drawn.push((value.to_owned(), format!("<{}>", in_stack(text(resource.get("address"))))));
            }
        }
    }
    drawn
}

fn flatten(path: &str, value: Option<&Value>, drawn: &[(String, String)], found: &mut Planned) {
    match value {
        None | Some(Value::Null) => {}
        Some(Value::Object(fields)) => {
            for (name, value) in fields {
                flatten(&format!("{path}.{name}"), Some(value), drawn, found);
            }
        }
        Some(Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                flatten(&format!("{path}[{index}]"), Some(value), drawn, found);
            }
        }
        Some(other) => {
            let mut shown = other.to_string();
            for (password, name) in drawn {
                shown = shown.replace(password, name);
            }
            found.insert(path.to_owned(), shown);
        }
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(address: &str, name: &str, password: &str) -> Value {
        json!({
            "prior_state": { "values": { "root_module": { "child_modules": [{ "resources": [
                {
                    "address": "module.data.data.aws_x.drawn",
                    "type": "aws_secretsmanager_random_password",
                    "values": { "random_password": password },
                },
            ] }] } } },
            "resource_changes": [{
                "address": address,
                "change": {
                    "actions": ["create"],
                    "after": { "name": name, "secret": format!("a:{password}"), "tags": { "a": "b" }, "none": null },
                    "after_unknown": { "arn": true },
                },
            }],
            "output_changes": { "name": { "after": name, "after_unknown": false } },
        })
    }

    #[test]
    fn modules_indexes_and_generated_passwords_are_ignored() {
        let before = planned(&plan("aws_y.main", "n", "secret-1"));
        let after = planned(&plan("module.data.aws_y.main[0]", "n", "secret-2"));
        assert_eq!(compared(&before, &after), Vec::<String>::new());
        assert_eq!(before["aws_y.main.secret"], "\"a:<data.aws_x.drawn>\"");
        assert_eq!(before["aws_y.main.unknown.arn"], "true");
    }

    #[test]
    fn every_value_is_compared() {
        let before = planned(&plan("aws_y.main", "n", "p"));
        let after = planned(&plan("aws_y.main", "other", "p"));
        assert_eq!(
            compared(&before, &after),
            ["aws_y.main.name: \"n\" -> \"other\"", "output.name: \"n\" -> \"other\""]
        );
        let moved = planned(&plan("aws_y.two", "n", "p"));
        assert!(compared(&before, &moved).len() >= 8);
    }
}
