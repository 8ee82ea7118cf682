//! Small plans, as `terraform show -json` writes them.

use polder_aws_limits::{Report, check_with_quotas};
use polder_cloud::Index;
use polder_cloud::schema::Schema;
use polder_plan::Document;
use serde_json::{Map, Value, json};

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

/// A plan that creates resources in one region.
pub(crate) struct Plan {
    region: String,
    resources: Vec<Resource>,
}

struct Resource {
    kind: String,
    name: String,
    region: Option<String>,
    values: Value,
}

/// A value in the three forms of a plan.
#[derive(Default)]
struct Parts {
    known: Option<Value>,
    unknown: Option<Value>,
    expression: Option<Value>,
}

impl Plan {
    /// An empty plan.
    pub(crate) fn of(region: &str) -> Plan {
        Plan { region: region.to_owned(), resources: vec![] }
    }

    /// Adds a resource. A text `@aws_vpc.main.id` is a reference, which is known after apply; `?` is a value that is not
    /// known. `(eu-west-1)` before the values is the region of another provider configuration.
    pub(crate) fn with(mut self, kind: &str, name: &str, region: Option<&str>, values: Value) -> Plan {
        let (kind, name, region) = (kind.to_owned(), name.to_owned(), region.map(str::to_owned));
        self.resources.push(Resource { kind, name, region, values });
        self
    }

    /// The plan of a line: `aws_vpc.main {...} ; aws_subnet.a {...}`, with its region before if it is another one.
    pub(crate) fn parse(line: &str) -> Plan {
        let (region, rest) = match line.strip_prefix('[') {
            Some(rest) => rest.split_once(']').expect("a region in brackets"),
            None => ("eu-central-1", line),
        };
        let mut plan = Plan::of(region);
        for part in rest.split(" ; ") {
            let (address, values) = part.trim().split_once(' ').expect("an address and values");
            let (kind, name) = address.split_once('.').expect("a type and a name");
            let (region, values) = match values.strip_prefix('(') {
                Some(rest) => {
                    rest.split_once(") ").map(|(region, rest)| (Some(region), rest)).expect("a region")
                }
                None => (None, values),
            };
            let values =
                serde_json::from_str(&expanded(values)).unwrap_or_else(|error| panic!("{error} in {values}"));
            plan = plan.with(kind, name, region, values);
        }
        plan
    }

    /// What the checks report.
    pub(crate) fn report(&self) -> Report {
        let bytes = self.json().to_string().into_bytes();
        let document = Document { name: "plan", bytes: &bytes, state_key: None };
        let cloud = polder_plan::read(&[document], Schema::aws()).expect("a plan");
        check_with_quotas(&Index::new(&cloud))
    }

    fn json(&self) -> Value {
        let (mut planned, mut changes, mut configured) = (vec![], vec![], vec![]);
        let mut providers = Map::new();
        providers.insert("aws".into(), provider("aws", &self.region));
        for resource in &self.resources {
            let key = resource.region.as_ref().map_or("aws".to_owned(), |region| format!("aws.{region}"));
            if let Some(region) = &resource.region {
                providers.insert(key.clone(), provider(region, region));
            }
            let address = format!("{}.{}", resource.kind, resource.name);
            let common = json!({
                "address": address, "mode": "managed", "type": resource.kind, "name": resource.name,
                "provider_name": PROVIDER,
            });
            let parts = parts(&resource.values);
            let mut values = common.clone();
            values["values"] = parts.known.clone().unwrap_or_else(|| json!({}));
            values["schema_version"] = json!(0);
            planned.push(values);
            let mut change = common.clone();
            change["change"] = json!({
                "actions": ["create"], "before": null, "after": parts.known, "after_unknown": parts.unknown.unwrap_or_else(|| json!({})),
            });
            changes.push(change);
            configured.push(json!({
                "address": address, "mode": "managed", "type": resource.kind, "name": resource.name,
                "provider_config_key": key, "expressions": parts.expression.unwrap_or_else(|| json!({})), "schema_version": 0,
            }));
        }
        json!({
            "format_version": "1.2", "terraform_version": "1.13.0",
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"provider_config": providers, "root_module": {"resources": configured}},
        })
    }
}

fn provider(alias: &str, region: &str) -> Value {
    let mut provider =
        json!({"name": "aws", "full_name": PROVIDER, "expressions": {"region": {"constant_value": region}}});
    if alias != "aws" {
        provider["alias"] = json!(alias);
    }
    provider
}

/// `<a*300>` as a text of 300 letters, so that long texts stay readable.
fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let repeated = after.split_once('>').and_then(|(inside, rest)| {
            let (piece, count) = inside.rsplit_once('*')?;
            Some((piece.repeat(count.parse().ok()?), rest))
        });
        match repeated {
            Some((piece, after)) => {
                out.push_str(&piece);
                rest = after;
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn parts(value: &Value) -> Parts {
    match value {
        Value::String(text) if text == "?" => {
            Parts { known: None, unknown: Some(json!(true)), expression: Some(json!({})) }
        }
        Value::String(text) if text.starts_with('@') => {
            let target = &text[1..];
            let whole = target.rsplit_once('.').map_or(target, |(whole, _)| whole);
            let expression = json!({"references": [target, whole]});
            Parts { known: None, unknown: Some(json!(true)), expression: Some(expression) }
        }
        Value::Object(members) => object(members),
        Value::Array(items) => list(items),
        other => Parts {
            known: Some(other.clone()),
            unknown: None,
            expression: Some(json!({"constant_value": other})),
        },
    }
}

fn object(members: &Map<String, Value>) -> Parts {
    let (mut known, mut unknown, mut expression) = (Map::new(), Map::new(), Map::new());
    for (name, value) in members {
        let parts = parts(value);
        known.extend(parts.known.map(|known| (name.clone(), known)));
        unknown.extend(parts.unknown.map(|unknown| (name.clone(), unknown)));
        expression.extend(parts.expression.map(|expression| (name.clone(), expression)));
    }
    let unknown = (!unknown.is_empty()).then(|| Value::Object(unknown));
    Parts { known: Some(Value::Object(known)), unknown, expression: Some(Value::Object(expression)) }
}

/// Blocks have an expression each, other lists one for all.
fn list(items: &[Value]) -> Parts {
    let parts: Vec<Parts> = items.iter().map(self::parts).collect();
    let is_unknown = parts.iter().any(|part| part.unknown.is_some());
    let unknown =
        || parts.iter().map(|part| part.unknown.clone().unwrap_or(json!(false))).collect::<Vec<_>>();
    let expression = if items.iter().all(Value::is_object) {
        Value::Array(parts.iter().map(|part| part.expression.clone().unwrap_or(json!({}))).collect())
    } else {
        let all =
            parts.iter().filter_map(|part| part.expression.as_ref()?.get("references")?.as_array().cloned());
        json!({"references": all.flatten().collect::<Vec<_>>()})
    };
    Parts {
        known: Some(parts.iter().map(|part| part.known.clone().unwrap_or(Value::Null)).collect()),
        unknown: is_unknown.then(|| Value::Array(unknown())),
        expression: Some(expression),
    }
}
