//! A standalone stack: Terraform override files replace values from other stacks by stubs.

use std::collections::BTreeMap;

use polder_cloud::index::Resolved;
use polder_cloud::{Index, Links, Reference, Stack, StackId, Value};
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
pub(crate) fn files<'a>(index: &Index<'a>, links: &'a Links, stack: &'a Stack) -> Vec<File> {
    let file = |(path, name)| {
        let content = match name {
            OVERRIDES => overrides(index, links, stack),
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

fn overrides<'a>(index: &Index<'a>, links: &'a Links, stack: &'a Stack) -> String {
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
    for (alias, outputs) in imported(index, links, stack) {
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

/// The value of a reference to another stack when a stack is planned alone.
#[derive(Clone, Debug)]
pub struct Stub<'a> {
    /// The alias of the other stack.
    pub alias: &'a str,
    /// The other stack.
    pub producer: StackId,
    /// The reference.
    pub reference: &'a Reference,
    /// The value in the graph, if it is known. Otherwise a value that no other reference of the stack has.
    pub value: Value,
}

/// The stubs of all references of a stack to other stacks.
pub fn stubs<'a>(index: &Index<'a>, links: &'a Links, stack: &'a Stack) -> Vec<Stub<'a>> {
    let cloud = index.cloud();
    let aliases = links.aliases(stack.id);
    let of = |(producer, reference): (StackId, &'a Reference)| {
        let alias = aliases.get(&producer)?;
        let known = index.target(stack, reference).and_then(|id| index.view(id));
        let known = known.and_then(|view| match view.get(&reference.attribute) {
            Resolved::Text(text) => Some(Value::Text(text.into())),
            Resolved::Integer(number) => Some(Value::Integer(number)),
            _ => None,
        });
        let address = &reference.address;
        let name = format!("{}_{alias}", address.name);
        let generated = || {
            let stub = (cloud.provider.stub)(&address.kind, &name, &reference.attribute);
            match (stub, cloud.stack(producer)) {
                // The stub has a fixed region: the producer's replaces it.
                (Value::Text(text), Some(producer)) if !cloud.provider.stub_region.is_empty() => {
                    Value::Text(text.replace(cloud.provider.stub_region, &producer.region).into())
                }
                (stub, _) => stub,
            }
        };
        Some(Stub { alias, producer, reference, value: known.unwrap_or_else(generated) })
    };
    polder_cloud::foreign(cloud, stack).filter_map(of).collect()
}

/// What a stack reads from the state of others: alias → output → value.
fn imported<'a>(index: &Index<'a>, links: &'a Links, stack: &'a Stack) -> BTreeMap<&'a str, Body> {
    let aliases = links.imports.get(stack.id.index()).into_iter().flatten();
    let mut outputs: BTreeMap<&str, BTreeMap<String, Expression>> =
        aliases.map(|(alias, _)| (alias.as_str(), BTreeMap::new())).collect();
    for Stub { alias, reference, value, .. } in stubs(index, links, stack) {
        let wanted = outputs.entry(alias).or_default();
        wanted.insert(polder_cloud::output_name(reference), constant(&value));
    }
    let body = |outputs: BTreeMap<String, Expression>| {
        let mut body = Body::default();
        outputs.into_iter().for_each(|(name, value)| body.set(name, value));
        body
    };
    outputs.into_iter().map(|(alias, outputs)| (alias, body(outputs))).collect()
}

fn variables(stack: &Stack) -> String {
    let mut values = Body::default();
    for variable in &stack.variables {
        values.set(variable.name.clone(), Expression::Text(variable.example.clone()));
    }
    hcl::items_of(&values).replace("\n  ", "\n").trim_start().to_owned()
}
