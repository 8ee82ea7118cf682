//! Invariants of the modules of every platform.

use polder_cloud::schema::Schema;
use polder_cloud::{Reference, StackId, Target, Value};
use polder_module::Vocabulary as _;
use polder_module::instance::{of_call, of_stack};
use polder_testkit::{EXAMPLES, combinations, compiled};

/// Every example and every combination of engines.
fn platforms() -> Vec<(String, String)> {
    let examples = EXAMPLES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    examples.chain(combinations()).collect()
}

/// The oracle: evaluated, each call yields the stack of the graph, resource by resource and output by output.
#[test]
fn a_call_yields_its_stack() {
    for (name, text) in platforms() {
        let compiled = compiled(&name, &text);
        let (cloud, links, modules) = (&compiled.cloud, &compiled.links, polder::modules(&compiled));
        assert_eq!(modules.callers.len(), cloud.stacks.len(), "{name}");
        for stack in &cloud.stacks {
            let (module, number) = modules.of(stack.id).expect("a module");
            let found = of_call(cloud, links, &polder::Words, module, number);
            let found = found.unwrap_or_else(|broken| panic!("{name}: {}: {}", stack.key, broken.0));
            let wanted = of_stack(links, &polder::Words, stack);
            for (address, body) in &wanted.resources {
                assert_eq!(found.resources.get(address), Some(body), "{name}: {}: {address}", stack.key);
            }
            for (output, value) in &wanted.outputs {
                assert_eq!(found.outputs.get(output), Some(value), "{name}: {}: {output}", stack.key);
            }
            assert_eq!(found, wanted, "{name}: {}", stack.key);
        }
    }
}

/// Every local that becomes a variable has a description, and so has every variable and output.
#[test]
fn every_variable_and_output_is_described() {
    for (name, text) in platforms() {
        let compiled = compiled(&name, &text);
        for stack in &compiled.cloud.stacks {
            for local in &stack.locals {
                let described = polder::Words.local(&local.name);
                assert!(described.is_some(), "{name}: {}: nobody says what `{}` is", stack.key, local.name);
            }
        }
        for module in polder::modules(&compiled).list {
            let variables = module.variables.iter().map(|it| (&it.name, &it.description));
            let outputs = module.outputs.iter().map(|it| (&it.name, &it.description));
            for (what, description) in variables.chain(outputs) {
                let ended = description.ends_with('.') && description.len() > 10;
                assert!(ended, "{name}: {}: {what}: {description:?}", module.name);
            }
        }
    }
}

/// Outputs are stored in a state, and printed by `terraform output`.
#[test]
fn no_output_holds_a_secret() {
    let secret = |reference: &Reference| {
        let block = Schema::aws().block(reference.address.mode, &reference.address.kind);
        block.and_then(|block| block.attribute(&reference.attribute)).is_some_and(|it| it.sensitive)
    };
    for (name, text) in platforms() {
        let compiled = compiled(&name, &text);
        for exports in &compiled.links.exports {
            for (output, (address, attribute)) in exports {
                let (target, address, attribute) = (Target::Own, address.clone(), attribute.clone());
                assert!(!secret(&Reference { target, address, attribute }), "{name}: {output}");
            }
        }
        for stack in &compiled.cloud.stacks {
            for output in &stack.outputs {
                output.value.walk(&mut |value| {
                    if let Value::Reference(reference) = value {
                        assert!(!secret(reference), "{name}: {}: {}", stack.key, output.name);
                    }
                });
            }
        }
    }
}

/// Each stack calls one module, and each module is called.
#[test]
fn every_stack_has_a_place_among_the_callers_of_its_module() {
    for (name, text) in platforms() {
        let compiled = compiled(&name, &text);
        let modules = polder::modules(&compiled);
        let mut called: Vec<StackId> = modules.list.iter().flat_map(|module| module.stacks.clone()).collect();
        called.sort();
        let all: Vec<StackId> = compiled.cloud.stacks.iter().map(|stack| stack.id).collect();
        assert_eq!(called, all, "{name}");
        for stack in &compiled.cloud.stacks {
            let (module, number) = modules.of(stack.id).expect("a module");
            assert_eq!(module.stacks[number], stack.id, "{name}");
        }
    }
}
