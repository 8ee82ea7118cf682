//! Plans of others, from resources with their values.

use serde_json::{Map, Value, json};

/// Known after apply, and not configured.
const COMPUTED: &str = "?";

/// A value as the configuration has it: references for texts that start with `$`.
fn expression(value: &Value) -> Value {
    match value {
        Value::Array(blocks) if blocks.iter().any(Value::is_object) => {
            let fields = |it: &Value| configured(it.as_object().expect("a block").iter());
            blocks.iter().map(fields).collect()
        }
        value => match references(value) {
            all if all.is_empty() => json!({ "constant_value": value }),
            all => json!({ "references": all }),
        },
    }
}

/// The attributes that a text or a list names, each followed by its resource, as Terraform lists them.
fn references(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    let named = texts.iter().filter_map(|it| it.as_str()?.strip_prefix('$'));
    let both = |attribute: &str| {
        let resource = attribute.rsplit_once('.').expect("an attribute").0;
        [attribute.to_owned(), resource.to_owned()]
    };
    named.flat_map(both).collect()
}

/// Marks of what is not known in a plan: references. None if all of it is known.
fn unknown(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => is_unknown(text).then_some(Value::Bool(true)),
        Value::Array(_) if !references(value).is_empty() => Some(Value::Bool(true)),
        Value::Array(all) => {
            let marks: Vec<Option<Value>> = all.iter().map(unknown).collect();
            let any = marks.iter().any(Option::is_some);
            any.then(|| marks.into_iter().map(|it| it.unwrap_or_else(|| json!({}))).collect())
        }
        Value::Object(fields) => {
            let marks: Map<String, Value> =
                fields.iter().filter_map(|(name, value)| Some((name.clone(), unknown(value)?))).collect();
            (!marks.is_empty()).then_some(Value::Object(marks))
        }
        _ => None,
    }
}

/// A value as the plan has it: references are not known.
fn planned(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if is_unknown(text) => None,
        Value::Array(_) if !references(value).is_empty() => None,
        Value::Array(all) => Some(all.iter().filter_map(planned).collect()),
        Value::Object(fields) => {
            let known = fields.iter().filter_map(|(name, value)| Some((name.clone(), planned(value)?)));
            Some(Value::Object(known.collect()))
        }
        value => Some(value.clone()),
    }
}

/// Whether a text stands for a value that is known after apply.
fn is_unknown(text: &str) -> bool {
    text.starts_with('$') || text == COMPUTED
}

/// The configuration of attributes. Those that the provider computes are not part of it.
fn configured<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>) -> Map<String, Value> {
    let given = fields.filter(|(_, value)| value.as_str() != Some(COMPUTED));
    let one = |(name, value): (&String, &Value)| match name.as_str() {
        "egress" | "ingress" | "route" => (name.clone(), flat(value)),
        _ => (name.clone(), expression(value)),
    };
    given.map(one).collect()
}

/// The configuration of an attribute that is written like blocks, which Terraform prints as one expression.
fn flat(value: &Value) -> Value {
    let blocks = value.as_array().into_iter().flatten();
    let fields = blocks.filter_map(Value::as_object).flat_map(Map::values);
    match fields.flat_map(references).collect::<Vec<String>>() {
        all if all.is_empty() => json!({ "constant_value": value }),
        all => json!({ "references": all }),
    }
}

/// A plan that creates resources, by address with their values, as `terraform show -json` prints it. A text `$aws_vpc.a.id` is a
/// reference to an attribute, and `?` is known after apply without being configured.
///
/// # Panics
/// If an address has no dot, or a body is not an object.
pub fn plan_of(region: &str, resources: &Map<String, Value>) -> Vec<u8> {
    let (mut values, mut configuration, mut changes) = (vec![], vec![], vec![]);
    for (address, body) in resources {
        let (kind, name) = address.split_once('.').expect("an address");
        values.push(json!({ "address": address, "mode": "managed", "type": kind, "name": name,
            "values": planned(body), "provider_name": "registry.terraform.io/hashicorp/aws" }));
        let mut marks = unknown(body).unwrap_or_else(|| json!({}));
        for computed in ["id", "arn"] {
            marks[computed] = json!(true);
        }
        changes
            .push(json!({ "address": address, "change": { "actions": ["create"], "after_unknown": marks } }));
        let fields = configured(body.as_object().expect("fields").iter());
        configuration.push(json!({ "address": address, "mode": "managed", "type": kind, "name": name,
            "provider_config_key": "aws", "expressions": fields }));
    }
    let provider = json!({ "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
        "expressions": { "region": { "constant_value": region } } } });
    let whole = json!({ "format_version": "1.2", "planned_values": { "root_module": { "resources": values } },
        "resource_changes": changes,
        "configuration": { "provider_config": provider, "root_module": { "resources": configuration } } });
    whole.to_string().into_bytes()
}
