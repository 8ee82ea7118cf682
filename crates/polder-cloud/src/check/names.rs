//! Names: valid for Terraform, and unique.

use std::collections::BTreeMap;

use crate::stack::Stack;

use super::{Checker, Subject, codes};

/// Names that variables cannot have, since they are meta-arguments of a module call.
pub const RESERVED_VARIABLES: [&str; 8] =
    ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/// Checks the names of a stack.
pub(super) fn check(checker: &mut Checker<'_>, stack: &Stack) {
    let nowhere = Subject { stack, resource: None, at: None };
    for (at, resource) in stack.resources.iter().enumerate() {
        let subject = Subject::of(stack, resource);
        fit(checker, subject, "resource", &resource.address.name);
        if checker.position(stack.id, &resource.address).is_some_and(|first| first != at) {
            let message = format!("`{}` is written twice", resource.address);
            checker.report(&codes::DUPLICATE_ADDRESS, subject, message);
        }
    }
    let locals = stack.locals.iter().map(|local| local.name.as_str());
    once(checker, nowhere, "local", locals);
    let variables = stack.variables.iter().map(|variable| variable.name.as_str());
    once(checker, nowhere, "variable", variables.clone());
    for name in variables.filter(|name| RESERVED_VARIABLES.contains(name)) {
        let message = format!("`{name}` is a reserved variable name");
        checker.report(&codes::UNFIT_NAME, nowhere, message);
    }
    once(checker, nowhere, "output", stack.outputs.iter().map(|output| output.name.as_str()));
}

/// A draft drops duplicates with the same value: a remaining duplicate has another value.
fn once<'n>(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    for (name, count) in counts {
        fit(checker, subject, what, name);
        if count > 1 {
            let message = format!("the {what} `{name}` is declared {count} times with different values");
            checker.report(&codes::CONTRADICTED_NAME, subject, message);
        }
    }
}

fn fit(checker: &mut Checker<'_>, subject: Subject<'_>, what: &str, name: &str) {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if !starts || !characters.all(plain) {
        let message = format!("`{name}` is not a valid name of a {what}");
        checker.report(&codes::UNFIT_NAME, subject, message);
    }
}
