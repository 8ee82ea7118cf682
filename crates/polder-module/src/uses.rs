//! The distinct uses of a module: one for each combination of its conditions.

use std::collections::BTreeSet;
use std::sync::Arc;

use polder_cloud::{Reference, Target, Value};

use crate::call::constant;
use crate::expression::{Access, Expression, ResourceReference};
use crate::module::{Assertion, Module, Use};
use crate::module_stacks::ModuleStacks;
use crate::registry::Source;

/// One use for each combination, by the first stack that has it.
pub(crate) fn of(module: &Module, module_stacks: &ModuleStacks<'_>) -> Vec<Use> {
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    let mut uses = vec![];
    for (number, stack) in module_stacks.stacks.iter().enumerate() {
        let setting = module.variables.iter().filter_map(|variable| match &variable.source {
            Source::Facet(name) => Some(stack.facets.iter().any(|it| it.name == *name && it.holds)),
            Source::Flag(stacks) => Some(stacks.contains(number)),
            Source::User(_) | Source::Local(_) | Source::Values(_) => None,
        });
        if !seen.insert(setting.collect()) {
            continue;
        }
        let assertions = stack.expectations.iter().map(|expectation| Assertion {
            left: looked_at(module, module_stacks, number, &expectation.left),
            right: looked_at(module, module_stacks, number, &expectation.right),
            message: expectation.message.clone(),
        });
        uses.push(Use { number, assertions: assertions.collect() });
    }
    uses
}

/// A value of one stack in a test of its module.
fn looked_at(module: &Module, module_stacks: &ModuleStacks<'_>, number: usize, value: &Value) -> Expression {
    let all = |values: &[Value]| {
        values.iter().map(|value| looked_at(module, module_stacks, number, value)).collect::<Vec<_>>()
    };
    match value {
        Value::Reference(reference) if reference.target == Target::Own => resource(module, reference),
        Value::Local(name) => {
            let variable = module
                .variables
                .iter()
                .find(|it| matches!(&it.source, Source::Local(local) if local == name));
            match (variable, module_stacks.local(name, number)) {
                (Some(variable), _) => Expression::Variable(variable.name.clone()),
                (None, Some(value)) => looked_at(module, module_stacks, number, value),
                (None, None) => Expression::Null,
            }
        }
        Value::Variable(name) => Expression::Variable(name.clone()),
        Value::List(items) => Expression::list(all(items)),
        Value::Template(parts) => Expression::template(all(parts)),
        Value::Call(call) => Expression::call(call.name.clone(), all(&call.arguments)),
        Value::Element(element) => {
            let base = looked_at(module, module_stacks, number, &element.base);
            Expression::step(base, element.segment.clone())
        }
        Value::Mention(mention) => looked_at(module, module_stacks, number, &mention.text),
        other => constant(other),
    }
}

fn resource(module: &Module, reference: &Reference) -> Expression {
    let access = if module.is_conditional(&reference.address) { Access::First } else { Access::Plain };
    let (address, attribute) = (Arc::clone(&reference.address), reference.attribute.clone());
    Expression::Resource(Box::new(ResourceReference { address, attribute, access }))
}
