//! Values of attributes. Everything that is not known before apply is a symbolic reference.

use std::sync::Arc;

use smol_str::{SmolStr, SmolStrBuilder};

use crate::address::{Address, Mode, StackId};
use crate::body::Body;
use crate::document::Document;

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null: an attribute with this value is not written.
    Null,
    /// A bool.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number as it is written: `0.5`.
    Decimal(SmolStr),
    /// A literal string, without interpolation.
    Text(SmolStr),
    /// A list.
    List(Vec<Value>),
    /// An object.
    Object(Box<Body>),
    /// An attribute of a resource, of this stack or another.
    Reference(Box<Reference>),
    /// A local of the same stack.
    Local(SmolStr),
    /// A variable of the same stack.
    Variable(SmolStr),
    /// A template: strings and values, joined.
    Template(Vec<Value>),
    /// A function of the Terraform language.
    Call(Box<Call>),
    /// An element of a list, or an attribute of an object.
    Element(Box<Element>),
    /// Two values with an operator between them: `==`.
    Binary(Box<Binary>),
    /// Text that is written as it is, where Terraform requires a name or a keyword and not a value:
    /// `ignore_changes = [password]`.
    Expression(SmolStr),
    /// A typed document, which becomes JSON or code when it is written.
    Document(Box<Document>),
    /// A text that identifies a resource, with the attribute that it must equal.
    Mention(Box<Mention>),
    /// A sensitive value.
    Sensitive(Box<Value>),
    /// A value that is not known, and why. Only graphs that were read from a plan or a state have them.
    Unknown(Unknown),
}

/// Why a value is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// The provider sets it when the resource is created.
    AfterApply,
    /// A variable without a value.
    NoValue,
    /// An expression whose result the plan does not show.
    Expression,
    /// It is sensitive and redacted in the plan or state.
    Sensitive,
    /// The reader's limits of size or depth were reached.
    TooLarge,
}

/// A text that identifies a resource without a reference to it: an ARN or a name that is written out, so that neither
/// stack depends on the other. The text is written to the output; the reference is only compared with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The text.
    pub text: Value,
    /// The attribute that it must equal.
    pub of: Reference,
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// `join`
    pub name: SmolStr,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

/// An index or attribute access.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The value.
    pub base: Value,
    /// The step.
    pub segment: Segment,
}

/// Two values with an operator between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// The left operand.
    pub left: Value,
    /// `==`
    pub operator: SmolStr,
    /// The right operand.
    pub right: Value,
}

/// An index or attribute name.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// `[3]`
    Index(u32),
    /// `.name`
    Name(SmolStr),
}

/// An attribute of a resource: `aws_vpc.main.id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The stack that holds the resource.
    pub target: Target,
    /// The resource.
    pub address: Arc<Address>,
    /// The attribute; empty for the resource as a whole, for `depends_on` only.
    pub attribute: SmolStr,
}

/// The stack of a reference. [`crate::Stack::target`] returns its ID.
///
/// In a finished stack all targets are relative, so that equal references of different stacks are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A stack by its ID, before the value is in a finished stack.
    Stack(StackId),
    /// The stack of the value itself.
    Own,
    /// Another stack: an index into [`crate::Stack::imports`].
    Import(u32),
}

/// A resource that can be referred to.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// The stack that holds it.
    pub stack: StackId,
    /// Its address there.
    pub address: Arc<Address>,
}

impl Handle {
    /// A resource of the root module of a stack by its kind and name, whether it is written yet or not.
    pub fn of(stack: StackId, kind: &'static str, name: &str) -> Handle {
        let kind = SmolStr::new_static(kind);
        Handle { stack, address: Arc::new(Address::in_root(Mode::Managed, kind, identifier(name))) }
    }

    /// Its attribute of this name.
    pub fn get(&self, attribute: &'static str) -> Value {
        let (target, address) = (Target::Stack(self.stack), Arc::clone(&self.address));
        let attribute = SmolStr::new_static(attribute);
        Value::Reference(Box::new(Reference { target, address, attribute }))
    }

    /// The resource as a whole, for `depends_on`.
    pub fn whole(&self) -> Value {
        self.get("")
    }

    /// A text that equals the resource's `attribute` without a reference, for stacks that must not depend on each
    /// other.
    pub fn mention(&self, attribute: &'static str, text: impl Into<Value>) -> Value {
        let (target, address) = (Target::Stack(self.stack), Arc::clone(&self.address));
        let of = Reference { target, address, attribute: SmolStr::new_static(attribute) };
        Value::Mention(Box::new(Mention { text: text.into(), of }))
    }

    /// Its `id`.
    pub fn id(&self) -> Value {
        self.get("id")
    }

    /// Its `arn`.
    pub fn arn(&self) -> Value {
        self.get("arn")
    }

    /// An attribute of all instances of a resource with `for_each`: a list.
    pub fn of_all(&self, attribute: &'static str) -> Value {
        Value::Expression(["values(", &self.address.to_string(), ")[*].", attribute].concat().into())
    }

    /// Its `name`.
    pub fn name(&self) -> Value {
        self.get("name")
    }
}

impl Value {
    /// A call of the function `name`.
    pub fn call(name: &'static str, arguments: Vec<Value>) -> Value {
        Value::Call(Box::new(Call { name: SmolStr::new_static(name), arguments }))
    }

    /// An expression of the Terraform language, as it is written.
    pub fn expression(text: &'static str) -> Value {
        Value::Expression(SmolStr::new_static(text))
    }

    /// A local of the same stack.
    pub fn local(name: &'static str) -> Value {
        Value::Local(SmolStr::new_static(name))
    }

    /// Whether `left` equals `right`.
    pub fn equal(left: Value, right: Value) -> Value {
        Value::Binary(Box::new(Binary { left, operator: SmolStr::new_static("=="), right }))
    }

    /// The element at `index`.
    #[must_use]
    pub fn at(self, index: u32) -> Value {
        Value::Element(Box::new(Element { base: self, segment: Segment::Index(index) }))
    }

    /// The attribute `name` of an object.
    #[must_use]
    pub fn field(self, name: impl Into<SmolStr>) -> Value {
        Value::Element(Box::new(Element { base: self, segment: Segment::Name(name.into()) }))
    }

    /// The string, if the value is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// Whether nothing of it is known, sensitive or not.
    pub fn is_unknown(&self) -> bool {
        match self {
            Value::Unknown(_) => true,
            Value::Sensitive(inner) => inner.is_unknown(),
            _ => false,
        }
    }

    /// Joins texts and values; adjacent strings are merged.
    pub fn template(parts: impl IntoIterator<Item = Value>) -> Value {
        let mut joined: Vec<Value> = vec![];
        for part in parts {
            let parts = if let Value::Template(inner) = part { inner } else { vec![part] };
            for part in parts {
                match (joined.last_mut(), part) {
                    (Some(Value::Text(before)), Value::Text(after)) => *before = concatenated(before, &after),
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
            Value::List(items) | Value::Template(items) => items.iter().for_each(|item| item.walk(visit)),
            Value::Call(call) => call.arguments.iter().for_each(|item| item.walk(visit)),
            Value::Object(body) => body.walk(visit),
            Value::Element(element) => element.base.walk(visit),
            Value::Binary(binary) => {
                binary.left.walk(visit);
                binary.right.walk(visit);
            }
            Value::Document(document) => document.walk(visit),
            // The target of a mention is not visited: it is not a dependency.
            Value::Mention(mention) => mention.text.walk(visit),
            Value::Sensitive(inner) => inner.walk(visit),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Reference(_)
            | Value::Local(_)
            | Value::Variable(_)
            | Value::Expression(_)
            | Value::Unknown(_) => {}
        }
    }

    /// Calls `change` on every reference in this value, including those of mentions and documents.
    pub fn change_references(&mut self, change: &mut impl FnMut(&mut Reference)) {
        match self {
            Value::Reference(reference) => change(reference),
            Value::List(items) | Value::Template(items) => {
                items.iter_mut().for_each(|item| item.change_references(change));
            }
            Value::Call(call) => call.arguments.iter_mut().for_each(|item| item.change_references(change)),
            Value::Object(body) => body.change_references(change),
            Value::Element(element) => element.base.change_references(change),
            Value::Binary(binary) => {
                binary.left.change_references(change);
                binary.right.change_references(change);
            }
            Value::Document(document) => document.change_references(change),
            Value::Mention(mention) => {
                mention.text.change_references(change);
                change(&mut mention.of);
            }
            Value::Sensitive(inner) => inner.change_references(change),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Local(_)
            | Value::Variable(_)
            | Value::Expression(_)
            | Value::Unknown(_) => {}
        }
    }
}

/// A name as Terraform takes it: dashes and dots become underscores.
pub(crate) fn identifier(name: &str) -> SmolStr {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return name.into();
    }
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    name.chars().map(plain).collect::<String>().into()
}

fn concatenated(before: &str, after: &str) -> SmolStr {
    let mut whole = SmolStrBuilder::new();
    whole.push_str(before);
    whole.push_str(after);
    whole.finish()
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
    &'static str: value => Value::Text(SmolStr::new_static(value));
    String: value => Value::Text(SmolStr::from(value));
    &String: value => Value::Text(SmolStr::new(value));
    SmolStr: value => Value::Text(value);
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
