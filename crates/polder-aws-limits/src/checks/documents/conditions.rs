//! Conditions of policies: their operators, and values of the type that an operator compares.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::IpNet;
use serde_json::Value;

use super::problem::{Problem, wrong};
use crate::data::pattern::Pattern;

/// What an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Address,
    Arn,
}

/// Operators, without `IfExists` and the words before a colon.
const OPERATORS: [(&str, Kind); 27] = [
    ("StringEquals", Kind::Text),
    ("StringNotEquals", Kind::Text),
    ("StringEqualsIgnoreCase", Kind::Text),
    ("StringNotEqualsIgnoreCase", Kind::Text),
    ("StringLike", Kind::Text),
    ("StringNotLike", Kind::Text),
    ("NumericEquals", Kind::Number),
    ("NumericNotEquals", Kind::Number),
    ("NumericLessThan", Kind::Number),
    ("NumericLessThanEquals", Kind::Number),
    ("NumericGreaterThan", Kind::Number),
    ("NumericGreaterThanEquals", Kind::Number),
    ("DateEquals", Kind::Date),
    ("DateNotEquals", Kind::Date),
    ("DateLessThan", Kind::Date),
    ("DateLessThanEquals", Kind::Date),
    ("DateGreaterThan", Kind::Date),
    ("DateGreaterThanEquals", Kind::Date),
    ("Bool", Kind::Bool),
    ("BinaryEquals", Kind::Binary),
    ("IpAddress", Kind::Address),
    ("NotIpAddress", Kind::Address),
    ("ArnEquals", Kind::Arn),
    ("ArnLike", Kind::Arn),
    ("ArnNotEquals", Kind::Arn),
    ("ArnNotLike", Kind::Arn),
    ("Null", Kind::Bool),
];

/// How many parts an ARN has: its prefix, partition, service, region, account and resource.
const ARN_PARTS: usize = 6;

/// A date of ISO 8601, of which IAM takes any part from the year on, or the seconds since 1970.
static DATE: LazyLock<Pattern> = LazyLock::new(|| {
    let day = "(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12][0-9]|3[01]))?)?";
    let time = "([01]?[0-9]|2[0-3])(:[0-5]?[0-9](:[0-5]?[0-9]([.,][0-9]{1,9})?)?)?";
    let zone = "([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?";
    Pattern::new(format!("^-?[0-9]+{day}([Tt ]({time})?{zone})?$"))
});

/// The first problem of the conditions of a statement.
pub(super) fn problem(statement: &Value) -> Option<Problem> {
    let conditions = statement.get("Condition")?;
    let Some(conditions) = conditions.as_object() else {
        return Some(wrong("a `Condition` is not an object", "operators with their keys"));
    };
    conditions.iter().find_map(|(operator, keys)| of_operator(operator, keys))
}

fn of_operator(operator: &str, keys: &Value) -> Option<Problem> {
    // IAM reads the name of an operator only if it has keys.
    if keys.as_object().is_some_and(serde_json::Map::is_empty) {
        return None;
    }
    let plain = operator.strip_prefix("ForAllValues:").or_else(|| operator.strip_prefix("ForAnyValue:"));
    let plain = plain.unwrap_or(operator);
    let (name, if_exists) = plain.strip_suffix("IfExists").map_or((plain, false), |name| (name, true));
    let known = OPERATORS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let Some((name, kind)) = known else {
        return Some(wrong(
            format!("a condition has the operator `{operator}`"),
            "operators such as `StringEquals`",
        ));
    };
    if *name == "Null" && if_exists {
        return Some(wrong(format!("a condition has the operator `{operator}`"), "`Null`"));
    }
    let Some(keys) = keys.as_object() else {
        return Some(wrong(format!("`{operator}` has no keys"), "keys with their values"));
    };
    keys.iter().find_map(|(key, values)| of_key(operator, *kind, key, values))
}

fn of_key(operator: &str, kind: Kind, key: &str, values: &Value) -> Option<Problem> {
    let all = values.as_array().map_or_else(|| std::slice::from_ref(values), Vec::as_slice);
    all.iter().find_map(|value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            _ => return Some(wrong(format!("`{key}` is not a text"), "a text, or a list of texts")),
        };
        // A variable has a value when a request is made.
        let is_accepted = text.contains("${") || kind.accepts(&text);
        (!is_accepted).then(|| wrong(format!("`{operator}` compares `{key}` with `{text}`"), kind.words()))
    })
}

impl Kind {
    fn accepts(self, text: &str) -> bool {
        match self {
            Kind::Text => true,
            Kind::Number => {
                text.chars().all(|it| it.is_ascii_digit() || "+-.eE".contains(it))
                    && text.parse::<f64>().is_ok()
            }
            // What takes too long to compare is not a finding.
            Kind::Date => {
                let is_seconds = text.bytes().all(|byte| byte.is_ascii_digit());
                DATE.matches(text) != Some(false) && (!is_seconds || text.parse::<i64>().is_ok())
            }
            Kind::Bool => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
            Kind::Binary => text.chars().all(|it| it.is_ascii_alphanumeric() || "+/=".contains(it)),
            Kind::Address => text.parse::<IpNet>().is_ok() || text.parse::<IpAddr>().is_ok(),
            Kind::Arn => {
                text.contains(['*', '?']) || text.starts_with("arn:") && text.split(':').count() >= ARN_PARTS
            }
        }
    }

    /// For a message.
    fn words(self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Number => "a number",
            Kind::Date => "a date such as `2030-01-31T00:00:00Z`",
            Kind::Bool => "`true`, `false`",
            Kind::Binary => "base64",
            Kind::Address => "an address or a range such as `203.0.113.0/24`",
            Kind::Arn => "an ARN",
        }
    }
}
