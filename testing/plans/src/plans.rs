//! The plans, as a cloud whose stacks have the graph's indexes.
#![expect(clippy::disallowed_methods, reason = "a task reads files")]

use std::fs;
use std::path::Path;

use polder::Compiled;
use polder_cloud::Stack;
use polder_cloud::schema::Schema;
use polder_plan::Document;
use serde_json::Value;

use crate::aligned::{self, Planned};

/// The folder in which `cargo xtask plan` writes the plans.
pub(crate) const KEPT: &str = "target/xtask/plan/json";

/// Loads the plans of all stacks of an account.
pub(crate) fn load(folder: &Path, compiled: &Compiled, account: &str) -> Result<Planned, String> {
    let stacks: Vec<&Stack> =
        compiled.cloud.stacks.iter().filter(|stack| &*stack.key.account == account).collect();
    let names: Vec<String> = stacks.iter().map(|stack| stack.key.to_string()).collect();
    let mut texts = vec![];
    for (stack, name) in stacks.iter().zip(&names) {
        texts.push(text(folder, compiled, stack, name)?);
    }
    let documents: Vec<Document<'_>> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| Document { name, bytes: text, state_key: Some(name) })
        .collect();
    let read = polder_plan::read(&documents, Schema::aws())
        .map_err(|error| format!("the plans cannot be loaded: {error}"))?;
    Ok(aligned::planned(compiled, &stacks, &read))
}

/// A plan. A standalone stack reads the states of others from an empty file of its own; their real locations
/// are given here, so that outputs are followed to the plans of those stacks.
fn text(folder: &Path, compiled: &Compiled, stack: &Stack, name: &str) -> Result<Vec<u8>, String> {
    let file = folder.join(format!("{}.json", name.replace('/', "_")));
    let text = fs::read(&file).map_err(|error| {
        format!("cannot read `{}`, which `cargo xtask plan` makes: {error}", file.display())
    })?;
    let mut plan: Value =
        serde_json::from_slice(&text).map_err(|error| format!("`{name}` is no plan: {error}"))?;
    let resources = plan.pointer_mut("/prior_state/values/root_module/resources");
    let imports = &compiled.links.imports[stack.id.index()];
    let mut found = 0;
    for resource in resources.and_then(Value::as_array_mut).into_iter().flatten() {
        if resource["type"] == "terraform_remote_state" {
            let alias = resource["name"].as_str().unwrap_or_default();
            let other = imports.get(alias).and_then(|id| compiled.cloud.stack(*id));
            let other = other.ok_or_else(|| format!("`{name}` reads `{alias}`, which the graph does not"))?;
            resource["values"]["config"]["path"] = other.key.to_string().into();
            found += 1;
        }
    }
    if found != imports.len() {
        return Err(format!("`{name}` reads {found} states, the graph {}", imports.len()));
    }
    serde_json::to_vec(&plan).map_err(|error| error.to_string())
}
