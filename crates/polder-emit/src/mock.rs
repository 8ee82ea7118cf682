//! The `terraform test` of a stack: applied against a mocked provider, with what other stacks export stubbed from the
//! graph, so that it needs no account, no network and no other stack.

use std::collections::BTreeMap;

use polder_cloud::{Body, Mode, Value, body, stub, walk};

use crate::expression::{Writer, quoted};
use crate::hcl;

/// The test file.
pub(crate) fn test(writer: &Writer<'_>) -> String {
    let mut out = String::from(
        "# Applies the stack against a mocked provider: no account and no network is needed.\n#   terraform init \
         -backend=false && terraform test\n\n",
    );
    let mut blocks = vec![hcl::block(writer, "mock_provider \"aws\"", &mock_provider(writer), 0)];
    let mut variables = Body::default();
    for variable in &writer.stack.variables {
        variables.set(None, variable.name.clone(), variable.example.clone());
    }
    blocks.push(hcl::block(writer, "variables", &variables, 0));
    blocks.extend(remote_states(writer));
    blocks.push(run(writer));
    out.push_str(&blocks.join("\n\n"));
    out.push('\n');
    out
}

/// Defaults for computed attributes that must have a certain form.
fn mock_provider(writer: &Writer<'_>) -> Body {
    let mut provider = Body::default();
    for ((mode, kind), attributes) in computed(writer) {
        let mut defaults = Body::default();
        for (attribute, value) in attributes {
            defaults.set(None, attribute, value);
        }
        let word = if mode == Mode::Data { "mock_data" } else { "mock_resource" };
        provider.block(None, format!("{word} {}", quoted(kind)), body! { defaults = defaults; });
    }
    provider
}

type Computed = BTreeMap<(Mode, &'static str), BTreeMap<&'static str, Value>>;

/// Attributes of this stack's resources that something in it refers to and nobody sets, with their stubs.
fn computed(writer: &Writer<'_>) -> Computed {
    let mut found = Computed::new();
    let stack = writer.stack;
    walk(stack, &mut |value| {
        let Value::Reference(reference) = value else { return };
        // A block is set as much as an attribute is; one that may be repeated is read as a list.
        let set = stack
            .resource(&reference.address)
            .is_none_or(|it| it.body.items.iter().any(|item| item.key == reference.attribute));
        let (mode, kind) = (reference.address.mode, reference.address.kind);
        // What Terraform invents as an id will do, but not for organizations: their ids are looked at.
        let id = reference.attribute == "id" && !kind.starts_with("aws_organizations_");
        if reference.stack != stack.id || set || id {
            return;
        }
        let value = stub(kind, &reference.address.name, reference.attribute);
        found.entry((mode, kind)).or_default().entry(reference.attribute).or_insert(value);
    });
    found
}

/// What this stack reads from the state of others, with stubs: alias → output → value.
pub(crate) fn imported<'a>(writer: &Writer<'a>) -> BTreeMap<&'a str, Body> {
    let imports = &writer.links.imports[writer.stack.id.index()];
    let mut wanted: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
    for (alias, producer) in imports {
        wanted.insert(alias, BTreeMap::new());
        walk(writer.stack, &mut |value| {
            if let Value::Reference(reference) = value
                && reference.stack == *producer
            {
                let address = &reference.address;
                let value = stub(address.kind, &address.name, reference.attribute);
                let outputs = wanted.entry(alias).or_default();
                outputs.insert(polder_cloud::output_name(reference), value);
            }
        });
    }
    let outputs = |outputs: BTreeMap<String, Value>| {
        let mut body = Body::default();
        for (name, value) in outputs {
            body.set(None, name, value);
        }
        body
    };
    wanted.into_iter().map(|(alias, found)| (alias, outputs(found))).collect()
}

fn remote_states(writer: &Writer<'_>) -> Vec<String> {
    let state = |(alias, outputs): (&str, Body)| {
        let body = body! {
            target = Value::Element(Box::new(Value::Keyword("data.terraform_remote_state")),
                polder_cloud::Segment::Name(alias.to_owned().into()));
            values = { outputs = outputs; };
        };
        hcl::block(writer, "override_data", &body, 0)
    };
    imported(writer).into_iter().map(state).collect()
}

fn run(writer: &Writer<'_>) -> String {
    let mut run = body! { command = Value::Keyword("apply"); };
    for expectation in &writer.stack.expectations {
        let (left, right) = (Box::new(expectation.left.clone()), Box::new(expectation.right.clone()));
        let assert = body! {
            condition = Value::Binary(left, "==", right);
            error_message = expectation.message.clone();
        };
        run.block(None, "assert", assert);
    }
    hcl::block(writer, "run \"the_stack_holds\"", &run, 0)
}
