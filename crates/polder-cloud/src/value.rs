//! Values of attributes. Everything that is not known before the deployment is a reference by name.

use std::borrow::Cow;

use crate::address::{Address, StackId};
use crate::body::Body;
use crate::document::Document;

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: an attribute with this value is not written.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number as it is written: `0.5`.
    Decimal(&'static str),
    /// Plain text; nothing in it is interpreted.
    Text(Cow<'static, str>),
    /// Some values in order.
    List(Vec<Value>),
    /// Named values.
    Object(Box<Body>),
    /// An attribute of a resource, of this stack or another.
    Reference(Box<Reference>),
    /// A local of the same stack.
    Local(Cow<'static, str>),
    /// A variable of the same stack.
    Variable(Cow<'static, str>),
    /// Texts and values joined to one text.
    Template(Vec<Value>),
    /// A function of the Terraform language.
    Call(&'static str, Vec<Value>),
    /// An element of a list, or an attribute of an object.
    Element(Box<Value>, Segment),
    /// Two values with an operator between them: `==`.
    Binary(Box<Value>, &'static str, Box<Value>),
    /// A word without quotes, where the language wants one (`ignore_changes = [password]`).
    Keyword(&'static str),
    /// A typed document that becomes JSON or code only when it is written.
    Document(Box<Document>),
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// `[3]`
    Index(u32),
    /// `.name`
    Name(Cow<'static, str>),
}

/// An attribute of a resource: `aws_vpc.main.id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The stack that holds the resource.
    pub stack: StackId,
    /// The resource.
    pub address: Address,
    /// The attribute; empty for the resource as a whole, which only `depends_on` takes.
    pub attribute: &'static str,
}

/// A resource that can be referred to.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// The stack that holds it.
    pub stack: StackId,
    /// Its address there.
    pub address: Address,
}

impl Handle {
    /// Its attribute of this name.
    pub fn get(&self, attribute: &'static str) -> Value {
        let (stack, address) = (self.stack, self.address.clone());
        Value::Reference(Box::new(Reference { stack, address, attribute }))
    }

    /// The resource as a whole, for `depends_on`.
    pub fn whole(&self) -> Value {
        self.get("")
    }

    /// Its `id`.
    pub fn id(&self) -> Value {
        self.get("id")
    }

    /// Its `arn`.
    pub fn arn(&self) -> Value {
        self.get("arn")
    }

    /// Its `name`.
    pub fn name(&self) -> Value {
        self.get("name")
    }
}

impl Value {
    /// The element at `index`.
    #[must_use]
    pub fn at(self, index: u32) -> Value {
        Value::Element(Box::new(self), Segment::Index(index))
    }

    /// The attribute `name` of an object.
    #[must_use]
    pub fn field(self, name: impl Into<Cow<'static, str>>) -> Value {
        Value::Element(Box::new(self), Segment::Name(name.into()))
    }

    /// Joins texts and values; neighbouring plain texts become one.
    pub fn template(parts: impl IntoIterator<Item = Value>) -> Value {
        let mut joined: Vec<Value> = vec![];
        for part in parts {
            let parts = if let Value::Template(inner) = part { inner } else { vec![part] };
            for part in parts {
                match (joined.last_mut(), part) {
                    (Some(Value::Text(before)), Value::Text(after)) => before.to_mut().push_str(&after),
                    (_, part) => joined.push(part),
                }
            }
        }
        match joined.as_slice() {
            [] => Value::from(""),
            [Value::Text(_)] => joined.remove(0),
            _ => {
                joined.shrink_to_fit();
                Value::Template(joined)
            }
        }
    }

    /// Calls `visit` on this value and on every value inside it, documents included.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        visit(self);
        match self {
            Value::List(items) | Value::Template(items) | Value::Call(_, items) => {
                items.iter().for_each(|item| item.walk(visit));
            }
            Value::Object(body) => body.walk(visit),
            Value::Element(base, _) => base.walk(visit),
            Value::Binary(left, _, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Value::Document(document) => document.walk(visit),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Reference(_)
            | Value::Local(_)
            | Value::Variable(_)
            | Value::Keyword(_) => {}
        }
    }
}

/// Joins texts and values to one text: `text![local_name, "-app"]`.
#[macro_export]
macro_rules! text {
    ($($part:expr),* $(,)?) => {
        $crate::Value::template([$($crate::Value::from($part)),*])
    };
}

/// A list of values of different kinds: `list![bucket.arn(), text![bucket.arn(), "/*"]]`.
#[macro_export]
macro_rules! list {
    ($($item:expr),* $(,)?) => {
        $crate::Value::List(vec![$($crate::Value::from($item)),*])
    };
}

macro_rules! from {
    ($($type:ty: $value:ident => $result:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $result
            }
        })*
    };
}

from! {
    bool: value => Value::Bool(value);
    i32: value => Value::Integer(i64::from(value));
    i64: value => Value::Integer(value);
    u8: value => Value::Integer(i64::from(value));
    u16: value => Value::Integer(i64::from(value));
    u32: value => Value::Integer(i64::from(value));
    u64: value => Value::Integer(i64::try_from(value).unwrap_or(i64::MAX));
    usize: value => Value::from(value as u64);
    &'static str: value => Value::Text(Cow::Borrowed(value));
    String: value => Value::Text(Cow::Owned(value));
    &String: value => Value::Text(Cow::Owned(value.clone()));
    Cow<'static, str>: value => Value::Text(value);
    &Value: value => value.clone();
    Body: value => Value::Object(Box::new(value.closed()));
    Document: value => Value::Document(Box::new(value));
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Value {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
