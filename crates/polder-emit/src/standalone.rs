//! A stack alone: the engine's override files turn what it reads from others into stubs.

use polder_cloud::{Body, Cloud, Links, Stack, body};

use crate::File;
use crate::expression::Writer;
use crate::hcl;
use crate::mock;

/// A state in which nothing is: what is read from it are the defaults.
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

/// What is put beside the files of a stack.
pub(crate) fn files(cloud: &Cloud, links: &Links, stack: &Stack) -> Vec<File> {
    let writer = Writer::new(cloud, links, stack);
    let file = |(path, name)| {
        let content = match name {
            OVERRIDES => overrides(&writer),
            VARIABLES => variables(&writer),
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

fn overrides(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    hcl::comment_lines(
        &mut out,
        "The stack alone, to be planned and read and never to be applied: what it reads from other stacks is invented, \
         and its state stays here.",
        0,
    );
    let mut terraform = Body::default();
    terraform.block(None, "backend \"local\"", Body::default());
    hcl::block(writer, &mut out, format_args!("terraform"), &terraform);
    for (alias, outputs) in mock::imported(writer) {
        let state = body! {
            backend = "local";
            config = { path = "standalone.tfstate"; };
            defaults = outputs;
        };
        hcl::block(writer, &mut out, format_args!("data \"terraform_remote_state\" \"{alias}\""), &state);
    }
    out
}

fn variables(writer: &Writer<'_>) -> String {
    let mut values = Body::default();
    for variable in &writer.stack.variables {
        values.set(None, variable.name.clone(), variable.example.clone());
    }
    let mut out = String::new();
    hcl::body(writer, &mut out, &values, 0);
    out
}
