//! Checks between stacks: keys, order, and the names of outputs and aliases.

use std::collections::BTreeMap;

use crate::address::StackId;
use crate::link::{Collision, Named};
use crate::stack::Stack;

use super::{Checker, Subject, codes};

/// Checks the stacks of a cloud.
pub(super) fn check(checker: &mut Checker<'_>) {
    let cloud = checker.cloud();
    let mut paths: BTreeMap<String, StackId> = BTreeMap::new();
    let mut in_place = true;
    for (index, stack) in cloud.stacks.iter().enumerate() {
        if stack.id.index() != index {
            in_place = false;
            let message = format!("the stack has ID {} and index {index}", stack.id.0);
            checker.report(&codes::STACK_OUT_OF_PLACE, nowhere(stack), message);
        }
        if paths.insert(stack.key.to_string(), stack.id).is_some() {
            let message = format!("two stacks have the path `{}`", stack.key);
            checker.report(&codes::STACK_OUT_OF_PLACE, nowhere(stack), message);
        }
    }
    // Links use indexes: if these are wrong, nothing else can be checked.
    if in_place {
        cycles(checker);
        collisions(checker);
    }
}

fn cycles(checker: &mut Checker<'_>) {
    let (cloud, links) = (checker.cloud(), checker.links);
    for group in &links.cycles {
        let mut members: Vec<&Stack> = group.iter().filter_map(|id| cloud.stack(*id)).collect();
        members.sort_by_key(|stack| stack.id);
        let names = members.iter().map(|stack| format!("`{}`", stack.key)).collect::<Vec<_>>().join(", ");
        if let Some(first) = members.first() {
            let message = format!("these stacks form a cycle: {names}");
            checker.report(&codes::STACK_CYCLE, nowhere(first), message);
        }
    }
}

/// Outputs and remote states have generated names, which can collide.
fn collisions(checker: &mut Checker<'_>) {
    let (cloud, links) = (checker.cloud(), checker.links);
    for Collision { reader, producer, of, name } in &links.collisions {
        if let (Some(reader), Some(producer)) = (cloud.stack(*reader), cloud.stack(*producer)) {
            let path = &producer.key;
            let message = match of {
                Named::Output => format!("the output `{name}` of `{path}` is ambiguous"),
                Named::Alias => format!("two stacks have the alias `{name}`: one is `{path}`"),
            };
            checker.report(&codes::LINK_COLLISION, nowhere(reader), message);
        }
    }
}

fn nowhere(stack: &Stack) -> Subject<'_> {
    Subject { stack, resource: None, at: None }
}
