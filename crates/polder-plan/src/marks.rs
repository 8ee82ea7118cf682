//! Which parts of a value are unknown or sensitive: a tree beside the value, with `true` for each such part.

use std::fmt;

use polder_cloud::{SmolStr, Unknown, Value};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::item::{attribute, object};
use crate::text::Text;

/// Marks of a value. Where nothing inside is marked it is `No`, whatever the shape of the document.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Marks<'d> {
    /// Nothing is marked.
    #[default]
    No,
    /// The whole value is.
    Yes,
    /// Elements of a list.
    List(Vec<Marks<'d>>),
    /// Attributes, in the order of their names. None of them is `No`.
    Object(Vec<(Text<'d>, Marks<'d>)>),
}

static NO: Marks<'static> = Marks::No;
static YES: Marks<'static> = Marks::Yes;

impl<'d> Marks<'d> {
    /// The marks in a document; none if it has none.
    pub(crate) fn read(raw: Option<&'d RawValue>) -> Result<Marks<'d>, serde_json::Error> {
        raw.map_or(Ok(Marks::No), |raw| serde_json::from_str(raw.get()))
    }

    /// Whether the whole value is marked.
    pub(crate) fn is_yes(&self) -> bool {
        *self == Marks::Yes
    }

    /// The marks of an attribute. Inside a value that is marked as a whole, everything is.
    pub(crate) fn field(&self, name: &str) -> &Marks<'d> {
        match self {
            Marks::Yes => &YES,
            Marks::Object(fields) => {
                let at = fields.binary_search_by(|(key, _)| (**key).cmp(name));
                at.map_or(&NO, |at| &fields[at].1)
            }
            Marks::No | Marks::List(_) => &NO,
        }
    }

    /// The marks of an element of a list.
    pub(crate) fn element(&self, index: usize) -> &Marks<'d> {
        match self {
            Marks::Yes => &YES,
            Marks::List(elements) => elements.get(index).unwrap_or(&NO),
            Marks::No | Marks::Object(_) => &NO,
        }
    }

    /// The attributes that are marked, or contain something that is.
    pub(crate) fn fields(&self) -> &[(Text<'d>, Marks<'d>)] {
        if let Marks::Object(fields) = self { fields } else { &[] }
    }

    /// The value for what the document omits because it is unknown.
    pub(crate) fn unknown(&self, sensitive: &Marks<'_>) -> Value {
        let value = match self {
            Marks::No => Value::Null,
            Marks::Yes => Value::Unknown(Unknown::AfterApply),
            Marks::List(elements) => {
                let element = |(at, marks): (usize, &Marks<'_>)| marks.unknown(sensitive.element(at));
                Value::List(elements.iter().enumerate().map(element).collect())
            }
            Marks::Object(fields) => object(
                fields
                    .iter()
                    .map(|(key, marks)| attribute(SmolStr::new(&**key), marks.unknown(sensitive.field(key))))
                    .collect(),
            ),
        };
        if sensitive.is_yes() { Value::Sensitive(Box::new(value)) } else { value }
    }
}

impl<'de: 'd, 'd> Deserialize<'de> for Marks<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Marks<'d>, D::Error> {
        deserializer.deserialize_any(MarksVisitor)
    }
}

struct MarksVisitor;

impl<'de> Visitor<'de> for MarksVisitor {
    type Value = Marks<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, `false`, or a list or object of them")
    }

    fn visit_bool<E: Error>(self, marked: bool) -> Result<Marks<'de>, E> {
        Ok(if marked { Marks::Yes } else { Marks::No })
    }

    fn visit_unit<E: Error>(self) -> Result<Marks<'de>, E> {
        Ok(Marks::No)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Marks<'de>, A::Error> {
        let (mut elements, mut any) = (vec![], false);
        while let Some(element) = seq.next_element::<Marks<'de>>()? {
            any |= element != Marks::No;
            elements.push(element);
        }
        Ok(if any { Marks::List(elements) } else { Marks::No })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Marks<'de>, A::Error> {
        let mut fields: Vec<(Text<'de>, Marks<'de>)> = vec![];
        while let Some(field) = map.next_entry::<Text<'de>, Marks<'de>>()? {
            if field.1 != Marks::No {
                fields.push(field);
            }
        }
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(if fields.is_empty() { Marks::No } else { Marks::Object(fields) })
    }
}
