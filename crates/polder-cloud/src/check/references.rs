//! References: the target exists, in this stack or another, and has the attribute.

use crate::address::StackId;
use crate::schema::Nesting;
use crate::stack::Stack;
use crate::value::{Reference, Segment, Value};

use super::needs::Needs;
use super::types::{Known, infer};
use super::{Checker, Subject, codes, each_in_body, each_in_value, mentions, nearest, shape};

/// Checks the references of a stack, and collects its dependencies.
pub(super) fn check<'a>(checker: &mut Checker<'a>, stack: &'a Stack) -> Needs<'a> {
    let nowhere = Subject { stack, resource: None, at: None };
    let mut needs = Needs::new(stack);
    for (from, resource) in stack.resources.iter().enumerate() {
        let subject = Subject::of(stack, resource);
        each_in_body(&resource.body, subject, &mut |value, subject| {
            self::value(checker, subject, value).into_iter().for_each(|to| needs.note(from, to));
        });
    }
    for (from, local) in (stack.resources.len()..).zip(&stack.locals) {
        shape::kept(checker, nowhere, &local.value);
        each_in_value(&local.value, nowhere, &mut |value, subject| {
            self::value(checker, subject, value).into_iter().for_each(|to| needs.note(from, to));
        });
    }
    let outputs = stack.outputs.iter().map(|output| &output.value);
    let expectations = stack.expectations.iter().flat_map(|it| [&it.left, &it.right]);
    for value in outputs.chain(expectations) {
        shape::kept(checker, nowhere, value);
        each_in_value(value, nowhere, &mut |value, subject| {
            self::value(checker, subject, value);
        });
    }
    for circle in needs.circles() {
        checker.report(&codes::RESOURCE_CYCLE, nowhere, format!("these form a cycle: {}", circle.join(", ")));
    }
    needs
}

/// Checks one value. Returns the index of its target, if it is in the same stack: among the resources, or after them
/// among the locals.
fn value<'a>(checker: &mut Checker<'a>, subject: Subject<'a>, value: &'a Value) -> Option<usize> {
    let stack = subject.stack;
    match value {
        Value::Reference(reference) => {
            let position = resource(checker, subject, reference);
            return position.filter(|_| stack.target(reference) == Some(stack.id));
        }
        // Nothing waits for what is mentioned.
        Value::Mention(mention) => {
            resource(checker, subject, &mention.of);
            mentions::check(checker, subject, mention);
        }
        Value::Local(name) => {
            if let Some((at, _)) = checker.local(stack.id, name) {
                return Some(stack.resources.len() + at);
            }
            let message = format!("the stack has no local `{name}`");
            checker.report(&codes::UNDECLARED_NAME, subject, message);
        }
        Value::Expression(word) => return checker.position_of_word(stack.id, word),
        Value::Variable(name) if !stack.variables.iter().any(|variable| variable.name == *name) => {
            let message = format!("the stack has no variable `{name}`");
            checker.report(&codes::UNDECLARED_NAME, subject, message);
        }
        Value::Element(element) => {
            let known = infer(checker, stack, &element.base, 0);
            let segment = &element.segment;
            if let Err(wrong) = known.step(checker.schema, segment) {
                checker.report(&codes::UNKNOWN_STEP, subject, wrong);
            }
            if let (Known::Block(block), Segment::Name(name)) = (known, segment)
                && let Some(major) = block.attribute(name).and_then(|attribute| attribute.deprecated)
            {
                shape::deprecated(checker, subject, name, major);
            }
        }
        _ => {}
    }
    None
}

/// Checks a reference. Returns the index of the resource in its stack.
fn resource(checker: &mut Checker<'_>, subject: Subject<'_>, reference: &Reference) -> Option<usize> {
    let address = &reference.address;
    let target = subject.stack.target(reference).unwrap_or(StackId(u32::MAX));
    let Some(target) = checker.cloud().stack(target) else {
        let message = format!("`{address}` is in stack {}, which does not exist", target.0);
        checker.report(&codes::DANGLING_REFERENCE, subject, message);
        return None;
    };
    let position = checker.position(target.id, address);
    if position.is_some() {
        attribute(checker, subject, reference);
        return position;
    }
    let same = target.resources.iter().filter(|it| it.address.kind == address.kind);
    let near = nearest(&address.name, same.map(|it| it.address.name.as_str())).map(str::to_owned);
    let message = format!("stack `{}` has no `{address}`", target.key);
    let finding = checker.report(&codes::DANGLING_REFERENCE, subject, message);
    finding.help.extend(near.map(|near| format!("did you mean `{}.{near}`?", address.kind)));
    None
}

fn attribute(checker: &mut Checker<'_>, subject: Subject<'_>, reference: &Reference) {
    let address = &reference.address;
    let Some(block) = checker.block_of(address) else { return };
    let name = reference.attribute.as_str();
    if let Some(lone) = block.lone.get(name) {
        shape::one_version(checker, subject, &address.kind, name, lone);
    } else if let Some(attribute) = block.attribute(name) {
        if let Some(major) = attribute.deprecated {
            shape::deprecated(checker, subject, &format!("{}.{name}", address.kind), major);
        }
    } else if let Some(nested) = block.nested(name) {
        if let Some(major) = checker.schema.inside(nested).deprecated {
            shape::deprecated(checker, subject, &format!("{}.{name}", address.kind), major);
        }
        if nested.nesting == Nesting::Uneven {
            let message = format!(
                "`{}.{name}` is not a value of the same type in versions 5 and 6 of the provider",
                address.kind
            );
            checker.report(&codes::ONE_VERSION, subject, message);
        }
    } else if !name.is_empty() {
        let near = nearest(name, block.names());
        let message = format!("`{}` has no attribute `{name}`", address.kind);
        let finding = checker.report(&codes::UNKNOWN_STEP, subject, message);
        finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
    }
}
