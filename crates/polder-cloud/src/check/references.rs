//! References: that what they name exists, in this stack or another, and has what they ask of it.

use crate::stack::Stack;
use crate::value::{Reference, Value};

use super::needs::Needs;
use super::types::infer;
use super::{Judge, Spot, codes, each_in_body, each_in_value, nearest};

/// Checks the references of a stack, and finds what needs what in it on the way.
pub(super) fn check<'a>(judge: &mut Judge<'_>, stack: &'a Stack) -> Needs<'a> {
    let nowhere = Spot { stack, resource: None, at: None };
    let mut needs = Needs::new(stack);
    for (from, resource) in stack.resources.iter().enumerate() {
        let spot = Spot::of(stack, resource);
        each_in_body(&resource.body, spot, &mut |value, spot| {
            needs.note(judge.index, from, value);
            self::value(judge, spot, value);
        });
    }
    for (from, local) in (stack.resources.len()..).zip(&stack.locals) {
        each_in_value(&local.value, nowhere, &mut |value, spot| {
            needs.note(judge.index, from, value);
            self::value(judge, spot, value);
        });
    }
    let outputs = stack.outputs.iter().map(|output| &output.value);
    let expectations = stack.expectations.iter().flat_map(|it| [&it.left, &it.right]);
    for value in outputs.chain(expectations) {
        each_in_value(value, nowhere, &mut |value, spot| self::value(judge, spot, value));
    }
    for circle in needs.circles() {
        judge.report(
            &codes::RESOURCE_CYCLE,
            nowhere,
            format!("these need each other: {}", circle.join(", ")),
        );
    }
    needs
}

fn value(judge: &mut Judge<'_>, spot: Spot<'_>, value: &Value) {
    let stack = spot.stack;
    match value {
        Value::Reference(reference) => resource(judge, spot, reference),
        Value::Local(name) if judge.local(stack.id, name).is_none() => {
            let message = format!("the stack has no local `{name}`");
            judge.report(&codes::UNDECLARED_NAME, spot, message);
        }
        Value::Variable(name) if !stack.variables.iter().any(|variable| variable.name == *name) => {
            let message = format!("the stack has no variable `{name}`");
            judge.report(&codes::UNDECLARED_NAME, spot, message);
        }
        Value::Element(base, segment) => {
            if let Err(wrong) = infer(judge, stack, base, 0).step(judge.schema, segment) {
                judge.report(&codes::UNKNOWN_STEP, spot, wrong);
            }
        }
        _ => {}
    }
}

fn resource(judge: &mut Judge<'_>, spot: Spot<'_>, reference: &Reference) {
    let address = &reference.address;
    let Some(target) = judge.cloud.stack(reference.stack) else {
        let message = format!("`{address}` is in stack {}, which does not exist", reference.stack.0);
        judge.report(&codes::DANGLING_REFERENCE, spot, message);
        return;
    };
    if judge.place(reference.stack, address).is_none() {
        let same = target.resources.iter().filter(|it| it.address.kind == address.kind);
        let near = nearest(&address.name, same.map(|it| it.address.name.as_ref())).map(str::to_owned);
        let message = format!("stack `{}` has no `{address}`", target.key);
        let finding = judge.report(&codes::DANGLING_REFERENCE, spot, message);
        finding.help.extend(near.map(|near| format!("did you mean `{}.{near}`?", address.kind)));
        return;
    }
    let Some(block) = judge.block_of(address) else { return };
    if !reference.attribute.is_empty() && !block.has(reference.attribute) {
        let near = nearest(reference.attribute, block.names());
        let message = format!("`{}` has no attribute `{}`", address.kind, reference.attribute);
        let finding = judge.report(&codes::UNKNOWN_STEP, spot, message);
        finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
    }
}
