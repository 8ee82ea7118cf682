//! Trims the provider's schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

/// The letters of an attribute's flags, with Terraform's names for them.
const FLAGS: [(char, &str); 6] = [
    ('r', "required"),
    ('o', "optional"),
    ('c', "computed"),
    ('s', "sensitive"),
    ('d', "deprecated"),
    ('w', "write_only"),
];

/// The sections of the schema, as Terraform names them.
const RESOURCES: &str = "resource_schemas";
const DATA: &str = "data_source_schemas";
const EPHEMERAL: &str = "ephemeral_resource_schemas";

/// The key of a block whose content the source does not contain. Terraform's output is complete; bindings are
/// not.
pub(crate) const UNTOLD: &str = "untold";

/// What is kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    resources: BTreeSet<String>,
    data: BTreeSet<String>,
    ephemeral: BTreeSet<String>,
}

impl Wanted {
    /// One type per line; data sources start with `data.`, ephemeral resources with `ephemeral.`; `#` starts a comment line.
    pub(crate) fn parse(list: &str) -> Result<Wanted> {
        let mut wanted = Wanted::default();
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let (kinds, kind) = match line.split_once('.') {
                Some(("data", kind)) => (&mut wanted.data, kind),
                Some(("ephemeral", kind)) => (&mut wanted.ephemeral, kind),
                _ => (&mut wanted.resources, line),
            };
            let new = kinds.insert(kind.to_owned());
            ensure!(new, "`{line}` is in the list of types twice");
        }
        Ok(wanted)
    }

    /// All types with their sections of the schema, without ephemeral resources: bindings contain none.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let resources = self.resources.iter().map(|kind| (RESOURCES, kind.as_str()));
        resources.chain(self.data.iter().map(|kind| (DATA, kind.as_str())))
    }
}

/// Nested blocks, each stored once. The web ACL's rules alone would be 2 MB otherwise.
#[derive(Default)]
struct Shared {
    blocks: Vec<String>,
    known: BTreeMap<String, usize>,
}

/// The wanted part of the schema as text, one type per line.
pub(crate) fn trim(schema: &Value, wanted: &Wanted, version: &str) -> Result<String> {
    let providers = schema.get("provider_schemas").and_then(Value::as_object);
    let provider =
        providers.and_then(|providers| providers.values().next()).context("there is no provider")?;
    let mut shared = Shared::default();
    let block = provider.pointer("/provider/block").context("the provider has no configuration")?;
    let configuration = shared.trim(block).context("in the configuration")?;
    let resources = section(provider, RESOURCES, &wanted.resources, &mut shared)?;
    let data = section(provider, DATA, &wanted.data, &mut shared)?;
    let ephemeral = match provider.get(EPHEMERAL) {
        Some(_) => section(provider, EPHEMERAL, &wanted.ephemeral, &mut shared)?,
        None => String::new(),
    };
    let mut text = String::new();
    writeln!(text, "{{\"format\":2,\"provider\":\"hashicorp/aws\",\"version\":\"{version}\",")?;
    writeln!(text, "\"configuration\":{configuration},")?;
    writeln!(text, "\"resources\":{{\n{resources}\n}},")?;
    writeln!(text, "\"data\":{{\n{data}\n}},")?;
    if !ephemeral.is_empty() {
        writeln!(text, "\"ephemeral\":{{\n{ephemeral}\n}},")?;
    }
    writeln!(text, "\"shared\":[\n{}\n]}}", shared.blocks.join(",\n"))?;
    Ok(text)
}

fn section(provider: &Value, key: &str, types: &BTreeSet<String>, shared: &mut Shared) -> Result<String> {
    let all = provider.get(key).with_context(|| format!("the provider has no `{key}`"))?;
    let mut lines = Vec::new();
    for name in types {
        let block = all.get(name).and_then(|schema| schema.get("block"));
        let block = block.with_context(|| format!("the provider has no `{name}` among its `{key}`"))?;
        let block = shared.trim(block).with_context(|| format!("in `{name}`"))?;
        lines.push(format!("{}:{block}", Value::from(name.as_str())));
    }
    Ok(lines.join(",\n"))
}

impl Shared {
    /// A block in the short form, after its nested blocks were stored.
    fn trim(&mut self, block: &Value) -> Result<Value> {
        let mut attributes = BTreeMap::new();
        for (name, attribute) in members(block, "attributes") {
            attributes.insert(name, trim_attribute(attribute).with_context(|| format!("at `{name}`"))?);
        }
        let mut blocks = BTreeMap::new();
        for (name, nested) in members(block, "block_types") {
            blocks.insert(name, self.trim_nested(nested).with_context(|| format!("at `{name}`"))?);
        }
        let mut short = Map::new();
        for (key, members) in [("a", attributes), ("b", blocks)] {
            if !members.is_empty() {
                let members = members.into_iter().map(|(name, member)| (name.clone(), member));
                short.insert(key.to_owned(), Value::Object(members.collect()));
            }
        }
        if block.get("deprecated").and_then(Value::as_bool).unwrap_or(false) {
            short.insert("d".to_owned(), Value::Bool(true));
        }
        Ok(Value::Object(short))
    }

    fn trim_nested(&mut self, nested: &Value) -> Result<Value> {
        let nesting =
            nested.get("nesting_mode").and_then(Value::as_str).context("there is no nesting mode")?;
        ensure!(["list", "set", "single", "map"].contains(&nesting), "nesting `{nesting}` is not supported");
        let count = |key: &str| nested.get(key).and_then(Value::as_u64).unwrap_or(0);
        let block = self.trim(nested.get("block").context("there is no block")?)?;
        let place = if nested.get(UNTOLD).is_some() { Value::Null } else { json!(self.place(&block)) };
        Ok(json!([nesting, count("min_items"), count("max_items"), place]))
    }

    fn place(&mut self, block: &Value) -> usize {
        let text = block.to_string();
        if let Some(place) = self.known.get(&text) {
            return *place;
        }
        let place = self.blocks.len();
        self.blocks.push(text.clone());
        self.known.insert(text, place);
        place
    }
}

fn trim_attribute(attribute: &Value) -> Result<Value> {
    let Some(kind) = attribute.get("type") else {
        bail!("attributes without a plain type are not supported");
    };
    let set = |word: &str| attribute.get(word).and_then(Value::as_bool).unwrap_or(false);
    let flags: String = FLAGS.iter().filter(|(_, word)| set(word)).map(|(letter, _)| *letter).collect();
    Ok(json!([kind, flags]))
}

/// The members of an object below `key`, in the order of their names.
fn members<'a>(block: &'a Value, key: &str) -> BTreeMap<&'a String, &'a Value> {
    block.get(key).and_then(Value::as_object).map(|members| members.iter().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Value {
        let timeouts = json!({"nesting_mode": "single", "block": {"attributes": {"create": {"type": "string", "optional": true}}}});
        json!({"provider_schemas": {"registry/aws": {
            "provider": {"block": {"attributes": {"region": {"type": "string", "optional": true}}}},
            "resource_schemas": {
                "aws_b": {"block": {
                    "attributes": {
                        "tags": {"type": ["map", "string"], "optional": true, "computed": true, "description": "many words"},
                        "name": {"type": "string", "required": true, "sensitive": true},
                    },
                    "block_types": {
                        "timeouts": timeouts,
                        "rule": {"nesting_mode": "list", "min_items": 1, "max_items": 2, "block": {"block_types": {"timeouts": timeouts}}},
                    },
                }},
                "aws_a": {"block": {}},
                "aws_unwanted": {"block": {}},
            },
            "data_source_schemas": {"aws_a": {"block": {"attributes": {"id": {"type": "string", "computed": true}}}}},
        }}})
    }

    fn trimmed(list: &str) -> Result<String> {
        trim(&schema(), &Wanted::parse(list)?, "1.2.3")
    }

    #[test]
    fn only_the_wanted_part_stays_and_equal_blocks_are_shared() {
        let text = trimmed("# types\naws_b\naws_a\n\ndata.aws_a\n").expect("a schema");
        insta::assert_snapshot!(text, @r#"
        {"format":2,"provider":"hashicorp/aws","version":"1.2.3",
        "configuration":{"a":{"region":["string","o"]}},
        "resources":{
        "aws_a":{},
        "aws_b":{"a":{"name":["string","rs"],"tags":[["map","string"],"oc"]},"b":{"rule":["list",1,2,1],"timeouts":["single",0,0,0]}}
        },
        "data":{
        "aws_a":{"a":{"id":["string","c"]}}
        },
        "shared":[
        {"a":{"create":["string","o"]}},
        {"b":{"timeouts":["single",0,0,0]}}
        ]}
        "#);
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }

    #[test]
    fn unsupported_input_is_an_error() {
        let said = |list| format!("{:#}", trimmed(list).expect_err("refused"));
        insta::assert_snapshot!(said("aws_c"), @"the provider has no `aws_c` among its `resource_schemas`");
        insta::assert_snapshot!(said("aws_a\naws_a"), @"`aws_a` is in the list of types twice");
        let nested = json!({"nested_type": {}});
        assert!(trim_attribute(&nested).is_err());
    }
}
