//! JSON in attributes: typed in graphs that Polder wrote, text in foreign ones.

use std::borrow::Cow;

use polder_cloud::index::Resolved;
use polder_cloud::{Body, Content, Document, Index, Stack, Unknown, Value, View, json};
use polder_inventory::EntryIndex;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::outside::Owner;

use crate::reader::Reader;
use crate::value::reason;

/// A JSON value as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'a> {
    /// A text, number or Boolean, absent, or unknown.
    One(Resolved<'a>),
    /// Some values in order.
    List(Vec<Json<'a>>),
    /// Named values.
    Object(Vec<(Text, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The document in an attribute. One unknown value if it is not known or not JSON.
    pub(crate) fn of(view: View<'_, 'a>, attribute: &str) -> Json<'a> {
        Json::read(view.index(), view.get(attribute))
    }

    /// The document that a value is.
    pub(crate) fn read(index: &Index<'a>, value: Resolved<'a>) -> Json<'a> {
        match value {
            Resolved::Document(Document::Json(body), stack) => match index.cloud().stack(stack) {
                Some(stack) => object(index, stack, body),
                None => Json::One(Resolved::Unknown(Unknown::NoValue)),
            },
            Resolved::Text(text) if text.is_empty() => Json::One(Resolved::Absent),
            Resolved::Text(text) => match json::read(&text) {
                Ok(value) => parsed(value),
                Err(_) => Json::One(Resolved::Pattern(vec![])),
            },
            Resolved::List(items) => Json::List(items.into_iter().map(resolved).collect()),
            other => Json::One(other),
        }
    }

    /// The value of this key. Absent if it is not set or this is not an object; unknown if this is unknown.
    pub(crate) fn get(&self, name: &str) -> Json<'a> {
        match self {
            Json::Object(items) => items
                .iter()
                .find(|(key, _)| key == name)
                .map_or(Json::One(Resolved::Absent), |(_, value)| value.clone()),
            Json::One(value) if !value.is_known() => Json::One(value.clone()),
            Json::One(_) | Json::List(_) => Json::One(Resolved::Absent),
        }
    }

    /// The elements of a list; none where it is not one.
    pub(crate) fn items(&self) -> &[Json<'a>] {
        if let Json::List(items) = self { items } else { &[] }
    }

    /// Whether it is not set.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Json::One(Resolved::Absent))
    }

    /// Whether it is set and not known.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Json::One(value) if !value.is_known())
    }

    /// The value if it is one text, number or Boolean, known or not.
    pub(crate) fn one(&self) -> Resolved<'a> {
        match self {
            Json::One(value) => value.clone(),
            Json::List(_) | Json::Object(_) => Resolved::Pattern(vec![]),
        }
    }

    /// A text that may be left out.
    pub(crate) fn text(&self) -> Known<Option<Text>> {
        match self {
            Json::One(Resolved::Absent) => Known::Value(None),
            Json::One(value) => value
                .as_plain()
                .map_or_else(|| Known::Unknown(reason(value)), |text| Known::Value(Some(text.into()))),
            Json::List(_) | Json::Object(_) => Known::Unknown(Reason::NotUnderstood),
        }
    }

    /// A number that may be left out.
    pub(crate) fn number<N: TryFrom<i64>>(&self) -> Known<Option<N>> {
        self.text().and_then(|text| match text {
            None => Known::Value(None),
            Some(text) => match text.parse::<i64>().ok().and_then(|number| N::try_from(number).ok()) {
                Some(number) => Known::Value(Some(number)),
                None => Known::Unknown(Reason::NotUnderstood),
            },
        })
    }

    /// A Boolean, or `default` if it is not set.
    pub(crate) fn truth_or(&self, default: bool) -> Known<bool> {
        self.text().and_then(|text| match text.as_deref() {
            None => Known::Value(default),
            Some("true") => Known::Value(true),
            Some("false") => Known::Value(false),
            Some(_) => Known::Unknown(Reason::NotUnderstood),
        })
    }

    /// The texts of a list; a single text is a list of one.
    pub(crate) fn texts(&self) -> Known<Set<Text>> {
        let items = if let Json::List(items) = self { items.as_slice() } else { std::slice::from_ref(self) };
        let mut texts = vec![];
        for item in items {
            match item.text() {
                Known::Value(text) => texts.extend(text),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        Known::Value(texts.into())
    }
}

impl Reader<'_, '_> {
    /// The entry that a value names: an attribute of a resource, or its identifier, optionally with a
    /// suffix. A known text that belongs to no resource is an external of the kind `kind`.
    pub(crate) fn link_of_value<I: EntryIndex>(
        &mut self,
        value: &Resolved<'_>,
        kind: &'static str,
    ) -> Link<I> {
        let id = match value {
            Resolved::Attribute(attribute) => self.id(attribute.resource),
            Resolved::Text(text) => self.index.holders(text).iter().find_map(|id| self.id(*id)),
            // `${aws_secretsmanager_secret.mail.arn}:password::`
            Resolved::Pattern(pieces) => match pieces.first() {
                Some(Resolved::Attribute(attribute)) => self.id(attribute.resource),
                _ => None,
            },
            _ => None,
        };
        match (id, value.as_plain()) {
            (Some(id), _) => Link::To(id),
            (None, Some(text)) => Link::Outside(self.external(&text, kind, Owner::Unknown)),
            (None, None) => Link::Unknown(reason(value)),
        }
    }
}

fn object<'a>(index: &Index<'a>, stack: &'a Stack, body: &'a Body) -> Json<'a> {
    let items = body.items.iter().map(|item| {
        let value = match &item.content {
            Content::Attribute(value) => resolved(index.resolve(stack, value)),
            Content::Block(inner) => object(index, stack, inner),
        };
        (item.key.clone(), value)
    });
    Json::Object(items.collect())
}

fn resolved(value: Resolved<'_>) -> Json<'_> {
    match value {
        Resolved::List(items) => Json::List(items.into_iter().map(resolved).collect()),
        Resolved::Object(items) => {
            Json::Object(items.into_iter().map(|(key, value)| (key.into(), resolved(value))).collect())
        }
        other => Json::One(other),
    }
}

/// A parsed value: all of it is known.
fn parsed<'a>(value: Value) -> Json<'a> {
    match value {
        Value::Bool(value) => Json::One(Resolved::Bool(value)),
        Value::Integer(value) => Json::One(Resolved::Integer(value)),
        Value::Decimal(text) | Value::Text(text) => Json::One(Resolved::Text(Cow::Owned(text.into()))),
        Value::List(items) => Json::List(items.into_iter().map(parsed).collect()),
        Value::Object(body) => {
            let items = body.items.into_iter().filter_map(|item| match item.content {
                Content::Attribute(value) => Some((item.key, parsed(value))),
                Content::Block(_) => None,
            });
            Json::Object(items.collect())
        }
        _ => Json::One(Resolved::Absent),
    }
}
