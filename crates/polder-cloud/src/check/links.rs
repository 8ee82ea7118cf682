//! Stacks among each other: their places, their order, and the names of what passes between them.

use std::collections::BTreeMap;

use crate::address::StackId;
use crate::link::{Collision, Named};
use crate::stack::Stack;

use super::{Judge, Spot, codes};

/// Checks the stacks of a cloud.
pub(super) fn check(judge: &mut Judge<'_>) {
    let cloud = judge.cloud();
    let mut paths: BTreeMap<String, StackId> = BTreeMap::new();
    let mut in_place = true;
    for (index, stack) in cloud.stacks.iter().enumerate() {
        if stack.id.index() != index {
            in_place = false;
            let message = format!("the stack has number {} and stands at {index}", stack.id.0);
            judge.report(&codes::STACK_OUT_OF_PLACE, nowhere(stack), message);
        }
        if paths.insert(stack.key.to_string(), stack.id).is_some() {
            let message = format!("two stacks have the path `{}`", stack.key);
            judge.report(&codes::STACK_OUT_OF_PLACE, nowhere(stack), message);
        }
    }
    // Links go by numbers: where these are wrong, nothing more can be said.
    if in_place {
        cycles(judge);
        collisions(judge);
    }
}

fn cycles(judge: &mut Judge<'_>) {
    let (cloud, links) = (judge.cloud(), judge.links);
    for group in &links.cycles {
        let mut members: Vec<&Stack> = group.iter().filter_map(|id| cloud.stack(*id)).collect();
        members.sort_by_key(|stack| stack.id);
        let names = members.iter().map(|stack| format!("`{}`", stack.key)).collect::<Vec<_>>().join(", ");
        if let Some(first) = members.first() {
            let message = format!("these stacks need each other: {names}");
            judge.report(&codes::STACK_CYCLE, nowhere(first), message);
        }
    }
}

/// Outputs and remote states are named by rule, and rules can give two things one name.
fn collisions(judge: &mut Judge<'_>) {
    let (cloud, links) = (judge.cloud(), judge.links);
    for Collision { reader, producer, of, name } in &links.collisions {
        if let (Some(reader), Some(producer)) = (cloud.stack(*reader), cloud.stack(*producer)) {
            let path = &producer.key;
            let message = match of {
                Named::Output => format!("the output `{name}` of `{path}` means two things"),
                Named::Alias => format!("two stacks are read under the alias `{name}`: one is `{path}`"),
            };
            judge.report(&codes::LINK_COLLISION, nowhere(reader), message);
        }
    }
}

fn nowhere(stack: &Stack) -> Spot<'_> {
    Spot { stack, resource: None, at: None }
}
