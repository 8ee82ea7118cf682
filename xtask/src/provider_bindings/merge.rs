//! The intersection of two versions of the provider, as one schema: `polder_cloud` reads nothing else.
//!
//! They are merged here and not at run time, because a first compilation would parse twice as much.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

/// Merges two trimmed schemas, that of version 5 first.
pub(super) fn merge(five: &str, six: &str) -> Result<String> {
    let read = |text| serde_json::from_str::<Value>(text).context("a trimmed schema is not JSON");
    let (five, six) = (read(five)?, read(six)?);
    let mut both =
        Both { five: &five["shared"], six: &six["shared"], blocks: vec![], by_text: BTreeMap::new() };
    let configuration = both.block(&five["configuration"], Some(&six["configuration"]));
    let mut section = |name: &str| -> Result<String> {
        let mut lines = vec![];
        for (kind, block) in members(&five, name) {
            let other = six[name].get(kind);
            // The bindings contain no ephemeral resources: they are as in version 5.
            ensure!(other.is_some() || name == "ephemeral", "version 6 has no `{kind}`");
            lines.push(format!("{}:{}", json!(kind), both.block(block, other)));
        }
        Ok(lines.join(",\n"))
    };
    let (resources, data, ephemeral) = (section("resources")?, section("data")?, section("ephemeral")?);
    let mut text = String::new();
    writeln!(
        text,
        "{{\"format\":3,\"provider\":\"hashicorp/aws\",\"versions\":[{},{}],",
        five["version"], six["version"]
    )?;
    writeln!(text, "\"configuration\":{configuration},")?;
    writeln!(text, "\"resources\":{{\n{resources}\n}},")?;
    writeln!(text, "\"data\":{{\n{data}\n}},")?;
    writeln!(text, "\"ephemeral\":{{\n{ephemeral}\n}},")?;
    writeln!(text, "\"shared\":[\n{}\n]}}", both.blocks.join(",\n"))?;
    Ok(text)
}

/// The blocks that others refer to, in each version and merged.
struct Both<'a> {
    five: &'a Value,
    six: &'a Value,
    blocks: Vec<String>,
    by_text: BTreeMap<String, usize>,
}

impl Both<'_> {
    /// A block of version 5, and that of version 6 unless its content is unknown.
    fn block(&mut self, five: &Value, six: Option<&Value>) -> Value {
        let (mut attributes, mut blocks, mut lone) = (Map::new(), Map::new(), Map::new());
        // What is unknown is as in version 5.
        let other = six.unwrap_or(five);
        for (name, ours) in members(five, "a") {
            match other["a"].get(name).and_then(|theirs| attribute(ours, theirs)) {
                Some(both) => attributes.insert(name.clone(), both),
                None => lone.insert(name.clone(), alone('5', has(ours, 'r'))),
            };
        }
        for (name, ours) in members(five, "b") {
            match other["b"].get(name) {
                Some(theirs) => {
                    let both = self.nested(ours, theirs, six.is_some());
                    blocks.insert(name.clone(), both)
                }
                None => lone.insert(name.clone(), alone('5', count(ours, 1) > 0)),
            };
        }
        for (name, theirs) in members(other, "a") {
            if !attributes.contains_key(name) && !lone.contains_key(name) {
                lone.insert(name.clone(), alone('6', has(theirs, 'r')));
            }
        }
        for (name, theirs) in members(other, "b") {
            if !blocks.contains_key(name) && !lone.contains_key(name) {
                lone.insert(name.clone(), alone('6', count(theirs, 1) > 0));
            }
        }
        let deprecated = since(five.get("d").is_some(), other.get("d").is_some());
        let mut block = Map::new();
        for (key, mut members) in [("a", attributes), ("b", blocks), ("l", lone)] {
            members.sort_keys();
            if !members.is_empty() {
                block.insert(key.into(), Value::Object(members));
            }
        }
        if let Some(major) = deprecated {
            block.insert("d".into(), json!(major));
        }
        Value::Object(block)
    }

    /// A block inside a block, with the limits that both versions allow.
    fn nested(&mut self, five: &Value, six: &Value, told: bool) -> Value {
        let content = |shared: &Value, nested: &Value| {
            let place = nested[3].as_u64().and_then(|place| usize::try_from(place).ok());
            place.and_then(|place| shared.get(place).cloned())
        };
        let ours = content(self.five, five).unwrap_or_default();
        let theirs = if told { content(self.six, six) } else { None };
        let told = theirs.is_some();
        let merged = self.block(&ours, theirs.as_ref()).to_string();
        let place = match self.by_text.get(&merged) {
            Some(place) => *place,
            None => {
                self.blocks.push(merged.clone());
                self.by_text.insert(merged, self.blocks.len() - 1);
                self.blocks.len() - 1
            }
        };
        let nesting = if told && five[0] != six[0] { json!("uneven") } else { five[0].clone() };
        // A single block has no limits, and occurs once at most.
        let most = |nested: &Value| if nested[0] == "single" { 1 } else { count(nested, 2) };
        let max = match (most(five), most(six)) {
            (0, max) | (max, 0) => max,
            (five, six) => five.min(six),
        };
        json!([nesting, count(five, 1).max(count(six, 1)), max, place])
    }
}

/// `None` if no value has both types.
fn attribute(five: &Value, six: &Value) -> Option<Value> {
    let kind = common(&five[0], &six[0])?;
    let either = |flag| has(five, flag) || has(six, flag);
    let settable = |attribute| has(attribute, 'r') || has(attribute, 'o');
    let mut flags = String::new();
    if settable(five) && settable(six) {
        flags.push(if either('r') { 'r' } else { 'o' });
    }
    // What only one version can set is read-only.
    if either('c') || flags.is_empty() {
        flags.push('c');
    }
    flags.extend(['s', 'w'].into_iter().filter(|flag| either(*flag)));
    flags.extend(since(has(five, 'd'), has(six, 'd')));
    if five[0] != six[0] {
        flags.push('u');
    }
    Some(json!([kind, flags]))
}

/// The intersection of two types. Objects have the members that both have.
fn common(five: &Value, six: &Value) -> Option<Value> {
    if five == six || six == "dynamic" {
        return Some(five.clone());
    }
    if five == "dynamic" {
        return Some(six.clone());
    }
    let (outer, other) = (five[0].as_str()?, six[0].as_str()?);
    if outer != other {
        return None;
    }
    let (Some(ours), Some(theirs)) = (five[1].as_object(), six[1].as_object()) else {
        return Some(json!([outer, common(&five[1], &six[1])?]));
    };
    let members =
        ours.iter().filter_map(|(name, kind)| Some((name.clone(), common(kind, theirs.get(name)?)?)));
    Some(json!([outer, members.collect::<Map<_, _>>()]))
}

/// The first version that deprecates it.
fn since(five: bool, six: bool) -> Option<char> {
    if five { Some('5') } else { six.then_some('6') }
}

fn alone(major: char, required: bool) -> Value {
    Value::String([Some(major), required.then_some('r')].into_iter().flatten().collect())
}

fn has(attribute: &Value, flag: char) -> bool {
    attribute[1].as_str().is_some_and(|flags| flags.contains(flag))
}

fn count(nested: &Value, at: usize) -> u64 {
    nested[at].as_u64().unwrap_or(0)
}

fn members<'a>(block: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    block.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(five: &Value, six: &Value) -> Value {
        let schema = |block: &Value, shared: Value| {
            json!({"version": "1", "configuration": {}, "resources": {"aws_a": block}, "data": {}, "shared": shared})
                .to_string()
        };
        let ours = schema(five, json!([{"a": {"x": ["string", "o"], "y": ["bool", "o"]}}]));
        let theirs = schema(six, json!([{}, {"a": {"x": ["string", "r"]}, "d": true}]));
        let merged = merge(&ours, &theirs).expect("two schemas");
        serde_json::from_str(&merged).expect("JSON")
    }

    fn block(five: &Value, six: &Value) -> Value {
        both(five, six)["resources"]["aws_a"].clone()
    }

    #[test]
    fn members_of_one_version_are_separate() {
        let five = json!({"a": {"gone": ["string", "o"], "same": ["string", "o"], "turned": ["string", "r"]},
                          "b": {"rule": ["list", 1, 0, 0]}});
        let six = json!({"a": {"new": ["string", "r"], "same": ["string", "o"], "turned": ["number", "o"]}});
        let expected = json!({"a": {"same": ["string", "o"]},
                              "l": {"gone": "5", "new": "6r", "rule": "5r", "turned": "5r"}});
        assert_eq!(block(&five, &six), expected);
        let turned = block(&json!({"a": {"x": ["string", "o"]}}), &json!({"b": {"x": ["list", 1, 0, 1]}}));
        assert_eq!(turned, json!({"l": {"x": "5"}}));
    }

    #[test]
    fn attributes_get_the_stricter_flags() {
        let of = |five: &str, six: &str| {
            let line = |flags: &str| json!({"a": {"x": ["string", flags]}});
            block(&line(five), &line(six))["a"]["x"][1].clone()
        };
        assert_eq!(of("o", "oc"), "oc");
        assert_eq!(of("os", "rd"), "rs6");
        assert_eq!(of("rd", "oc"), "rc5");
        assert_eq!(of("oc", "c"), "c");
        assert_eq!(of("r", "c"), "c");
        assert_eq!(of("ow", "od"), "ow6");
    }

    #[test]
    fn objects_have_the_common_members() {
        let line = |members: Value| json!({"a": {"x": [["list", ["object", members]], "o"]}});
        let merged =
            block(&line(json!({"a": "string", "b": "bool"})), &line(json!({"a": "string", "c": "bool"})));
        assert_eq!(merged, json!({"a": {"x": [["list", ["object", {"a": "string"}]], "ou"]}}));
    }

    #[test]
    fn blocks_have_the_stricter_limits() {
        let of = |five: Value, six: Value| {
            let line = |nested: Value| json!({"b": {"x": nested}});
            block(&line(five), &line(six))["b"]["x"].clone()
        };
        assert_eq!(of(json!(["list", 0, 5, 0]), json!(["list", 1, 0, 1])), json!(["list", 1, 5, 0]));
        assert_eq!(of(json!(["single", 0, 0, 0]), json!(["list", 0, 0, 1])), json!(["uneven", 0, 1, 0]));
        assert_eq!(of(json!(["set", 0, 1, 0]), json!(["list", 0, 0, null])), json!(["set", 0, 1, 0]));
    }

    #[test]
    fn unknown_content_is_that_of_version_5() {
        let line = |nested: Value| json!({"b": {"x": nested}});
        let told = both(&line(json!(["list", 0, 0, 0])), &line(json!(["list", 0, 0, 1])));
        assert_eq!(told["shared"], json!([{"a": {"x": ["string", "r"]}, "l": {"y": "5"}, "d": "6"}]));
        let untold = both(&line(json!(["list", 0, 0, 0])), &line(json!(["list", 0, 0, null])));
        assert_eq!(untold["shared"], json!([{"a": {"x": ["string", "o"], "y": ["bool", "o"]}}]));
    }
}
