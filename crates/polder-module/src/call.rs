//! The arguments of a root's module call.

use polder_cloud::{Content as From, Links, SmolStr, Stack, Target, Value, output_name};

use crate::expression::{Body, Content, Expression, Item, RemoteState};
use crate::module::Module;
use crate::module_stacks::imports;
use crate::registry::Source;

/// The arguments of a stack's call of its module, in the order of the variables. Arguments that equal the module's
/// defaults are omitted. `number` is the index of the stack among the callers.
pub fn arguments(links: &Links, module: &Module, stack: &Stack, number: usize) -> Vec<(SmolStr, Expression)> {
    let names = imports(links, stack);
    let own = Root { stack, aliases: &names, own: &names };
    let mut arguments = vec![];
    for variable in &module.variables {
        let value = match &variable.source {
            Source::User(name) => {
                let known = stack.variables.iter().any(|it| it.name == *name);
                known.then(|| Expression::Variable(name.clone()))
            }
            Source::Local(name) => own.local(name).map(|value| own.expression(value)),
            Source::Facet(name) => {
                let holds = stack.facets.iter().any(|facet| facet.name == *name && facet.holds);
                Some(Expression::Bool(holds))
            }
            Source::Flag(stacks) => Some(Expression::Bool(stacks.contains(number))),
            Source::Values(classes) => {
                classes.iter().find(|class| class.stacks.contains(number)).map(|class| {
                    let aliases = module.aliases.get(class.profile).map(Vec::as_slice).unwrap_or_default();
                    let aliases: Vec<&str> = aliases.iter().map(SmolStr::as_str).collect();
                    Root { stack, aliases: &aliases, own: &names }.expression(&class.value)
                })
            }
        };
        let Some(value) = value else { continue };
        if variable.default.as_ref() != Some(&value) {
            arguments.push((variable.name.clone(), value));
        }
    }
    arguments
}

/// A value without references, as an expression. A value with references is null.
pub fn constant(value: &Value) -> Expression {
    match value {
        Value::Bool(value) => Expression::Bool(*value),
        Value::Integer(value) => Expression::Integer(*value),
        Value::Decimal(text) => Expression::Decimal(text.clone()),
        Value::Text(text) => Expression::Text(text.clone()),
        Value::Expression(text) => Expression::Raw(text.clone()),
        Value::List(items) => Expression::list(items.iter().map(constant)),
        Value::Template(parts) => Expression::template(parts.iter().map(constant)),
        Value::Object(body) => Expression::Object(object(body, &constant)),
        Value::Call(call) => {
            Expression::call(call.name.clone(), call.arguments.iter().map(constant).collect())
        }
        Value::Mention(mention) => constant(&mention.text),
        Value::Null
        | Value::Reference(_)
        | Value::Local(_)
        | Value::Variable(_)
        | Value::Element(_)
        | Value::Binary(_)
        | Value::Document(_)
        | Value::Sensitive(_)
        | Value::Unknown(_) => Expression::Null,
    }
}

/// The context for values of a root.
struct Root<'a> {
    stack: &'a Stack,
    /// The aliases that references of a value are indexes into.
    aliases: &'a [&'a str],
    /// The aliases of the stack's imports.
    own: &'a [&'a str],
}

impl<'a> Root<'a> {
    fn local(&self, name: &str) -> Option<&'a Value> {
        self.stack.locals.iter().find(|local| local.name == name).map(|local| &local.value)
    }

    /// A value in a root: its locals are inlined, and references to other stacks become outputs.
    fn expression(&self, value: &Value) -> Expression {
        let all = |values: &[Value]| values.iter().map(|it| self.expression(it)).collect::<Vec<_>>();
        match value {
            Value::Local(name) => {
                // References in a local are relative to the stack's own imports.
                let own = Root { stack: self.stack, aliases: self.own, own: self.own };
                self.local(name).map_or(Expression::Null, |value| own.expression(value))
            }
            Value::Variable(name) => Expression::Variable(name.clone()),
            Value::Reference(reference) => {
                let Target::Import(index) = reference.target else { return Expression::Null };
                let alias = usize::try_from(index).ok().and_then(|at| self.aliases.get(at)).copied();
                let alias = SmolStr::new(alias.unwrap_or_default());
                let output = output_name(reference).into();
                Expression::RemoteState(Box::new(RemoteState { alias, output }))
            }
            Value::List(items) => Expression::list(all(items)),
            Value::Template(parts) => Expression::template(all(parts)),
            Value::Call(call) => Expression::call(call.name.clone(), all(&call.arguments)),
            Value::Object(body) => Expression::Object(object(body, &|value| self.expression(value))),
            Value::Element(element) => {
                let base = self.expression(&element.base);
                Expression::step(base, element.segment.clone())
            }
            Value::Binary(binary) => Expression::binary(
                self.expression(&binary.left),
                binary.operator.clone(),
                self.expression(&binary.right),
            ),
            Value::Sensitive(inner) => Expression::Sensitive(Box::new(self.expression(inner))),
            Value::Mention(mention) => self.expression(&mention.text),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Expression(_)
            | Value::Document(_)
            | Value::Unknown(_) => constant(value),
        }
    }
}

fn object(body: &polder_cloud::Body, value: &dyn Fn(&Value) -> Expression) -> Body {
    let item = |item: &polder_cloud::Item| {
        let content = match &item.content {
            From::Attribute(inner) => Content::Attribute(value(inner)),
            From::Block(inner) => Content::Block(object(inner, value)),
        };
        Item { key: item.key.clone(), comment: item.comment.map(SmolStr::new_static), content, when: None }
    };
    Body { items: body.items.iter().map(item).collect() }
}
