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

/// What is put beside the files of a stack.
pub(crate) fn files(cloud: &Cloud, links: &Links, stack: &Stack) -> Vec<File> {
    let writer = Writer::new(cloud, links, stack);
    let files = [
        ("standalone_override.tf", overrides(&writer)),
        ("standalone.auto.tfvars", variables(&writer)),
        ("standalone.tfstate", EMPTY_STATE.to_owned()),
    ];
    let file = |(name, content)| File { path: format!("stacks/{}/{name}", stack.key), content };
    files.into_iter().filter(|(_, content): &(&str, String)| !content.is_empty()).map(file).collect()
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
