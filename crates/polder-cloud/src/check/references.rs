//! References: that what they name exists, in this stack or another, and has what they ask of it.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::address::Address;
use crate::stack::Stack;
use crate::value::{Reference, Value};

use super::types::infer;
use super::{Judge, Spot, codes, each_in_body, each_in_value, nearest};

/// Checks the references of a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    let mut needs = Needs::new(stack);
    let nowhere = Spot { stack, resource: None, at: None };
    for (from, resource) in stack.resources.iter().enumerate() {
        each_in_body(&resource.body, Spot::of(stack, resource), &mut |value, spot| {
            self::value(judge, spot, value);
            needs.note(from, value);
        });
    }
    for (from, local) in (stack.resources.len()..).zip(&stack.locals) {
        each_in_value(&local.value, nowhere, &mut |value, spot| {
            self::value(judge, spot, value);
            needs.note(from, value);
        });
    }
    let outputs = stack.outputs.iter().map(|output| &output.value);
    let expectations = stack.expectations.iter().flat_map(|it| [&it.left, &it.right]);
    for value in outputs.chain(expectations) {
        each_in_value(value, nowhere, &mut |value, spot| self::value(judge, spot, value));
    }
    needs.cycles(judge);
}

fn value(judge: &mut Judge<'_>, spot: Spot<'_>, value: &Value) {
    let stack = spot.stack;
    match value {
        Value::Reference(reference) => resource(judge, spot, reference),
        Value::Local(name) => {
            let known = judge.locals.get(stack.id.index()).is_some_and(|it| it.contains_key(name.as_ref()));
            if !known {
                let message = format!("the stack has no local `{name}`");
                judge.report(&codes::UNDECLARED_NAME, spot, message);
            }
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
    let known = judge.resources.get(reference.stack.index()).is_some_and(|it| it.contains_key(address));
    if !known {
        let same = target.resources.iter().filter(|it| it.address.kind == address.kind);
        let near = nearest(&address.name, same.map(|it| it.address.name.as_ref())).map(str::to_owned);
        let message = format!("stack `{}` has no `{address}`", target.key);
        let finding = judge.report(&codes::DANGLING_REFERENCE, spot, message);
        finding.help.extend(near.map(|near| format!("did you mean `{}.{near}`?", address.kind)));
        return;
    }
    let Some(block) = judge.block_of(address) else { return };
    if !block.names().any(|name| name == reference.attribute) {
        let near = nearest(reference.attribute, block.names());
        let message = format!("`{}` has no attribute `{}`", address.kind, reference.attribute);
        let finding = judge.report(&codes::UNKNOWN_STEP, spot, message);
        finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
    }
}

/// What needs what inside a stack. Nodes are places: of resources first, then of locals.
struct Needs<'a> {
    stack: &'a Stack,
    resources: BTreeMap<&'a Address, usize>,
    locals: BTreeMap<&'a str, usize>,
    graph: DiGraph<(), ()>,
}

impl<'a> Needs<'a> {
    fn new(stack: &'a Stack) -> Needs<'a> {
        let resources = stack.resources.iter().map(|it| &it.address).zip(0..);
        let locals = stack.locals.iter().map(|it| it.name.as_ref()).zip(stack.resources.len()..);
        let mut graph = DiGraph::new();
        for _ in 0..stack.resources.len() + stack.locals.len() {
            graph.add_node(());
        }
        Needs { stack, resources: resources.collect(), locals: locals.collect(), graph }
    }

    fn note(&mut self, from: usize, value: &Value) {
        let to = match value {
            Value::Reference(reference) if reference.stack == self.stack.id => {
                self.resources.get(&reference.address)
            }
            Value::Local(name) => self.locals.get(name.as_ref()),
            _ => None,
        };
        if let Some(to) = to {
            self.graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
        }
    }

    fn cycles(&self, judge: &mut Judge<'_>) {
        for mut group in tarjan_scc(&self.graph) {
            let own = group.first().is_some_and(|only| self.graph.contains_edge(*only, *only));
            if group.len() == 1 && !own {
                continue;
            }
            group.sort_unstable();
            let names: Vec<String> = group.iter().map(|node| name(self.stack, node.index())).collect();
            let message = format!("these need each other: {}", names.join(", "));
            let spot = Spot { stack: self.stack, resource: None, at: None };
            judge.report(&codes::RESOURCE_CYCLE, spot, message);
        }
    }
}

fn name(stack: &Stack, place: usize) -> String {
    let local = place.checked_sub(stack.resources.len()).and_then(|place| stack.locals.get(place));
    match (stack.resources.get(place), local) {
        (Some(resource), _) => format!("`{}`", resource.address),
        (None, Some(local)) => format!("`local.{}`", local.name),
        (None, None) => String::new(),
    }
}
