//! Types of values in roots.

use polder_cloud::{Content, SmolStr, Value};

use crate::Type;
use crate::module_stacks::ModuleStacks;
use crate::set::Set;
use crate::vocabulary::Vocabulary;

/// The type of a value that some stacks have in common; `None` if its type is unknown.
pub(crate) fn of(
    module_stacks: &ModuleStacks<'_>,
    vocabulary: &dyn Vocabulary,
    value: &Value,
    stacks: &Set,
) -> Option<Type> {
    let inner = |value: &Value| of(module_stacks, vocabulary, value, stacks);
    match value {
        Value::Null | Value::Unknown(_) => None,
        Value::Bool(_) => Some(Type::Bool),
        Value::Integer(_) | Value::Decimal(_) => Some(Type::Number),
        Value::Text(_) | Value::Template(_) | Value::Document(_) => Some(Type::Text),
        Value::Reference(reference) => Some(vocabulary.kind(&reference.address, &reference.attribute)),
        Value::Local(name) => joined(
            module_stacks
                .values_of(name, stacks)
                .iter()
                .map(|it| of(module_stacks, vocabulary, it.item, &it.stacks)),
        ),
        Value::List(items) => {
            let element = joined(items.iter().map(inner));
            Some(Type::List(Box::new(element.unwrap_or(Type::Text))))
        }
        Value::Object(body) => {
            let field = |item: &polder_cloud::Item| match &item.content {
                Content::Attribute(value) => Some((item.key.clone(), inner(value).unwrap_or(Type::Any))),
                Content::Block(_) => None,
            };
            Some(of_fields(body.items.iter().filter_map(field).collect()))
        }
        Value::Sensitive(value) => inner(value),
        Value::Mention(mention) => inner(&mention.text),
        Value::Call(call) => Some(of_call(&call.name)),
        // The user's variables are strings, and roots pass on nothing else.
        Value::Variable(_) => Some(Type::Text),
        Value::Element(_) | Value::Binary(_) | Value::Expression(_) => Some(Type::Any),
    }
}

/// The type that has all values of some types; `None` when none of them is known.
pub(crate) fn joined(types: impl IntoIterator<Item = Option<Type>>) -> Option<Type> {
    types.into_iter().flatten().reduce(Type::joined)
}

/// Objects of strings are maps: their keys can differ between calls.
fn of_fields(fields: Vec<(SmolStr, Type)>) -> Type {
    if fields.iter().all(|(_, kind)| *kind == Type::Text) {
        Type::Map(Box::new(Type::Text))
    } else {
        Type::Object(fields)
    }
}

fn of_call(name: &str) -> Type {
    match name {
        "replace" | "join" | "lower" | "upper" | "format" | "jsonencode" | "tostring" | "sha1"
        | "base64encode" => Type::Text,
        "length" => Type::Number,
        _ => Type::Any,
    }
}
