//! The `terraform test` of a stack: applied against a mocked provider, with what other stacks export stubbed from the
//! graph, so that it needs no account, no network and no other stack.

use std::collections::BTreeMap;

use polder_cloud::{Address, Body, Mode, SmolStr, StackId, Value, body, walk};

use crate::expression::{Writer, quoted};
use crate::hcl;

/// The test file.
pub(crate) fn test(writer: &Writer<'_>) -> String {
    let mut out = String::from(
        "# Applies the stack against a mocked provider: no account and no network is needed.\n#   terraform init \
         -backend=false && terraform test\n",
    );
    hcl::block(writer, &mut out, format_args!("mock_provider \"aws\""), &mock_provider(writer));
    let mut variables = Body::default();
    for variable in &writer.stack.variables {
        variables.set(None, variable.name.clone(), variable.example.clone());
    }
    hcl::block(writer, &mut out, format_args!("variables"), &variables);
    remote_states(writer, &mut out);
    run(writer, &mut out);
    out
}

/// Defaults for computed attributes that must have a certain form.
fn mock_provider(writer: &Writer<'_>) -> Body {
    let mut provider = Body::default();
    for ((mode, kind), attributes) in computed(writer) {
        let mut defaults = Body::default();
        for (attribute, value) in attributes {
            defaults.set(None, SmolStr::new(attribute), value);
        }
        let word = if mode == Mode::Data { "mock_data" } else { "mock_resource" };
        provider.block(None, format!("{word} {}", quoted(kind)), body! { defaults = defaults; });
    }
    provider
}

type Computed<'a> = BTreeMap<(Mode, &'a str), BTreeMap<&'a str, Value>>;

/// Attributes of this stack's resources that something in it refers to and nobody sets, with their stubs.
fn computed<'a>(writer: &Writer<'a>) -> Computed<'a> {
    let mut found = Computed::new();
    let stack = writer.stack;
    walk(stack, &mut |value| {
        let Value::Reference(reference) = value else { return };
        let Address { mode, kind, name, .. } = reference.address.as_ref();
        let (mode, kind, attribute) = (*mode, kind.as_str(), reference.attribute.as_str());
        // What Terraform invents as an id will do, but not where the provider looks at it. A resource as a whole has none.
        let looked_at = writer.cloud.provider.of(kind).id_is_read;
        let id = attribute.is_empty() || (attribute == "id" && !looked_at);
        let known = || found.get(&(mode, kind)).is_some_and(|known| known.contains_key(attribute));
        if stack.target(reference) != Some(stack.id) || id || known() {
            return;
        }
        // A block is set as much as an attribute is; one that may be repeated is read as a list.
        let set = stack
            .resource(&reference.address)
            .is_none_or(|it| it.body.items.iter().any(|item| item.key == attribute));
        if !set {
            let value = (writer.cloud.provider.stub)(kind, name, attribute);
            found.entry((mode, kind)).or_default().insert(attribute, value);
        }
    });
    found
}

/// What this stack reads from the state of others, with stubs: alias → output → value.
pub(crate) fn imported<'a>(writer: &Writer<'a>) -> BTreeMap<&'a str, Body> {
    let stack = writer.stack;
    let mut wanted: BTreeMap<StackId, BTreeMap<String, Value>> = BTreeMap::new();
    for (producer, reference) in polder_cloud::foreign(writer.cloud, stack) {
        let address = &reference.address;
        let stub = writer.cloud.provider.stub;
        let value = stub(&address.kind, &address.name, &reference.attribute);
        wanted.entry(producer).or_default().insert(polder_cloud::output_name(reference), value);
    }
    let mut outputs = |producer: &StackId| {
        let mut body = Body::default();
        for (name, value) in wanted.remove(producer).unwrap_or_default() {
            body.set(None, name, value);
        }
        body
    };
    let imports = &writer.links.imports[stack.id.index()];
    imports.iter().map(|(alias, producer)| (alias.as_str(), outputs(producer))).collect()
}

fn remote_states(writer: &Writer<'_>, out: &mut String) {
    for (alias, outputs) in imported(writer) {
        let body = body! {
            target = Value::expression("data.terraform_remote_state").field(alias);
            values = { outputs = outputs; };
        };
        hcl::block(writer, out, format_args!("override_data"), &body);
    }
}

fn run(writer: &Writer<'_>, out: &mut String) {
    let mut run = body! { command = Value::expression("apply"); };
    for expectation in &writer.stack.expectations {
        let assert = body! {
            condition = Value::equal(expectation.left.clone(), expectation.right.clone());
            error_message = expectation.message.clone();
        };
        run.block(None, "assert", assert);
    }
    hcl::block(writer, out, format_args!("run \"the_stack_holds\""), &run);
}
