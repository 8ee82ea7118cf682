//! Types of variables, as far as the language names them.

use std::fmt;

use polder_cloud::SmolStr;

/// A type of the Terraform language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `string`
    Text,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `any`
    Any,
    /// `list(…)`
    List(Box<Type>),
    /// `map(…)`
    Map(Box<Type>),
    /// `object({…})`
    Object(Vec<(SmolStr, Type)>),
}

impl Type {
    /// The type that has the values of both.
    pub(crate) fn joined(self, other: Type) -> Type {
        match (self, other) {
            (one, other) if one == other => one,
            (Type::List(one), Type::List(other)) => Type::List(Box::new(one.joined(*other))),
            (Type::Map(one), Type::Map(other)) => Type::Map(Box::new(one.joined(*other))),
            _ => Type::Any,
        }
    }

    /// A type without conversions: a list of different types would be converted to one.
    pub(crate) fn settled(self) -> Type {
        if self.is_loose() { Type::Any } else { self }
    }

    fn is_loose(&self) -> bool {
        match self {
            Type::Any => true,
            Type::List(inner) | Type::Map(inner) => inner.is_loose(),
            Type::Object(fields) => fields.iter().any(|(_, inner)| inner.is_loose()),
            Type::Text | Type::Number | Type::Bool => false,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Text => f.write_str("string"),
            Type::Number => f.write_str("number"),
            Type::Bool => f.write_str("bool"),
            Type::Any => f.write_str("any"),
            Type::List(inner) => write!(f, "list({inner})"),
            Type::Map(inner) => write!(f, "map({inner})"),
            Type::Object(fields) => {
                f.write_str("object({ ")?;
                for (index, (name, inner)) in fields.iter().enumerate() {
                    write!(f, "{}{name} = {inner}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str(" })")
            }
        }
    }
}
