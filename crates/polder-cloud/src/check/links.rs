//! Stacks among each other: their places, their order, and the names of what passes between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, StackId};
use crate::link::{alias, output_name, walk};
use crate::stack::Stack;
use crate::value::Value;

use super::{Judge, Spot, codes};

/// Checks the stacks of a cloud.
pub(super) fn check(judge: &mut Judge<'_>) {
    let cloud = judge.cloud;
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
    let cloud = judge.cloud;
    let index = judge.index;
    for group in &index.links().cycles {
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
    type Meaning<'a> = (StackId, &'a Address, &'static str);
    let cloud = judge.cloud;
    let mut known: BTreeSet<Meaning<'_>> = BTreeSet::new();
    let mut outputs: BTreeMap<(StackId, String), Meaning<'_>> = BTreeMap::new();
    for stack in &cloud.stacks {
        let mut producers: BTreeSet<StackId> = BTreeSet::new();
        walk(stack, &mut |value| {
            let Value::Reference(reference) = value else { return };
            let Some(producer) = cloud.stack(reference.stack).filter(|it| it.id != stack.id) else { return };
            producers.insert(producer.id);
            let meaning: Meaning<'_> = (producer.id, &reference.address, reference.attribute);
            if !known.insert(meaning) {
                return;
            }
            let output = output_name(reference);
            let people = producer.outputs.iter().any(|known| known.name == output);
            let before = *outputs.entry((producer.id, output.clone())).or_insert(meaning);
            if before != meaning || people {
                let message = format!("the output `{output}` of `{}` means two things", producer.key);
                judge.report(&codes::LINK_COLLISION, nowhere(stack), message);
            }
        });
        aliases(judge, stack, &producers);
    }
}

fn aliases(judge: &mut Judge<'_>, stack: &Stack, producers: &BTreeSet<StackId>) {
    let cloud = judge.cloud;
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for producer in producers.iter().filter_map(|id| cloud.stack(*id)) {
        let name = alias(stack, producer);
        if taken.contains(&name) {
            let message = format!("two stacks are read under the alias `{name}`: one is `{}`", producer.key);
            judge.report(&codes::LINK_COLLISION, nowhere(stack), message);
        }
        taken.insert(name);
    }
}

fn nowhere(stack: &Stack) -> Spot<'_> {
    Spot { stack, resource: None, at: None }
}
