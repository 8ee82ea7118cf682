//! What AWS accepts for one attribute.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::pattern::Pattern;

/// What AWS accepts for one attribute. What is not constrained is `None` or empty.
#[derive(Debug, Default)]
pub(crate) struct Constraint {
    /// The attribute, with the blocks around it.
    pub(crate) path: &'static str,
    /// A pattern of the text.
    pub(crate) pattern: Option<Arc<Pattern>>,
    /// The length of the text.
    pub(crate) length: Bounds,
    /// The size of the number.
    pub(crate) range: Bounds,
    /// All accepted values.
    pub(crate) values: Arc<[String]>,
    /// The number of elements.
    pub(crate) items: Bounds,
    /// No two elements may be equal.
    pub(crate) unique: bool,
    /// For named values: what their names must be.
    pub(crate) key: Option<Box<Constraint>>,
    /// Attributes that must not be set with this one.
    pub(crate) excludes: Vec<String>,
    /// Its source.
    pub(crate) by: By,
    /// A page of AWS's documentation, for a constraint that no schema has.
    pub(crate) page: &'static str,
}

/// Where a constraint comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum By {
    /// The schema of the CloudFormation type and the model of the API.
    #[default]
    Both,
    /// The schema only.
    Schema,
    /// The model only.
    Api,
    /// AWS's documentation.
    Page,
}

/// The least and the greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) least: Option<f64>,
    pub(crate) most: Option<f64>,
}

impl Bounds {
    /// Whether a number is in them.
    pub(crate) fn hold(&self, number: f64) -> bool {
        self.least.is_none_or(|least| number >= least) && self.most.is_none_or(|most| number <= most)
    }

    /// Whether there are none.
    pub(crate) fn are_open(&self) -> bool {
        *self == Bounds::default()
    }

    /// For a message: `from 1 to 15`, `at least 1`.
    pub(crate) fn words(&self) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => "any number".to_owned(),
        }
    }
}

/// Lists and patterns that are written once, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    lists: Vec<Arc<[String]>>,
    patterns: Vec<Option<Arc<Pattern>>>,
}

impl Shared {
    /// The next one.
    pub(crate) fn push(&mut self, value: &Value) {
        self.lists.push(strings(value));
        self.patterns.push(value.as_str().map(|text| Arc::new(Pattern::new(text.to_owned()))));
    }

    fn list(&self, value: &Value) -> Arc<[String]> {
        match number(value) {
            Some(number) => self.lists.get(number).cloned().unwrap_or_default(),
            None => strings(value),
        }
    }

    fn pattern(&self, value: &Value) -> Option<Arc<Pattern>> {
        match number(value) {
            Some(number) => self.patterns.get(number).cloned().flatten(),
            None => value.as_str().map(|text| Arc::new(Pattern::new(text.to_owned()))),
        }
    }
}

/// Reads the JSON after a path.
pub(crate) fn parsed(path: &'static str, json: &Map<String, Value>, shared: &Shared) -> Constraint {
    let bounds = |key: &str| {
        let pair = json.get(key).and_then(Value::as_array);
        let at = |index: usize| pair.and_then(|pair| pair.get(index)).and_then(Value::as_f64);
        Bounds { least: at(0), most: at(1) }
    };
    let by = match json.get("by").and_then(Value::as_str) {
        Some("schema") => By::Schema,
        Some("api") => By::Api,
        _ => By::Both,
    };
    Constraint {
        path,
        pattern: json.get("pattern").and_then(|value| shared.pattern(value)),
        length: bounds("length"),
        range: bounds("range"),
        values: json.get("values").map(|value| shared.list(value)).unwrap_or_default(),
        items: bounds("items"),
        unique: json.get("unique") == Some(&Value::Bool(true)),
        key: json.get("key").and_then(Value::as_object).map(|key| Box::new(parsed(path, key, shared))),
        excludes: json.get("excludes").map(|value| strings(value).to_vec()).unwrap_or_default(),
        by,
        page: "",
    }
}

fn number(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

fn strings(value: &Value) -> Arc<[String]> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().map_or_else(|| text.to_string(), str::to_owned)).collect()
}
