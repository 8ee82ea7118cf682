//! Types of literals and references against the schema.

use std::collections::BTreeMap;
use std::fmt;

use crate::body::{Body, Content};
use crate::schema::{Block, Nesting, Schema, Type};
use crate::stack::Stack;
use crate::value::{Segment, Value};

use super::{Checker, Subject, codes, nearest};

/// The path of a value in an attribute: `tags.Name`, `subnets[2]`.
pub(super) enum Path<'a> {
    Start(&'a str),
    Field(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(super) fn start(name: &'a str) -> Path<'a> {
        Path::Start(name)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Start(name) => f.write_str(name),
            Path::Field(base, name) => write!(f, "{base}.{name}"),
            Path::Index(base, index) => write!(f, "{base}[{index}]"),
        }
    }
}

/// The known type of a value.
#[derive(Clone, Copy)]
pub(super) enum Known {
    /// Nothing.
    Nothing,
    /// This.
    Type(&'static Type),
    /// A list of these.
    ListOf(&'static Type),
    /// Blocks of a name.
    Blocks(Nesting, &'static Block),
    /// One of them.
    Block(&'static Block),
}

static TEXT: Type = Type::Text;
static NUMBER: Type = Type::Number;
static BOOL: Type = Type::Bool;

/// Locals can refer to locals. The lowering's are at most two levels deep.
const DEPTH_MAX: u32 = 16;

/// Checks a value for an attribute of type `wanted`.
pub(super) fn literal(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    path: &Path<'_>,
    value: &Value,
    wanted: &'static Type,
) {
    match (value, wanted) {
        (Value::Null | Value::Expression(_) | Value::Unknown(_), _)
        | (_, Type::Any)
        // The provider has some bools as strings (`at_rest_encryption_enabled`); the language converts them.
        | (Value::Bool(_), Type::Bool | Type::Text)
        | (Value::Integer(_) | Value::Decimal(_), Type::Number | Type::Text)
        | (Value::Text(_) | Value::Template(_) | Value::Document(_), Type::Text) => {}
        (Value::Sensitive(inner), _) => literal(checker, subject, path, inner, wanted),
        (Value::Mention(mention), _) => literal(checker, subject, path, &mention.text, wanted),
        (Value::List(items), Type::List(element) | Type::Set(element)) => {
            for (index, item) in items.iter().enumerate() {
                literal(checker, subject, &Path::Index(path, index), item, element);
            }
        }
        (Value::Object(body), Type::Map(element)) => map(checker, subject, path, body, element),
        (Value::Object(body), Type::Object(wanted)) => fields(checker, subject, path, body, wanted, true),
        (
            Value::Reference(_)
            | Value::Local(_)
            | Value::Variable(_)
            | Value::Call(_)
            | Value::Element(_)
            | Value::Binary(_),
            _,
        ) => {
            let known = infer(checker, subject.stack, value, 0);
            if !fits(known, wanted) {
                mismatch(checker, subject, path, known.words(), wanted);
            }
        }
        (_, _) => mismatch(checker, subject, path, words(value), wanted),
    }
}

/// Checks an object whose attributes the schema names. All are required if it is `complete`, as in object notation.
pub(super) fn fields(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    path: &Path<'_>,
    body: &Body,
    wanted: &'static BTreeMap<String, Type>,
    complete: bool,
) {
    for item in &body.items {
        let here = subject.at(item.at);
        match (wanted.get(item.key.as_str()), &item.content) {
            (Some(kind), Content::Attribute(value)) => {
                literal(checker, here, &Path::Field(path, &item.key), value, kind);
            }
            (Some(_), Content::Block(_)) => block_in_object(checker, here, path, &item.key),
            (None, _) => {
                let near = nearest(&item.key, wanted.keys().map(String::as_str));
                let message = format!("`{path}` has no attribute `{}`", item.key);
                let finding = checker.report(&codes::UNKNOWN_ATTRIBUTE, here, message);
                finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
            }
        }
    }
    for name in wanted.keys().filter(|_| complete) {
        if !body.items.iter().any(|item| item.key == *name) {
            let message = format!("`{path}` requires `{name}`, which is not set");
            let finding = checker.report(&codes::MISSING_ATTRIBUTE, subject, message);
            finding.help.push(format!("an object needs all of its attributes; write `{path}` as a block"));
        }
    }
}

fn map(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    path: &Path<'_>,
    body: &Body,
    element: &'static Type,
) {
    for (index, item) in body.items.iter().enumerate() {
        let here = subject.at(item.at);
        let path = Path::Field(path, &item.key);
        if body.items[..index].iter().any(|before| before.key == item.key) {
            checker.report(&codes::DUPLICATE_ATTRIBUTE, here, format!("`{path}` is set twice"));
        }
        match &item.content {
            Content::Attribute(value) => literal(checker, here, &path, value, element),
            Content::Block(_) => block_in_object(checker, here, &path, &item.key),
        }
    }
}

fn block_in_object(checker: &mut Checker<'_>, subject: Subject<'_>, path: &Path<'_>, key: &str) {
    let message = format!("`{path}` is an object and cannot have the block `{key}`");
    let finding = checker.report(&codes::BLOCK_OR_ATTRIBUTE, subject, message);
    finding.help.push(format!("write `{key} = {{ … }};`"));
}

fn mismatch(checker: &mut Checker<'_>, subject: Subject<'_>, path: &Path<'_>, found: &str, wanted: &Type) {
    let message = format!("`{path}` takes {}, but is {found}", wanted.words());
    checker.report(&codes::WRONG_TYPE, subject, message);
}

fn words(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => BOOL.words(),
        Value::Integer(_) | Value::Decimal(_) => NUMBER.words(),
        Value::Text(_) | Value::Template(_) | Value::Document(_) => TEXT.words(),
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
        _ => "something else",
    }
}

/// The known type of a value of `stack`.
pub(super) fn infer(checker: &Checker<'_>, stack: &Stack, value: &Value, depth: u32) -> Known {
    if depth > DEPTH_MAX {
        return Known::Nothing;
    }
    match value {
        Value::Bool(_) | Value::Binary(_) => Known::Type(&BOOL),
        Value::Integer(_) | Value::Decimal(_) => Known::Type(&NUMBER),
        Value::Text(_) | Value::Template(_) | Value::Document(_) => Known::Type(&TEXT),
        Value::Reference(reference) => checker
            .block_of(&reference.address)
            .map_or(Known::Nothing, |block| part(checker.schema, block, &reference.attribute)),
        Value::Local(name) => {
            let local = checker.local(stack.id, name);
            local.map_or(Known::Nothing, |(_, value)| infer(checker, stack, value, depth + 1))
        }
        Value::Variable(name) => {
            let kind =
                stack.variables.iter().find(|variable| variable.name == *name).map(|it| it.kind.as_str());
            match kind {
                Some("string") => Known::Type(&TEXT),
                Some("number") => Known::Type(&NUMBER),
                Some("bool") => Known::Type(&BOOL),
                _ => Known::Nothing,
            }
        }
        Value::Call(call) => {
            let first = call.arguments.first();
            let first = first.map_or(Known::Nothing, |it| infer(checker, stack, it, depth + 1));
            self::call(&call.name, first)
        }
        Value::Element(element) => {
            let base = infer(checker, stack, &element.base, depth + 1);
            base.step(checker.schema, &element.segment).unwrap_or(Known::Nothing)
        }
        Value::Sensitive(inner) => infer(checker, stack, inner, depth + 1),
        Value::Mention(mention) => infer(checker, stack, &mention.text, depth + 1),
        Value::Null | Value::Expression(_) | Value::List(_) | Value::Object(_) | Value::Unknown(_) => {
            Known::Nothing
        }
    }
}

/// The result type of a function of the language.
fn call(name: &str, first: Known) -> Known {
    match (name, first) {
        ("tolist", Known::Type(Type::Set(element) | Type::List(element))) => Known::ListOf(element),
        ("tolist", Known::Blocks(_, block)) => Known::Blocks(Nesting::List, block),
        ("one", Known::Type(Type::Set(element) | Type::List(element))) => Known::Type(element),
        ("one", Known::Blocks(_, block)) => Known::Block(block),
        (
            "jsonencode" | "join" | "replace" | "format" | "lower" | "upper" | "sha1" | "sha256" | "md5"
            | "file" | "base64encode" | "base64sha256" | "urlencode" | "trimsuffix" | "trimprefix"
            | "tostring",
            _,
        ) => Known::Type(&TEXT),
        ("length" | "max" | "min" | "ceil" | "floor" | "tonumber", _) => Known::Type(&NUMBER),
        _ => Known::Nothing,
    }
}

/// The type of an attribute or block, as a value.
fn part(schema: &'static Schema, block: &'static Block, name: &str) -> Known {
    if let Some(attribute) = block.attribute(name) {
        return Known::Type(&attribute.kind);
    }
    block.nested(name).map_or(Known::Nothing, |nested| Known::Blocks(nested.nesting, schema.inside(nested)))
}

impl Known {
    /// The type after an access; an error if it is invalid.
    pub(super) fn step(self, schema: &'static Schema, segment: &Segment) -> Result<Known, String> {
        match (self, segment) {
            (Known::Nothing | Known::Type(Type::Any), _) => Ok(Known::Nothing),
            (Known::Type(Type::List(element)), Segment::Index(_)) => Ok(Known::Type(element)),
            (Known::ListOf(element), Segment::Index(_)) => Ok(Known::Type(element)),
            (Known::Blocks(Nesting::List, block), Segment::Index(_)) => Ok(Known::Block(block)),
            (Known::Blocks(Nesting::Single, block), Segment::Name(name)) => {
                Known::Block(block).step(schema, &Segment::Name(name.clone()))
            }
            (Known::Type(Type::Set(_)) | Known::Blocks(Nesting::Set, _), Segment::Index(_)) => {
                Err("elements of a set have no index".into())
            }
            (Known::Type(Type::Map(element)), Segment::Name(_)) => Ok(Known::Type(element)),
            (Known::Type(Type::Object(fields)), Segment::Name(name)) => fields
                .get(name.as_str())
                .map(Known::Type)
                .ok_or_else(|| format!("the object has no attribute `{name}`")),
            (Known::Block(block), Segment::Name(name)) => {
                if block.has(name) {
                    return Ok(part(schema, block, name));
                }
                Err(format!("the block has no attribute `{name}`"))
            }
            (Known::Blocks(Nesting::Map, block), Segment::Name(_)) => Ok(Known::Block(block)),
            (known, Segment::Index(_)) => Err(format!("{} cannot be indexed", known.words())),
            (known, Segment::Name(name)) => Err(format!("{} has no attribute `{name}`", known.words())),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Known::Nothing => "something else",
            Known::Type(kind) => kind.words(),
            Known::ListOf(_) | Known::Blocks(Nesting::List | Nesting::Set, _) => "a list",
            Known::Blocks(..) | Known::Block(_) => "an object",
        }
    }
}

/// Whether a type is assignable, with lossless conversions.
fn fits(known: Known, wanted: &Type) -> bool {
    match known {
        Known::Nothing => true,
        Known::Type(kind) => converts(kind, wanted),
        Known::ListOf(element) => match wanted {
            Type::List(inner) | Type::Set(inner) => converts(element, inner),
            _ => matches!(wanted, Type::Any),
        },
        Known::Blocks(Nesting::List | Nesting::Set, _) => {
            matches!(wanted, Type::List(_) | Type::Set(_) | Type::Any)
        }
        Known::Blocks(..) | Known::Block(_) => matches!(wanted, Type::Object(_) | Type::Map(_) | Type::Any),
    }
}

fn converts(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => converts(from, to),
        (Type::Object(from), Type::Map(to)) => from.values().all(|kind| converts(kind, to)),
        // A computed string can be a number: an identifier, a port.
        (Type::Text | Type::Number, Type::Text | Type::Number) | (Type::Bool, Type::Text) => true,
        (Type::Object(_), Type::Object(_)) => true,
        (from, to) => from == to,
    }
}
