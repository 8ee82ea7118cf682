//! The `terraform test` of a module: applied against a mocked provider, once for each distinct use, with outputs of
//! other stacks stubbed from the graph. It needs no account, no network and no other stack.
//!
//! A module with `prevent_destroy` is planned instead: Terraform destroys at the end what a test has applied, and refuses that
//! for a mocked provider as well.

use std::collections::BTreeMap;

use polder_cloud::{Address, Cloud, Links, Mode, SmolStr, Stack};
use polder_module::expression::{Body, Content, Expression, Item, RemoteState};
use polder_module::{Assertion, Module, Resource, Use, arguments, constant};

use crate::ephemeral;
use crate::expression::quoted;
use crate::hcl;

/// The test file.
pub(crate) fn test(cloud: &Cloud, links: &Links, module: &Module) -> String {
    let command = if has_protected(module) { "plan" } else { "apply" };
    let mut out = String::from(if command == "plan" { PLANS } else { APPLIES });
    hcl::block(&mut out, format_args!("mock_provider \"aws\""), &mock_provider(cloud, module));
    let ephemeral = ephemeral::are_in(module);
    if ephemeral {
        let region = cloud.provider.stub_region;
        hcl::block(&mut out, format_args!("provider \"aws\""), &ephemeral::provider_of_test(region));
    }
    let uses: Vec<(&Use, &Stack, BTreeMap<SmolStr, Expression>)> = module
        .uses
        .iter()
        .filter_map(|it| {
            let stack = cloud.stack(*module.stacks.get(it.number)?)?;
            Some((it, stack, given(cloud, links, module, stack, it.number)))
        })
        .collect();
    let shared = shared(&uses.iter().map(|(.., values)| values).collect::<Vec<_>>());
    let body = |values: &BTreeMap<SmolStr, Expression>, keep: &dyn Fn(&str) -> bool| {
        let mut body = Body::default();
        let named = module.variables.iter().map(|it| &it.name).filter(|name| keep(name));
        named.for_each(|name| body.set(name.clone(), values.get(name).cloned().unwrap_or(Expression::Null)));
        body
    };
    let mut common = if shared.is_empty() { Body::default() } else { body(&shared, &|_| true) };
    if ephemeral {
        common.set_with("Mocked providers know none.", ephemeral::VARIABLE, Expression::Bool(false));
    }
    if !common.items.is_empty() {
        hcl::block(&mut out, format_args!("variables"), &common);
    }
    let applies = command == "apply";
    for (it, stack, values) in &uses {
        let own = body(values, &|name| !shared.contains_key(name));
        let assertions = it.assertions.iter().filter(|it| applies || is_known_in_plan(module, it));
        hcl::block(
            &mut out,
            format_args!("run \"{}\"", name(stack)),
            &run(command, own, assertions, ephemeral),
        );
    }
    out
}

const APPLIES: &str = "\
# Applies the module against a mocked provider, as its callers use it: no account or network is needed.
#   terraform init -backend=false && terraform test
";

const PLANS: &str = "\
# Plans the module against a mocked provider, as its callers use it: no account or network is needed. Nothing is applied,
# since what a test has applied is destroyed at its end, and resources of this module have `prevent_destroy`.
#   terraform init -backend=false && terraform test
";

/// Whether a resource of the module may not be destroyed.
fn has_protected(module: &Module) -> bool {
    let protects = |item: &Item| match &item.content {
        Content::Block(lifecycle) if item.key == "lifecycle" => {
            lifecycle.items.iter().any(|item| item.key == "prevent_destroy")
        }
        Content::Block(_) | Content::Attribute(_) => false,
    };
    module.resources.iter().any(|resource| resource.body.items.iter().any(protects))
}

/// The name of a stack as that of a run.
fn name(stack: &Stack) -> String {
    stack.key.to_string().replace(['/', '-', '.'], "_")
}

/// The values that are the same in all uses.
fn shared(uses: &[&BTreeMap<SmolStr, Expression>]) -> BTreeMap<SmolStr, Expression> {
    let Some((first, rest)) = uses.split_first() else { return BTreeMap::new() };
    let same = |name: &SmolStr, value: &Expression| rest.iter().all(|other| other.get(name) == Some(value));
    first
        .iter()
        .filter(|(name, value)| same(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The arguments of a stack's module call, with stubs for values that are not known yet.
fn given(
    cloud: &Cloud,
    links: &Links,
    module: &Module,
    stack: &Stack,
    number: usize,
) -> BTreeMap<SmolStr, Expression> {
    let known = |(name, value): (SmolStr, Expression)| (name, invented(cloud, links, stack, value));
    arguments(links, module, stack, number).into_iter().map(known).collect()
}

/// A value of a root without any reference.
fn invented(cloud: &Cloud, links: &Links, stack: &Stack, value: Expression) -> Expression {
    let all = |value: Expression| invented(cloud, links, stack, value);
    match value {
        Expression::RemoteState(state) => stubbed(cloud, links, stack, &state).unwrap_or(Expression::Null),
        Expression::Variable(name) => {
            let variable = stack.variables.iter().find(|variable| variable.name == name);
            variable.map_or(Expression::Null, |variable| Expression::Text(variable.example.clone()))
        }
        Expression::List(mut elements) => {
            for element in &mut elements {
                element.value = all(std::mem::replace(&mut element.value, Expression::Null));
            }
            Expression::List(elements)
        }
        Expression::Object(mut body) => {
            for item in &mut body.items {
                if let Content::Attribute(value) = &mut item.content {
                    *value = all(std::mem::replace(value, Expression::Null));
                }
            }
            Expression::Object(body)
        }
        Expression::Template(parts) => Expression::Template(parts.into_iter().map(all).collect()),
        Expression::Call(mut call) => {
            call.arguments = call.arguments.into_iter().map(all).collect();
            Expression::Call(call)
        }
        Expression::Step(mut step) => {
            step.base = all(step.base);
            Expression::Step(step)
        }
        other => other,
    }
}

/// A stub of an output of another stack.
fn stubbed(cloud: &Cloud, links: &Links, stack: &Stack, state: &RemoteState) -> Option<Expression> {
    let producer = links.imports.get(stack.id.index())?.get(state.alias.as_str())?;
    let exported = links.exports.get(producer.index())?.get(state.output.as_str());
    let Some((address, attribute)) = exported else {
        let producer = cloud.stack(*producer)?;
        let output = producer.outputs.iter().find(|output| output.name == state.output)?;
        return Some(constant(&output.value));
    };
    Some(constant(&(cloud.provider.stub)(&address.kind, &address.name, attribute)))
}

/// Defaults for computed attributes that must have a certain form.
fn mock_provider(cloud: &Cloud, module: &Module) -> Body {
    let mut provider = Body::default();
    for ((mode, kind), attributes) in computed(cloud, module) {
        let mut defaults = Body::default();
        for (attribute, value) in attributes {
            defaults.set(attribute, value);
        }
        let word = if mode == Mode::Data { "mock_data" } else { "mock_resource" };
        let mut body = Body::default();
        body.set("defaults", Expression::Object(defaults));
        provider.block(format!("{word} {}", quoted(kind)), body);
    }
    provider
}

type Computed<'a> = BTreeMap<(Mode, &'a str), BTreeMap<SmolStr, Expression>>;

/// Computed attributes of the module's resources that are referred to, with their stubs.
fn computed<'a>(cloud: &Cloud, module: &'a Module) -> Computed<'a> {
    let resources: BTreeMap<&Address, &Resource> =
        module.resources.iter().map(|resource| (&*resource.address, resource)).collect();
    let mut found = Computed::new();
    let mut look = |expression: &'_ Expression| {
        let (address, attribute) = match expression {
            Expression::Resource(reference) => (&*reference.address, reference.attribute.as_str()),
            Expression::Raw(text) => {
                let all = text.strip_prefix("values(").and_then(|text| text.split_once(")[*]."));
                let named = |of: &str| resources.keys().copied().find(|address| address.to_string() == of);
                let Some((address, attribute)) = all.and_then(|(of, it)| Some((named(of)?, it))) else {
                    return;
                };
                (address, attribute)
            }
            _ => return,
        };
        let Some((address, resource)) = resources.get_key_value(address) else { return };
        let kind = address.kind.as_str();
        // A mocked ID suffices, except where the provider validates it. A resource as a whole has none.
        let looked_at = cloud.provider.of(kind).id_is_read;
        if attribute.is_empty() || address.mode == Mode::Ephemeral || (attribute == "id" && !looked_at) {
            return;
        }
        // A block counts as set, like an attribute; one that can be repeated is read as a list.
        if resource.body.items.iter().all(|item| item.key != attribute) {
            let value = constant(&(cloud.provider.stub)(kind, &address.name, attribute));
            let attributes = found.entry((address.mode, kind)).or_default();
            attributes.entry(attribute.into()).or_insert(value);
        }
    };
    for resource in &module.resources {
        resource.body.walk(&mut look);
    }
    for output in &module.outputs {
        output.value.walk(&mut look);
    }
    for assertion in module.uses.iter().flat_map(|it| &it.assertions) {
        assertion.left.walk(&mut look);
        assertion.right.walk(&mut look);
    }
    found
}

/// Whether a plan knows both sides of an assertion: attributes that the provider computes are known after an apply.
fn is_known_in_plan(module: &Module, assertion: &Assertion) -> bool {
    let mut known = true;
    for side in [&assertion.left, &assertion.right] {
        side.walk(&mut |expression| {
            let Expression::Resource(reference) = expression else { return };
            let resource = module.resources.iter().find(|resource| resource.address == reference.address);
            let is_set = |it: &Resource| it.body.items.iter().any(|item| item.key == reference.attribute);
            known &= resource.is_some_and(is_set);
        });
    }
    known
}

fn run<'a>(
    command: &'static str,
    variables: Body,
    assertions: impl Iterator<Item = &'a Assertion>,
    ephemeral: bool,
) -> Body {
    let mut run = Body::default();
    run.set("command", Expression::raw(command));
    if ephemeral {
        run.set("providers", ephemeral::providers_of_test());
    }
    if !variables.items.is_empty() {
        run.block("variables", variables);
    }
    for assertion in assertions {
        let mut assert = Body::default();
        let condition = Expression::binary(assertion.left.clone(), "==", assertion.right.clone());
        assert.set("condition", condition);
        assert.set("error_message", Expression::Text(assertion.message.clone()));
        run.block("assert", assert);
    }
    run
}
