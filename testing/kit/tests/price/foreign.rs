//! Plans of others, from resources with their values.

use polder::bill::{Book, UsageFile};
use polder::{Priced, Prices, price_plans};
use serde_json::{Map, Value, json};

/// A value as the configuration has it: a reference for a text that starts with `$`.
fn expression(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(attribute) => {
                let resource = attribute.rsplit_once('.').expect("an attribute").0;
                json!({ "references": [attribute, resource] })
            }
            None => json!({ "constant_value": text }),
        },
        Value::Array(blocks) if blocks.iter().any(Value::is_object) => {
            let block = |it: &Value| -> Map<String, Value> {
                let fields = it.as_object().expect("a block").iter();
                fields.map(|(name, value)| (name.clone(), expression(value))).collect()
            };
            blocks.iter().map(block).collect()
        }
        value => json!({ "constant_value": value }),
    }
}

/// Marks of what is not known in a plan: references. None if all of it is known.
fn unknown(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => text.starts_with('$').then_some(Value::Bool(true)),
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
        Value::String(text) if text.starts_with('$') => None,
        Value::Array(all) => Some(all.iter().filter_map(planned).collect()),
        Value::Object(fields) => {
            let known = fields.iter().filter_map(|(name, value)| Some((name.clone(), planned(value)?)));
            Some(Value::Object(known.collect()))
        }
        value => Some(value.clone()),
    }
}

/// The bill of resources in Ireland, by address, with values. `$aws_x.y.id` refers to another resource.
pub(crate) fn priced(resources: &str, usage: &UsageFile, book: &Book) -> Priced {
    let resources: Map<String, Value> = serde_json::from_str(resources).expect("JSON");
    let (mut values, mut configured, mut changes) = (vec![], vec![], vec![]);
    for (address, body) in &resources {
        let (kind, name) = address.split_once('.').expect("an address");
        values.push(json!({ "address": address, "mode": "managed", "type": kind, "name": name,
            "values": planned(body), "provider_name": "registry.terraform.io/hashicorp/aws" }));
        let mut marks = unknown(body).unwrap_or_else(|| json!({}));
        for computed in ["id", "arn"] {
            marks[computed] = json!(true);
        }
        changes
            .push(json!({ "address": address, "change": { "actions": ["create"], "after_unknown": marks } }));
        let fields = body.as_object().expect("fields").iter();
        let fields: Map<String, Value> = fields.map(|(name, it)| (name.clone(), expression(it))).collect();
        configured.push(json!({ "address": address, "mode": "managed", "type": kind, "name": name,
            "provider_config_key": "aws", "expressions": fields }));
    }
    let provider = json!({ "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
        "expressions": { "region": { "constant_value": "eu-west-1" } } } });
    let whole = json!({ "format_version": "1.2", "planned_values": { "root_module": { "resources": values } },
        "resource_changes": changes,
        "configuration": { "provider_config": provider, "root_module": { "resources": configured } } });
    let prices = Prices { book, usage: Some(usage), region: None };
    price_plans(&[("plan.json".to_owned(), whole.to_string().into_bytes())], &prices).expect("a plan")
}
