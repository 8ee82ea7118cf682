//! Names: what Terraform admits, and that each means one thing.

use std::collections::BTreeMap;

use crate::stack::Stack;

use super::{Judge, Spot, codes};

/// Names that a variable may not have.
const RESERVED: [&str; 8] =
    ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/// Checks the names of a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    let nowhere = Spot { stack, resource: None, at: None };
    for (at, resource) in stack.resources.iter().enumerate() {
        let spot = Spot::of(stack, resource);
        fit(judge, spot, "resource", &resource.address.name);
        if judge.place(stack.id, &resource.address).is_some_and(|first| first != at) {
            let message = format!("`{}` is written twice", resource.address);
            judge.report(&codes::DUPLICATE_ADDRESS, spot, message);
        }
    }
    let locals = stack.locals.iter().map(|local| local.name.as_str());
    once(judge, nowhere, "local", locals);
    let variables = stack.variables.iter().map(|variable| variable.name.as_str());
    once(judge, nowhere, "variable", variables.clone());
    for name in variables.filter(|name| RESERVED.contains(name)) {
        let message = format!("no variable may have the name `{name}`");
        judge.report(&codes::UNFIT_NAME, nowhere, message);
    }
    once(judge, nowhere, "output", stack.outputs.iter().map(|output| output.name.as_str()));
}

/// A draft drops what is written again with the same value: a name that is left twice has two values.
fn once<'n>(judge: &mut Judge<'_>, spot: Spot<'_>, what: &str, names: impl Iterator<Item = &'n str>) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    for (name, count) in counts {
        fit(judge, spot, what, name);
        if count > 1 {
            let message = format!("the {what} `{name}` is declared {count} times with different values");
            judge.report(&codes::CONTRADICTED_NAME, spot, message);
        }
    }
}

fn fit(judge: &mut Judge<'_>, spot: Spot<'_>, what: &str, name: &str) {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if !starts || !characters.all(plain) {
        let message = format!("Terraform admits no {what} of the name `{name}`");
        judge.report(&codes::UNFIT_NAME, spot, message);
    }
}
