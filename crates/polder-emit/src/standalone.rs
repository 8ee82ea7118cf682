//! A standalone stack: Terraform override files replace values from other stacks by stubs.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Links, Stack};
use polder_module::constant;
use polder_module::expression::{Body, Expression};

use crate::File;
use crate::hcl;

/// An empty state, from which the defaults are read.
const EMPTY_STATE: &str = r#"{
  "version": 4,
  "serial": 1,
  "lineage": "standalone",
  "outputs": {},
  "resources": []
}
"#;

const OVERRIDES: &str = "standalone_override.tf";
const VARIABLES: &str = "standalone.auto.tfvars";
const STATE: &str = "standalone.tfstate";

/// The additional files of a stack.
pub(crate) fn files(cloud: &Cloud, links: &Links, stack: &Stack) -> Vec<File> {
    let file = |(path, name)| {
        let content = match name {
            OVERRIDES => overrides(cloud, links, stack),
            VARIABLES => variables(stack),
            _ => EMPTY_STATE.to_owned(),
        };
        File { path, content }
    };
    named(stack).map(file).collect()
}

/// The paths of these files.
pub(crate) fn paths(stack: &Stack) -> impl Iterator<Item = String> {
    named(stack).map(|(path, _)| path)
}

/// Their paths and names.
fn named(stack: &Stack) -> impl Iterator<Item = (String, &'static str)> {
    let variables = (!stack.variables.is_empty()).then_some(VARIABLES);
    let names = [Some(OVERRIDES), variables, Some(STATE)].into_iter().flatten();
    names.map(|name| (format!("stacks/{}/{name}", stack.key), name))
}

fn overrides(cloud: &Cloud, links: &Links, stack: &Stack) -> String {
    let mut out = String::new();
    hcl::comment_lines(
        &mut out,
        "For planning the stack alone, never for applying it: values from other stacks are stubbed, \
         and its state is local.",
        0,
    );
    let mut terraform = Body::default();
    terraform.block("backend \"local\"", Body::default());
    hcl::block(&mut out, format_args!("terraform"), &terraform);
    for (alias, outputs) in imported(cloud, links, stack) {
        let mut config = Body::default();
        config.set("path", Expression::text(STATE));
        let mut state = Body::default();
        state.set("backend", Expression::text("local"));
        state.set("config", Expression::Object(config));
        state.set("defaults", Expression::Object(outputs));
        hcl::block(&mut out, format_args!("data \"terraform_remote_state\" \"{alias}\""), &state);
    }
    out
}

/// Stubs of the remote state that a stack reads: alias → output → value.
fn imported<'a>(cloud: &Cloud, links: &'a Links, stack: &Stack) -> BTreeMap<&'a str, Body> {
    let mut wanted: BTreeMap<_, BTreeMap<String, Expression>> = BTreeMap::new();
    for (producer, reference) in polder_cloud::foreign(cloud, stack) {
        let address = &reference.address;
        let value = constant(&(cloud.provider.stub)(&address.kind, &address.name, &reference.attribute));
        wanted.entry(producer).or_default().insert(polder_cloud::output_name(reference), value);
    }
    let imports = links.imports.get(stack.id.index()).into_iter().flatten();
    let outputs = imports.map(|(alias, producer)| {
        let mut body = Body::default();
        for (name, value) in wanted.remove(producer).unwrap_or_default() {
            body.set(name, value);
        }
        (alias.as_str(), body)
    });
    outputs.collect()
}

fn variables(stack: &Stack) -> String {
    let mut values = Body::default();
    for variable in &stack.variables {
        values.set(variable.name.clone(), Expression::Text(variable.example.clone()));
    }
    hcl::items_of(&values).replace("\n  ", "\n").trim_start().to_owned()
}
