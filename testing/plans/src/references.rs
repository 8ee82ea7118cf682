//! References as in the graph: resources by their stacks in the graph and by addresses without modules.

use std::collections::BTreeSet;
use std::sync::Arc;

use polder_cloud::{Address, Reference, SmolStr, Stack, StackId, Target, Value};

/// An attribute of a resource of the graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    pub(crate) stack: StackId,
    pub(crate) address: Address,
    pub(crate) attribute: SmolStr,
}

impl Named {
    pub(crate) fn value(&self) -> Value {
        Value::Reference(Box::new(self.reference()))
    }

    /// Whether a plan's reference is this one. Of `one(aws_x.y[*].arn)` a plan only contains the resource.
    pub(crate) fn is_said_by(&self, said: &Named) -> bool {
        let attribute = said.attribute.is_empty() || said.attribute == self.attribute;
        attribute && said.stack == self.stack && said.address == self.address
    }

    pub(crate) fn reference(&self) -> Reference {
        Reference {
            target: Target::Stack(self.stack),
            address: Arc::new(self.address.clone()),
            attribute: self.attribute.clone(),
        }
    }
}

/// The address that a resource of a plan has in the graph: without modules and indexes.
pub(crate) fn in_graph(address: &Address) -> Address {
    Address { instance: None, ..address.clone() }
}

/// The references of a value of a stack, also through locals.
pub(crate) fn of_value(stack: &Stack, value: &Value) -> BTreeSet<Named> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![value];
    let mut locals: BTreeSet<&str> = BTreeSet::new();
    while let Some(value) = waiting.pop() {
        value.walk(&mut |value| match value {
            Value::Reference(reference) => {
                if let Some(target) = stack.target(reference) {
                    let (address, attribute) = (in_graph(&reference.address), reference.attribute.clone());
                    found.insert(Named { stack: target, address, attribute });
                }
            }
            Value::Local(name) if locals.insert(name) => {
                waiting
                    .extend(stack.locals.iter().find(|local| local.name == *name).map(|local| &local.value));
            }
            _ => {}
        });
    }
    found
}
