//! The constraints of one value in a schema, and how those of two schemas are combined.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// What a value must be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Limits {
    /// A regular expression that the text matches.
    pub(super) pattern: Option<String>,
    /// The length of the text.
    pub(super) length: Range,
    /// The size of the number.
    pub(super) range: Range,
    /// All accepted values. Empty for any.
    pub(super) values: BTreeSet<String>,
    /// The number of elements.
    pub(super) items: Range,
    /// No two elements may be equal.
    pub(super) unique: bool,
    /// The limits of the names, for named values.
    pub(super) key: Option<Box<Limits>>,
}

/// The least and the greatest number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Range(pub(super) Option<Value>, pub(super) Option<Value>);

impl Range {
    /// A range with whole numbers as such: schemas write `1.0`.
    pub(super) fn of(min: Option<&Value>, max: Option<&Value>) -> Range {
        Range(min.map(whole), max.map(whole))
    }

    fn is_empty(&self) -> bool {
        self.0.is_none() && self.1.is_none()
    }

    fn json(&self) -> Value {
        json!([self.0, self.1])
    }

    /// The wider of two. Where one source has no range, the other counts.
    fn wider(self, other: Range) -> Range {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let pick = |one: Option<Value>, two: Option<Value>, least: bool| match (one, two) {
            (Some(one), Some(two)) => {
                let one_is_less = one.as_f64() <= two.as_f64();
                Some(if one_is_less == least { one } else { two })
            }
            _ => None,
        };
        Range(pick(self.0, other.0, true), pick(self.1, other.1, false))
    }
}

impl Limits {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        *self == Limits::default()
    }

    /// What both sources accept, and what only one of them has. The API decides where they differ in form; otherwise
    /// the wider range counts: schemas of CloudFormation are late for some values, and those of APIs for others.
    pub(super) fn or(self, api: Limits) -> Limits {
        let values = match (self.values.is_empty(), api.values.is_empty()) {
            (false, false) => self.values.union(&api.values).cloned().collect(),
            (true, _) => api.values,
            (_, true) => self.values,
        };
        Limits {
            pattern: api.pattern.or(self.pattern),
            length: self.length.wider(api.length),
            range: self.range.wider(api.range),
            values,
            items: self.items.wider(api.items),
            unique: self.unique,
            key: match (self.key, api.key) {
                (Some(one), Some(two)) => Some(Box::new(one.or(*two))),
                (one, two) => one.or(two),
            },
        }
    }

    /// As JSON, without the limits that exclude nothing.
    pub(super) fn json(&self) -> Map<String, Value> {
        let mut json = Map::new();
        if !self.values.is_empty() {
            json.insert("values".into(), json!(self.values));
        } else if let Some(pattern) = &self.pattern {
            json.insert("pattern".into(), json!(pattern));
        }
        let bounded = |range: &Range| {
            let least = range.0.as_ref().and_then(Value::as_f64).unwrap_or(0.0);
            range.1.is_some() || least > 0.0
        };
        if bounded(&self.length) && self.values.is_empty() {
            json.insert("length".into(), self.length.json());
        }
        if !self.range.is_empty() {
            json.insert("range".into(), self.range.json());
        }
        if bounded(&self.items) {
            json.insert("items".into(), self.items.json());
        }
        if self.unique {
            json.insert("unique".into(), json!(true));
        }
        if let Some(key) = self.key.as_ref().map(|key| key.json()).filter(|key| !key.is_empty()) {
            json.insert("key".into(), Value::Object(key));
        }
        json
    }
}

fn whole(value: &Value) -> Value {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => json!(number as i64),
        _ => value.clone(),
    }
}
