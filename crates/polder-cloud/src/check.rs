//! Checks that every stack is valid for Terraform and the provider.
//!
//! It finds in the graph alone what `terraform validate` would report, and more: references across stacks, name
//! collisions between stacks, policies. It starts no process, and takes milliseconds.

mod codes;
mod links;
mod mentions;
mod meta;
mod names;
mod needs;
mod order;
mod policies;
mod references;
mod shape;
#[cfg(test)]
mod tests;
mod types;

use std::ops::Deref;
use std::panic::Location;

use polder_diag::{Code, Finding};

use crate::address::{Address, Mode, StackId};
use crate::body::{Body, Content};
use crate::cloud::Cloud;
use crate::document::Document;
use crate::index::Index;
use crate::link::{Links, link};
use crate::parallel;
use crate::provider::KindModel;
use crate::schema::{Block, Schema};
use crate::stack::{Resource, Stack};
use crate::value::Value;

pub use codes::codes;
pub use names::RESERVED_VARIABLES;

/// Checks a cloud. Every finding is a bug in the lowering and names its source line.
pub fn check(cloud: &Cloud) -> Vec<Finding> {
    check_linked(cloud, &link(cloud))
}

/// The same for a cloud whose links are known.
pub fn check_linked(cloud: &Cloud, links: &Links) -> Vec<Finding> {
    let context = Context::new(cloud, links);
    let mut checker = Checker::of(&context);
    let stacks = &cloud.stacks;
    let found = parallel::each(stacks.len(), |at| stacks.get(at).map(|stack| in_stack(&context, stack)));
    checker.findings = found.into_iter().flatten().flatten().collect();
    links::check(&mut checker);
    order::check_delegations(&mut checker);
    checker.findings
}

fn in_stack<'a>(context: &'a Context<'a>, stack: &'a Stack) -> Vec<Finding> {
    let mut checker = Checker::of(context);
    names::check(&mut checker, stack);
    for resource in &stack.resources {
        shape::check(&mut checker, Subject::of(stack, resource));
    }
    let needs = references::check(&mut checker, stack);
    policies::check(&mut checker, stack);
    order::check(&mut checker, stack, &needs);
    checker.findings
}

/// What the checks know.
struct Context<'a> {
    index: Index<'a>,
    schema: &'static Schema,
    /// The dependencies between stacks.
    links: &'a Links,
}

/// A context, and the findings so far.
struct Checker<'a> {
    context: &'a Context<'a>,
    findings: Vec<Finding>,
}

impl<'a> Deref for Checker<'a> {
    type Target = Context<'a>;
    fn deref(&self) -> &Context<'a> {
        self.context
    }
}

/// The location of a finding.
#[derive(Clone, Copy)]
struct Subject<'a> {
    stack: &'a Stack,
    resource: Option<&'a Resource>,
    /// The source line of the lowering.
    at: Option<&'static Location<'static>>,
}

impl<'a> Context<'a> {
    fn new(cloud: &'a Cloud, links: &'a Links) -> Context<'a> {
        Context { index: Index::new(cloud), schema: (cloud.provider.schema)(), links }
    }

    fn cloud(&self) -> &'a Cloud {
        self.index.cloud()
    }

    /// The provider's model of a kind.
    fn kind(&self, kind: &str) -> &'static KindModel {
        self.cloud().provider.of(kind)
    }

    /// The index of a resource in its stack.
    fn position(&self, stack: StackId, address: &Address) -> Option<usize> {
        self.index.position(stack, address)
    }

    /// The same by its name in `depends_on`: `aws_vpc.main`.
    fn position_of_word(&self, stack: StackId, word: &str) -> Option<usize> {
        let (mode, rest) = Mode::of_prefix(word);
        let (kind, name) = rest.split_once('.')?;
        self.position(stack, &Address::in_root(mode, kind, name))
    }

    /// A resource by its address.
    fn resource(&self, stack: StackId, address: &Address) -> Option<&'a Resource> {
        self.index.resource(self.index.find(stack, address)?)
    }

    /// A local, and its index in its stack.
    fn local(&self, stack: StackId, name: &str) -> Option<(usize, &'a Value)> {
        self.index.local(stack, name)
    }
}

impl<'a> Checker<'a> {
    fn of(context: &'a Context<'a>) -> Checker<'a> {
        Checker { context, findings: vec![] }
    }

    /// Reports `message`; the location is added here.
    fn report(&mut self, code: &'static Code, subject: Subject<'_>, message: String) -> &mut Finding {
        let mut location = format!("stack `{}`", subject.stack.key);
        if let Some(resource) = subject.resource {
            location = format!("`{}` in {location}", resource.address);
        }
        let mut finding = Finding::new(code, message).note(location);
        if let Some(at) = subject.at {
            finding = finding.note(format!("written at {}:{}", at.file(), at.line()));
        }
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The schema of a resource or data source.
    fn block_of(&self, address: &Address) -> Option<&'static Block> {
        self.schema.block(address.mode, &address.kind)
    }
}

impl<'a> Subject<'a> {
    fn of(stack: &'a Stack, resource: &'a Resource) -> Subject<'a> {
        Subject { stack, resource: Some(resource), at: resource.at }
    }

    fn at(self, at: Option<&'static Location<'static>>) -> Subject<'a> {
        Subject { at, ..self }
    }
}

/// Calls `visit` on every value of a body with its nearest source line.
fn each_in_body<'a>(body: &'a Body, subject: Subject<'a>, visit: &mut impl FnMut(&'a Value, Subject<'a>)) {
    for item in &body.items {
        match &item.content {
            Content::Attribute(value) => each_in_value(value, subject.at(item.at), visit),
            Content::Block(inner) => each_in_body(inner, subject.at(item.at), visit),
        }
    }
}

/// Objects and documents are visited item by item, so that the source line is precise; all else in one walk.
fn each_in_value<'a>(value: &'a Value, subject: Subject<'a>, visit: &mut impl FnMut(&'a Value, Subject<'a>)) {
    match value {
        Value::Object(body) => {
            visit(value, subject);
            each_in_body(body, subject, visit);
        }
        Value::Document(document) if let Document::Json(body) = document.as_ref() => {
            visit(value, subject);
            each_in_body(body, subject, visit);
        }
        Value::List(items) | Value::Template(items) => {
            visit(value, subject);
            items.iter().for_each(|item| each_in_value(item, subject, visit));
        }
        _ => value.walk(&mut |inner| visit(inner, subject)),
    }
}

/// The most similar name to `wanted`, if one is similar.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|name| (strsim::damerau_levenshtein(wanted, name), name))
        .filter(|(distance, name)| *distance <= name.len().max(wanted.len()).div_ceil(3))
        .min()
        .map(|(_, name)| name)
}
