//! Evaluates a module call.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polder_cloud::{Cloud, Links, SmolStr, Stack};

use super::plain::{Plain, PlainBody, PlainStack, joined, normalize_depends_on};
use crate::call::arguments;
use crate::expression::{Access, Body, Condition, Content, Expression, FileText, RemoteState};
use crate::module::Module;
use crate::vocabulary::Vocabulary;

/// Why a call cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub String);

/// Evaluates the module call of a stack.
///
/// # Errors
/// If Terraform could not evaluate it: a variable has no value, or a resource does not exist.
pub fn of_call(
    cloud: &Cloud,
    links: &Links,
    vocabulary: &dyn Vocabulary,
    module: &Module,
    number: usize,
) -> Result<PlainStack, Broken> {
    let stack = module.stacks.get(number).and_then(|id| cloud.stack(*id));
    let stack = stack.ok_or_else(|| Broken("there is no such stack".into()))?;
    let root = Evaluation {
        cloud,
        links,
        vocabulary,
        module,
        stack,
        given: BTreeMap::new(),
        inside: false,
        made: BTreeSet::new(),
    };
    let mut given: BTreeMap<SmolStr, Plain> = BTreeMap::new();
    for (name, value) in arguments(links, module, stack, number) {
        given.insert(name, root.value(&value)?);
    }
    for variable in &module.variables {
        if let (false, Some(default)) = (given.contains_key(&variable.name), &variable.default) {
            given.insert(variable.name.clone(), root.value(default)?);
        }
    }
    let mut inside = Evaluation { given, inside: true, ..root };
    for resource in &module.resources {
        if inside.holds(resource.when.as_ref())? {
            inside.made.insert(resource.address.to_string());
        }
    }
    let mut plain = PlainStack::default();
    for resource in &module.resources {
        let address = resource.address.to_string();
        if inside.made.contains(&address) {
            let mut body = inside.body(&resource.body)?;
            normalize_depends_on(&mut body, &inside.made);
            plain.resources.insert(address, body);
        }
    }
    for output in module.outputs.iter().filter(|output| output.stacks.contains(number)) {
        plain.outputs.insert(output.name.clone(), inside.value(&output.value)?);
    }
    Ok(plain)
}

/// The evaluation of a call, or of its arguments.
struct Evaluation<'a> {
    cloud: &'a Cloud,
    links: &'a Links,
    vocabulary: &'a dyn Vocabulary,
    module: &'a Module,
    stack: &'a Stack,
    /// The variables of the module.
    given: BTreeMap<SmolStr, Plain>,
    /// Whether this is in the module, and not in the root.
    inside: bool,
    /// The resources that exist.
    made: BTreeSet<String>,
}

impl Evaluation<'_> {
    /// Whether a condition holds; none always does.
    fn holds(&self, condition: Option<&Condition>) -> Result<bool, Broken> {
        let Some(condition) = condition else { return Ok(true) };
        match self.given.get(&condition.variable) {
            Some(Plain::Bool(value)) => Ok(condition.holds(*value)),
            other => Err(Broken(format!("`{}` is {other:?}", condition.variable))),
        }
    }

    fn all<'e>(&self, values: impl IntoIterator<Item = &'e Expression>) -> Result<Vec<Plain>, Broken> {
        values.into_iter().map(|value| self.value(value)).collect()
    }

    fn value(&self, expression: &Expression) -> Result<Plain, Broken> {
        Ok(match expression {
            Expression::Null => Plain::Null,
            Expression::Bool(value) => Plain::Bool(*value),
            Expression::Integer(value) => Plain::Number(value.to_string().into()),
            Expression::Decimal(text) => Plain::Number(text.clone()),
            Expression::Text(text) => Plain::Text(text.clone()),
            Expression::Raw(text) => Plain::Raw(text.clone()),
            Expression::Variable(name) => match self.given.get(name) {
                Some(value) => value.clone(),
                None if !self.inside => Plain::Asked(name.clone()),
                None => return Err(Broken(format!("`{name}` has no value"))),
            },
            Expression::Resource(reference) => {
                let exists = self.made.contains(&reference.address.to_string());
                // Dependencies can be absent.
                if exists || reference.attribute.is_empty() {
                    let (address, attribute) = (Arc::clone(&reference.address), reference.attribute.clone());
                    Plain::Attribute(self.stack.id, address, attribute)
                } else if reference.access == Access::One {
                    Plain::Null
                } else {
                    return Err(Broken(format!("`{}` does not exist", reference.address)));
                }
            }
            Expression::RemoteState(state) => self.remote(state)?,
            Expression::ModuleOutput(output) => {
                return Err(Broken(format!("`{}` is a module output inside a module", output.output)));
            }
            Expression::List(elements) => {
                let mut values = vec![];
                for element in elements {
                    if self.holds(element.when.as_ref())? {
                        values.push(self.value(&element.value)?);
                    }
                }
                Plain::List(values)
            }
            Expression::Object(body) => self.object(body)?,
            Expression::Template(parts) => joined(self.all(parts)?),
            Expression::Call(call) => Plain::Call(call.name.clone(), self.all(&call.arguments)?),
            Expression::Step(step) => Plain::Step(Box::new(self.value(&step.base)?), step.segment.clone()),
            Expression::Binary(binary) => {
                let (left, right) = (self.value(&binary.left)?, self.value(&binary.right)?);
                Plain::Binary(Box::new(left), binary.operator.clone(), Box::new(right))
            }
            Expression::Choice(choice) => {
                let holds = self.holds(Some(&choice.condition))?;
                self.value(if holds { &choice.then } else { &choice.otherwise })?
            }
            Expression::Sensitive(inner) => Plain::Sensitive(Box::new(self.value(inner)?)),
            Expression::File(file) => self.file(file)?,
        })
    }

    /// An output of another stack, looked up like Terraform by the names of stack and output.
    fn remote(&self, state: &RemoteState) -> Result<Plain, Broken> {
        let broken = || Broken(format!("`{}` does not export `{}`", state.alias, state.output));
        let imports = self.links.imports.get(self.stack.id.index()).ok_or_else(broken)?;
        let producer = imports.get(state.alias.as_str()).ok_or_else(broken)?;
        let exports = self.links.exports.get(producer.index()).ok_or_else(broken)?;
        let (address, attribute) = exports.get(state.output.as_str()).ok_or_else(broken)?;
        debug_assert!(self.cloud.stack(*producer).is_some(), "links lead to stacks");
        Ok(Plain::Attribute(*producer, Arc::clone(address), attribute.clone()))
    }

    fn object(&self, body: &Body) -> Result<Plain, Broken> {
        let mut values = BTreeMap::new();
        for item in &body.items {
            if !self.holds(item.when.as_ref())? {
                continue;
            }
            let Content::Attribute(value) = &item.content else {
                return Err(Broken(format!("`{}` is a block in an object", item.key)));
            };
            if values.insert(item.key.clone(), self.value(value)?).is_some() {
                return Err(Broken(format!("`{}` occurs twice", item.key)));
            }
        }
        Ok(Plain::Object(values))
    }

    fn body(&self, body: &Body) -> Result<PlainBody, Broken> {
        let mut plain = PlainBody::default();
        for item in &body.items {
            let there = self.holds(item.when.as_ref())?;
            match &item.content {
                Content::Attribute(value) => {
                    let value = self.value(value)?;
                    if value != Plain::Null {
                        plain.attributes.insert(item.key.clone(), value);
                    }
                }
                Content::Block(inner) if there => {
                    plain.blocks.entry(item.key.clone()).or_default().push(self.body(inner)?);
                }
                Content::Block(_) => {}
            }
        }
        Ok(plain)
    }

    fn file(&self, file: &FileText) -> Result<Plain, Broken> {
        let asset = self.module.assets.iter().find(|asset| asset.path == file.path);
        let asset = asset.ok_or_else(|| Broken(format!("there is no file `{}`", file.path)))?;
        let text = asset.content.text(self.vocabulary);
        if file.values.is_empty() {
            return Ok(Plain::Text(text.into()));
        }
        let values: BTreeMap<&str, &Expression> =
            file.values.iter().map(|(name, value)| (name.as_str(), value)).collect();
        let mut parts = vec![];
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['$', '%']) {
            let (before, after) = rest.split_at(at);
            parts.push(Plain::Text(before.into()));
            rest = if let Some(after) = after.strip_prefix("$${").or(after.strip_prefix("%%{")) {
                parts.push(Plain::Text(format!("{}{{", &rest[at..=at]).into()));
                after
            } else if let Some((name, after)) = after.strip_prefix("${").and_then(|it| it.split_once('}')) {
                let value = values.get(name).ok_or_else(|| Broken(format!("`{name}` is not filled in")))?;
                parts.push(self.value(value)?);
                after
            } else {
                parts.push(Plain::Text(after[..1].into()));
                &after[1..]
            };
        }
        parts.push(Plain::Text(rest.into()));
        Ok(joined(parts))
    }
}
