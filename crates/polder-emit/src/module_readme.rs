//! The README of a module: purpose, inputs, outputs, and the stacks that call it.

use polder_cloud::{Cloud, Links};
use polder_module::{Module, Variable};

use crate::call::call;
use crate::ephemeral;
use crate::expression::write;
use crate::versions;

/// `README.md` of a module.
pub(crate) fn page(cloud: &Cloud, links: &Links, module: &Module) -> String {
    let name = &module.name;
    let mut out = format!("# {name}\n\n{}\n", module.purpose);
    out.push_str(&usage(cloud, links, module));
    out.push_str(&format!(
        "\n## Requirements\n\n| Name | Version |\n| ---- | ------- |\n| terraform | >= {} |\n| aws | {} |\n",
        versions::engine(cloud),
        versions::PROVIDER
    ));
    out.push_str(&resources(module));
    out.push_str(&inputs(module));
    out.push_str(&outputs(module));
    out.push_str(&callers(cloud, module));
    out.push_str(
        "\n## Tests\n\n`terraform init -backend=false && terraform test` in this folder applies the module against a mocked \
         provider.\n",
    );
    out
}

/// The call of the first stack.
fn usage(cloud: &Cloud, links: &Links, module: &Module) -> String {
    let Some(stack) = module.stacks.first().and_then(|id| cloud.stack(*id)) else { return String::new() };
    let call = call(links, module, stack, 0, format!("./modules/{}", module.name));
    format!("\n## Usage\n\nAs in `stacks/{}`:\n\n```hcl\n{call}```\n", stack.key)
}

/// The resources, each with its file and its condition.
fn resources(module: &Module) -> String {
    let mut out = String::from("\n## Resources\n\n| Name | When |\n| ---- | ---- |\n");
    for resource in &module.resources {
        let file = module.files.get(resource.file).map_or("main", |file| file.name);
        let when = resource.when.as_ref().map_or_else(String::new, |condition| {
            format!("`{}var.{}`", if condition.negated { "!" } else { "" }, condition.variable)
        });
        out.push_str(&format!("| [{}]({file}.tf) | {when} |\n", resource.address));
    }
    out
}

fn inputs(module: &Module) -> String {
    if module.variables.is_empty() && !ephemeral::are_in(module) {
        return String::new();
    }
    let mut out = String::from(
        "\n## Inputs\n\n| Name | Description | Type | Default | Required |\n| ---- | ----------- | ---- | ------- | :------: |\n",
    );
    for variable in &module.variables {
        let Variable { name, description, kind, default, .. } = variable;
        let (default, required) = match default {
            Some(default) => {
                let mut text = String::new();
                write(&mut text, default, 0, usize::MAX);
                (format!("`{}`", text.replace('\n', " ")), "no")
            }
            None => ("n/a".to_owned(), "yes"),
        };
        let description = cell(description);
        out.push_str(&format!("| {name} | {description} | `{kind}` | {} | {required} |\n", cell(&default)));
    }
    if ephemeral::are_in(module) {
        out.push_str(&format!(
            "| {} | {} | `bool` | `true` | no |\n",
            ephemeral::VARIABLE,
            ephemeral::DESCRIPTION
        ));
    }
    out
}

fn outputs(module: &Module) -> String {
    if module.outputs.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n## Outputs\n\n| Name | Description |\n| ---- | ----------- |\n");
    for output in &module.outputs {
        out.push_str(&format!("| {} | {} |\n", output.name, cell(&output.description)));
    }
    out
}

fn callers(cloud: &Cloud, module: &Module) -> String {
    let stacks = module.stacks.iter().filter_map(|id| cloud.stack(*id));
    let lines: String = stacks.map(|stack| format!("- `stacks/{}`\n", stack.key)).collect();
    format!("\n## Called by\n\n{lines}")
}

/// Text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
