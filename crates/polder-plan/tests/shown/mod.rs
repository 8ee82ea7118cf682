//! A cloud as text, for snapshots.
#![expect(dead_code, reason = "each test file uses a part of it")]

use std::fmt::Write;

use polder_cloud::schema::Schema;
use polder_cloud::{
    Body, Cloud, Content, Dependency, Form, Mode, Reference, Resource, Segment, Stack, Target, Unknown, Value,
};
use polder_plan::{Document, PlanError, Problem, read};

/// A document that has a name of no importance.
pub(crate) fn document(text: &str) -> Document<'_> {
    Document { name: "plan", bytes: text.as_bytes(), state_key: None }
}

/// What is read from one document.
pub(crate) fn cloud(text: &str) -> Cloud {
    read(&[document(text)], Schema::aws()).expect("the document is sound")
}

/// What is wrong with one document.
pub(crate) fn problem(bytes: &[u8]) -> Problem {
    let document = Document { name: "plan", bytes, state_key: None };
    let PlanError { problem, .. } = read(&[document], Schema::aws()).expect_err("something is wrong with it");
    problem
}

/// All stacks.
pub(crate) fn shown(cloud: &Cloud) -> String {
    cloud.stacks.iter().map(|stack| stack_shown(cloud, stack)).collect::<Vec<_>>().join("\n")
}

fn stack_shown(cloud: &Cloud, stack: &Stack) -> String {
    let view = View { cloud, stack };
    let mut out = format!("# {}, region `{}`: {}\n", stack.key, stack.region, stack.purpose);
    for variable in &stack.variables {
        let (name, default) = (&variable.name, view.value(&variable.default));
        let sensitive = if variable.sensitive { ", sensitive" } else { "" };
        let _ = writeln!(out, "variable {name} = {default}{sensitive}");
    }
    stack.resources.iter().for_each(|resource| view.resource(&mut out, resource));
    for output in &stack.outputs {
        let sensitive = if output.sensitive { ", sensitive" } else { "" };
        let _ = writeln!(out, "output {} = {}{sensitive}", output.name, view.value(&output.value));
    }
    out
}

/// The resources of a stack by their addresses.
pub(crate) fn resource<'c>(cloud: &'c Cloud, address: &str) -> &'c Resource {
    let found = cloud.stacks.iter().find_map(|stack| stack.find(address));
    found.unwrap_or_else(|| panic!("there is no `{address}`"))
}

/// An attribute of a resource, as in [`shown`].
pub(crate) fn attribute(cloud: &Cloud, address: &str, name: &str) -> String {
    let stack = cloud.stacks.iter().find(|stack| stack.find(address).is_some());
    let stack = stack.unwrap_or_else(|| panic!("there is no `{address}`"));
    let value = resource(cloud, address).body.get(name);
    value.map_or_else(|| "absent".to_owned(), |value| View { cloud, stack }.value(value))
}

/// The dependencies of a resource, as in [`shown`].
pub(crate) fn dependencies(cloud: &Cloud, address: &str) -> Vec<String> {
    let stack =
        cloud.stacks.iter().find(|stack| stack.find(address).is_some()).expect("there is such a resource");
    let view = View { cloud, stack };
    let foreign = resource(cloud, address).foreign.as_ref().expect("it was read");
    foreign.dependencies.iter().map(|dependency| view.dependency(dependency)).collect()
}

struct View<'c> {
    cloud: &'c Cloud,
    stack: &'c Stack,
}

impl View<'_> {
    fn resource(&self, out: &mut String, resource: &Resource) {
        let foreign = resource.foreign.as_ref().expect("it was read");
        let other = foreign.region != self.stack.region && resource.address.mode == Mode::Managed;
        let region = if other { format!(", region `{}`", foreign.region) } else { String::new() };
        let _ = writeln!(out, "{}{region}", resource.address);
        self.body(out, &resource.body, 1);
        for dependency in &foreign.dependencies {
            let _ = writeln!(out, "  * {}", self.dependency(dependency));
        }
    }

    fn body(&self, out: &mut String, body: &Body, depth: usize) {
        let indent = "  ".repeat(depth);
        let mut later = vec![];
        for item in &body.items {
            match &item.content {
                Content::Attribute(Value::Unknown(Unknown::AfterApply)) => later.push(item.key.as_str()),
                Content::Attribute(value) => {
                    let _ = writeln!(out, "{indent}{} = {}", item.key, self.value(value));
                }
                Content::Block(inner) => {
                    let _ = writeln!(out, "{indent}{} {{", item.key);
                    self.body(out, inner, depth + 1);
                    let _ = writeln!(out, "{indent}}}");
                }
            }
        }
        if !later.is_empty() {
            let _ = writeln!(out, "{indent}after apply: {}", later.join(" "));
        }
    }

    fn dependency(&self, dependency: &Dependency) -> String {
        let mut path = String::new();
        for segment in &dependency.path {
            let _ = match segment {
                Segment::Name(name) => write!(path, "{}{name}", if path.is_empty() { "" } else { "." }),
                Segment::Index(index) => write!(path, "[{index}]"),
            };
        }
        let form = match dependency.form {
            Form::Equal => "equals",
            Form::Only => "only",
            Form::Part => "part",
        };
        let path = if path.is_empty() { "depends" } else { &path };
        format!("{path}: {form} {}", self.reference(&dependency.reference))
    }

    fn reference(&self, reference: &Reference) -> String {
        let stack = match reference.target {
            Target::Own => String::new(),
            _ => {
                let target = self.stack.target(reference).and_then(|id| self.cloud.stack(id));
                format!("[{}] ", target.expect("a stack").key)
            }
        };
        let dot = if reference.attribute.is_empty() { "" } else { "." };
        format!("{stack}{}{dot}{}", reference.address, reference.attribute)
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Decimal(text) => text.to_string(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => {
                format!("[{}]", items.iter().map(|item| self.value(item)).collect::<Vec<_>>().join(", "))
            }
            Value::Object(body) => {
                let item = |item: &polder_cloud::Item| match &item.content {
                    Content::Attribute(value) => format!("{}: {}", item.key, self.value(value)),
                    Content::Block(_) => panic!("a block in an object"),
                };
                format!("{{{}}}", body.items.iter().map(item).collect::<Vec<_>>().join(", "))
            }
            Value::Reference(reference) => format!("-> {}", self.reference(reference)),
            Value::Element(element) => match &element.segment {
                Segment::Index(index) => format!("{}[{index}]", self.value(&element.base)),
                Segment::Name(name) => format!("{}.{name}", self.value(&element.base)),
            },
            Value::Sensitive(inner) => format!("sensitive({})", self.value(inner)),
            Value::Unknown(why) => format!("unknown({why:?})"),
            other => panic!("{other:?} is in no plan"),
        }
    }
}
