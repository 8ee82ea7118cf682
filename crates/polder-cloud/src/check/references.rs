//! References: that what they name exists, in this stack or another, and has what they ask of it.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::address::Mode;
use crate::stack::Stack;
use crate::value::{Reference, Value};

use super::types::infer;
use super::{Judge, Spot, codes, each_in_body, each_in_value, each_value, nearest};

/// Checks the references of a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    let variables: BTreeSet<&str> = stack.variables.iter().map(|variable| variable.name.as_ref()).collect();
    each_value(stack, &mut |value, spot| match value {
        Value::Reference(reference) => resource(judge, spot, reference),
        Value::Local(name) => {
            let known = judge.locals.get(stack.id.index()).is_some_and(|it| it.contains_key(name.as_ref()));
            if !known {
                let message = format!("the stack has no local `{name}`");
                judge.report(&codes::UNDECLARED_NAME, spot, message);
            }
        }
        Value::Variable(name) if !variables.contains(name.as_ref()) => {
            let message = format!("the stack has no variable `{name}`");
            judge.report(&codes::UNDECLARED_NAME, spot, message);
        }
        Value::Element(base, segment) => {
            if let Err(wrong) = infer(judge, stack, base, 0).step(judge.schema, segment) {
                judge.report(&codes::UNKNOWN_STEP, spot, wrong);
            }
        }
        _ => {}
    });
    cycles(judge, stack);
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

/// What needs what inside a stack: resources first, then locals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Node<'a> {
    Resource(Mode, &'a str, &'a str),
    Local(&'a str),
}

fn cycles<'a>(judge: &mut Judge<'_>, stack: &'a Stack) {
    let mut graph = DiGraphMap::<Node<'a>, ()>::new();
    let mut add = |from: Node<'a>, value: &'a Value| match value {
        Value::Reference(reference) if reference.stack == stack.id => {
            graph.add_edge(from, node(&reference.address), ());
        }
        Value::Local(name) => {
            graph.add_edge(from, Node::Local(name), ());
        }
        _ => {}
    };
    let spot = Spot { stack, resource: None, at: None };
    for resource in &stack.resources {
        let from = node(&resource.address);
        each_in_body(&resource.body, spot, &mut |value, _| add(from, value));
    }
    for local in &stack.locals {
        each_in_value(&local.value, spot, &mut |value, _| add(Node::Local(&local.name), value));
    }
    let own = |group: &[Node<'_>]| group.first().is_some_and(|only| graph.contains_edge(*only, *only));
    let mut groups: Vec<_> =
        tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1 || own(group)).collect();
    for group in &mut groups {
        group.sort_unstable();
        let names = group.iter().map(|node| format!("`{node}`")).collect::<Vec<_>>().join(", ");
        let message = format!("these need each other: {names}");
        judge.report(&codes::RESOURCE_CYCLE, spot, message);
    }
}

fn node(address: &crate::Address) -> Node<'_> {
    Node::Resource(address.mode, address.kind, &address.name)
}

impl std::fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Node::Resource(Mode::Managed, kind, name) => write!(f, "{kind}.{name}"),
            Node::Resource(Mode::Data, kind, name) => write!(f, "data.{kind}.{name}"),
            Node::Local(name) => write!(f, "local.{name}"),
        }
    }
}
