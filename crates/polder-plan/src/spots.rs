//! Locations inside a value: unknown parts, and known texts.

use polder_cloud::schema::Type;
use polder_cloud::{Body, Content, Segment, Unknown, Value};

use crate::limits::PLACES_MAX;

/// A location inside a value that is unknown before apply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot<'a> {
    /// The path: indexes of items and elements.
    pub(crate) place: Vec<usize>,
    /// The name nearest to it.
    pub(crate) name: &'a str,
    /// Its expected type.
    pub(crate) expected: Expected,
}

/// The expected type of an unknown value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A text.
    Text,
    /// A list or set of texts.
    Texts,
    /// Something else.
    Other,
    /// The schema does not contain it.
    NotSaid,
}

/// A known text inside a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known<'a> {
    /// The path, from the resource.
    pub(crate) path: Vec<Segment>,
    pub(crate) text: &'a str,
}

/// Finds such locations.
#[derive(Debug, Default)]
pub(crate) struct Spots<'a> {
    pub(crate) unknown: Vec<Spot<'a>>,
    pub(crate) known: Vec<Known<'a>>,
    place: Vec<usize>,
    path: Vec<Segment>,
}

impl<'a> Spots<'a> {
    /// In the value of an attribute at `place` and `path`.
    pub(crate) fn of(
        value: &'a Value,
        name: &'a str,
        kind: Option<&Type>,
        place: &[usize],
        path: &[Segment],
    ) -> Spots<'a> {
        let mut spots = Spots { place: place.to_vec(), path: path.to_vec(), ..Spots::default() };
        spots.value(value, name, kind);
        spots
    }

    fn value(&mut self, value: &'a Value, name: &'a str, kind: Option<&Type>) {
        match value {
            Value::Unknown(Unknown::AfterApply) if self.unknown.len() < PLACES_MAX => {
                let expected = expected(kind);
                self.unknown.push(Spot { place: self.place.clone(), name, expected });
            }
            Value::Text(text) if !text.is_empty() && self.known.len() < PLACES_MAX => {
                self.known.push(Known { path: self.path.clone(), text });
            }
            Value::Sensitive(inner) => self.value(inner, name, kind),
            Value::List(items) => {
                let element = match kind {
                    Some(Type::List(element) | Type::Set(element)) => Some(&**element),
                    _ => None,
                };
                for ((at, index), item) in (0..).zip(0_u32..).zip(items) {
                    self.step(at, Segment::Index(index), |spots| spots.value(item, name, element));
                }
            }
            Value::Object(body) => self.object(body, kind),
            // Nothing is known of all others.
            _ => {}
        }
    }

    fn object(&mut self, body: &'a Body, kind: Option<&Type>) {
        for (at, item) in body.items.iter().enumerate() {
            let kind = match kind {
                Some(Type::Object(fields)) => fields.get(item.key.as_str()),
                Some(Type::Map(element)) => Some(&**element),
                _ => None,
            };
            if let Content::Attribute(value) = &item.content {
                self.step(at, Segment::Name(item.key.clone()), |spots| spots.value(value, &item.key, kind));
            }
        }
    }

    fn step(&mut self, at: usize, segment: Segment, inside: impl FnOnce(&mut Self)) {
        self.place.push(at);
        self.path.push(segment);
        inside(self);
        self.path.pop();
        self.place.pop();
    }
}

fn expected(kind: Option<&Type>) -> Expected {
    match kind {
        Some(Type::Text) => Expected::Text,
        Some(Type::List(element) | Type::Set(element)) if **element == Type::Text => Expected::Texts,
        Some(Type::Any) | None => Expected::NotSaid,
        Some(_) => Expected::Other,
    }
}

/// Puts a value at a location.
pub(crate) fn put(body: &mut Body, place: &[usize], value: Value) {
    let Some((at, rest)) = place.split_first() else { return };
    match body.items.get_mut(*at).map(|item| &mut item.content) {
        Some(Content::Attribute(inner)) => put_inside(inner, rest, value),
        Some(Content::Block(inner)) => put(inner, rest, value),
        None => {}
    }
}

/// Puts a value at a location inside another.
pub(crate) fn put_inside(inner: &mut Value, place: &[usize], value: Value) {
    match (inner, place.split_first()) {
        (Value::Sensitive(inner), _) => put_inside(inner, place, value),
        (inner, None) => *inner = value,
        (Value::List(items), Some((at, rest))) => {
            if let Some(item) = items.get_mut(*at) {
                put_inside(item, rest, value);
            }
        }
        (Value::Object(body), Some(_)) => put(body, place, value),
        _ => {}
    }
}
