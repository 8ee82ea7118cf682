//! Values of attributes, read directly into the graph's form, without intermediate copies.

use std::fmt;

use polder_cloud::schema::Nesting;
use polder_cloud::{Body, Content, Item, SmolStr, Unknown, Value};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use crate::item::{attribute, object};
use crate::marks::Marks;
use crate::shape::Shape;

/// The body of a resource.
pub(crate) fn body(
    raw: Option<&RawValue>,
    shape: &Shape<'_>,
    unknown: &Marks<'_>,
    sensitive: &Marks<'_>,
) -> Result<Body, serde_json::Error> {
    let Some(raw) = raw else { return Ok(Body { items: left_out(vec![], vec![], unknown, sensitive) }) };
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let items = deserializer.deserialize_map(BodyVisitor { shape, unknown, sensitive })?;
    deserializer.end().map(|()| Body { items })
}

/// A value with its marks.
pub(crate) fn value(
    raw: &RawValue,
    unknown: &Marks<'_>,
    sensitive: &Marks<'_>,
) -> Result<Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let value = ValueSeed { unknown, sensitive }.deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// A value that is not marked. `None` where it is nested too deep.
pub(crate) fn plain(raw: &RawValue) -> Option<Value> {
    value(raw, &Marks::No, &Marks::No).ok()
}

/// Adds what the document omits because it is unknown, or because it is sensitive and was removed. `nulls`
/// are the sensitive attributes that are present and null.
fn left_out(
    mut items: Vec<Item>,
    mut nulls: Vec<SmolStr>,
    unknown: &Marks<'_>,
    sensitive: &Marks<'_>,
) -> Vec<Item> {
    if unknown.fields().is_empty() && sensitive.fields().is_empty() {
        return items;
    }
    let mut known: Vec<SmolStr> = items.iter().map(|item| item.key.clone()).collect();
    known.sort_unstable();
    nulls.sort_unstable();
    let among = |names: &[SmolStr], key: &str| names.binary_search_by(|it| it.as_str().cmp(key)).is_ok();
    let is_known = |key: &str| among(&known, key);
    for (key, marks) in unknown.fields() {
        if !is_known(key) {
            items.push(attribute(SmolStr::new(&**key), marks.unknown(sensitive.field(key))));
        }
    }
    for (key, marks) in sensitive.fields() {
        let there = is_known(key) || *unknown.field(key) != Marks::No || among(&nulls, key);
        if marks.is_yes() && !there {
            items.push(attribute(SmolStr::new(&**key), Value::Unknown(Unknown::Sensitive)));
        }
    }
    items
}

/// Reads the content between the braces of a resource, a block or an object.
struct BodyVisitor<'a, 'm> {
    shape: &'a Shape<'a>,
    unknown: &'a Marks<'m>,
    sensitive: &'a Marks<'m>,
}

impl<'de> Visitor<'de> for BodyVisitor<'_, '_> {
    type Value = Vec<Item>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Item>, A::Error> {
        let mut items: Vec<Item> = Vec::with_capacity(map.size_hint().unwrap_or(0));
        let mut nulls = vec![];
        let (mut ascending, mut last) = (true, SmolStr::default());
        while let Some(key) = map.next_key_seed(KeySeed)? {
            ascending &= last < key || last.is_empty();
            last = key.clone();
            let (unknown, sensitive) = (self.unknown.field(&key), self.sensitive.field(&key));
            if let Some((nesting, inner)) = self.shape.nested(&key) {
                let blocks = BlocksSeed { nesting, shape: &inner, unknown, sensitive };
                let add = |content| items.push(Item { key: key.clone(), comment: None, content, at: None });
                map.next_value_seed(blocks)?.contents().into_iter().for_each(add);
                continue;
            }
            match map.next_value_seed(ValueSeed { unknown, sensitive })? {
                Value::Null if sensitive.is_yes() => nulls.push(key),
                Value::Null => {}
                value => items.push(attribute(key, value)),
            }
        }
        // Terraform sorts the names. Where they do not ascend, one may occur twice.
        if !ascending && let Some(key) = twice(&items) {
            return Err(A::Error::custom(format_args!("the name `{key}` occurs twice")));
        }
        items.shrink_to_fit();
        Ok(left_out(items, nulls, self.unknown, self.sensitive))
    }
}

/// A name that two attributes have.
fn twice(items: &[Item]) -> Option<&str> {
    let attributes = items.iter().filter(|item| matches!(item.content, Content::Attribute(_)));
    let mut keys: Vec<&str> = attributes.map(|item| item.key.as_str()).collect();
    keys.sort_unstable();
    keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// Reads a name.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = SmolStr;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SmolStr, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = SmolStr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SmolStr, E> {
        Ok(SmolStr::new(text))
    }
}

/// Reads a value.
struct ValueSeed<'a, 'm> {
    unknown: &'a Marks<'m>,
    sensitive: &'a Marks<'m>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if !self.sensitive.is_yes() {
            return deserializer.deserialize_any(self);
        }
        let inner = ValueSeed { unknown: self.unknown, sensitive: &Marks::No };
        let value = deserializer.deserialize_any(inner)?;
        Ok(if value == Value::Null { value } else { Value::Sensitive(Box::new(value)) })
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(if self.unknown.is_yes() { Value::Unknown(Unknown::AfterApply) } else { Value::Null })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Decimal(value.to_string().into()), Value::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let digits = Number::from_f64(value).ok_or_else(|| E::custom("a number is too large"))?;
        Ok(Value::Decimal(digits.to_string().into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = vec![];
        loop {
            let at = items.len();
            let seed = ValueSeed { unknown: self.unknown.element(at), sensitive: self.sensitive.element(at) };
            match seq.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        items.shrink_to_fit();
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let (unknown, sensitive) = (self.unknown, self.sensitive);
        BodyVisitor { shape: &Shape::Attributes, unknown, sensitive }.visit_map(map).map(object)
    }
}

/// The form of a document's blocks.
enum Read {
    /// Something else: the provider is of another version than the schema.
    Value(Value),
    /// One block.
    Block(Body),
    /// A list of these.
    List(Vec<Read>),
}

impl Read {
    /// As items of a body.
    fn contents(self) -> Vec<Content> {
        match self {
            Read::Value(Value::Null) => vec![],
            Read::Block(body) => vec![Content::Block(body)],
            Read::List(elements) if elements.iter().all(|element| matches!(element, Read::Block(_))) => {
                elements.into_iter().flat_map(Read::contents).collect()
            }
            other => vec![Content::Attribute(other.value())],
        }
    }

    /// As the value of an attribute.
    fn value(self) -> Value {
        match self {
            Read::Value(value) => value,
            Read::Block(body) => object(body.items),
            Read::List(elements) => Value::List(elements.into_iter().map(Read::value).collect()),
        }
    }
}

/// Reads the blocks of a name: a list of objects, an object, or nothing.
#[derive(Clone, Copy)]
struct BlocksSeed<'a, 'm> {
    nesting: Nesting,
    shape: &'a Shape<'a>,
    unknown: &'a Marks<'m>,
    sensitive: &'a Marks<'m>,
}

/// What is no block is read like any value.
macro_rules! values {
    ($($name:ident($($value:ident: $type:ty)?);)*) => {
        $(fn $name<E: Error>(self $(, $value: $type)?) -> Result<Read, E> {
            let value = ValueSeed { unknown: self.unknown, sensitive: &Marks::No }.$name($($value)?)?;
            let wrapped = self.sensitive.is_yes() && value != Value::Null;
            Ok(Read::Value(if wrapped { Value::Sensitive(Box::new(value)) } else { value }))
        })*
    };
}

impl<'de> DeserializeSeed<'de> for BlocksSeed<'_, '_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BlocksSeed<'_, '_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects, or an object")
    }

    values! {
        visit_unit();
        visit_bool(value: bool);
        visit_i64(value: i64);
        visit_u64(value: u64);
        visit_f64(value: f64);
        visit_str(value: &str);
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read, A::Error> {
        let (unknown, sensitive) = (self.unknown, self.sensitive);
        // Blocks with labels stay an object: a body cannot contain labels.
        let labels = self.nesting == Nesting::Map;
        let shape = if labels { &Shape::Attributes } else { self.shape };
        let items = BodyVisitor { shape, unknown, sensitive }.visit_map(map)?;
        Ok(if labels { Read::Value(object(items)) } else { Read::Block(Body { items }) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Read, A::Error> {
        let mut elements = vec![];
        loop {
            let at = elements.len();
            let (unknown, sensitive) = (self.unknown.element(at), self.sensitive.element(at));
            match seq.next_element_seed(BlocksSeed { unknown, sensitive, ..self })? {
                Some(element) => elements.push(element),
                None => break,
            }
        }
        Ok(Read::List(elements))
    }
}
