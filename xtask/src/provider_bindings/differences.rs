//! The differences of two trimmed schemas.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// What was compared, and the differences.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// Types that both have.
    pub(super) types: usize,
    /// Attributes that both have.
    pub(super) attributes: usize,
    /// Blocks that both have.
    pub(super) blocks: usize,
    /// Attributes named `region` that only the newer one has at the top level of a type.
    pub(super) regions: usize,
    /// Other attributes and blocks that only the newer one has.
    pub(super) added: usize,
    /// A line for each difference: its category, its path, and details.
    pub(super) lines: Vec<String>,
}

/// Letters of the flags that decide what can be set. The code of the newer schema does not contain
/// `sensitive`.
const WRITTEN: &str = "roc";

/// Compares two trimmed schemas, the older one first.
pub(super) fn compare(old: &str, new: &str) -> Result<Differences> {
    let old: Value = serde_json::from_str(old).context("the older schema is not JSON")?;
    let new: Value = serde_json::from_str(new).context("the newer schema is not JSON")?;
    let mut found = Differences::default();
    let both = Both { old: &old["shared"], new: &new["shared"] };
    both.block(&mut found, "configuration", &old["configuration"], &new["configuration"]);
    for (section, prefix) in [("resources", ""), ("data", "data.")] {
        for (name, block) in members(&old, section) {
            found.types += 1;
            let path = format!("{prefix}{name}");
            let other =
                new[section].get(name).with_context(|| format!("the newer schema has no `{path}`"))?;
            both.block(&mut found, &path, block, other);
        }
    }
    found.lines.sort();
    Ok(found)
}

impl Differences {
    /// The number of differences of each category, as text.
    pub(super) fn summary(&self) -> String {
        let mut counts: Vec<(&str, usize)> = vec![];
        for line in &self.lines {
            let sort = line.split_whitespace().next().unwrap_or_default();
            match counts.iter_mut().find(|(known, _)| *known == sort) {
                Some((_, count)) => *count += 1,
                None => counts.push((sort, 1)),
            }
        }
        let mut text = format!(
            "{} types, {} attributes and {} blocks in both; only in the newer one {} times `region` and {} other \
             members",
            self.types, self.attributes, self.blocks, self.regions, self.added
        );
        for (sort, count) in counts {
            let _ = write!(text, "; {sort} {count}");
        }
        text
    }
}

/// The blocks that others refer to.
struct Both<'a> {
    old: &'a Value,
    new: &'a Value,
}

impl Both<'_> {
    fn block(&self, found: &mut Differences, path: &str, old: &Value, new: &Value) {
        if new.get("d").is_some() && old.get("d").is_none() {
            found.lines.push(format!("deprecated {path}"));
        }
        let (mut missing, mut seen) = (vec![], 0);
        for (name, attribute) in members(old, "a") {
            let path = format!("{path}.{name}");
            match (new["a"].get(name), new["b"].get(name)) {
                (Some(other), _) => {
                    seen += 1;
                    self::attribute(found, &path, attribute, other);
                }
                (None, Some(_)) => {
                    seen += 1;
                    found.lines.push(format!("kind       {path} was an attribute and is a block"));
                }
                (None, None) => missing.push((path, flags(attribute).contains('d'))),
            }
        }
        for (name, nested) in members(old, "b") {
            let path = format!("{path}.{name}");
            match (new["b"].get(name), new["a"].get(name)) {
                (Some(other), _) => {
                    seen += 1;
                    self.nested(found, &path, nested, other);
                }
                (None, Some(_)) => {
                    seen += 1;
                    found.lines.push(format!("kind       {path} was a block and is an attribute"));
                }
                (None, None) => missing.push((path, inner(self.old, nested).get("d").is_some())),
            }
        }
        for (path, deprecated) in missing {
            let word = if deprecated { ", deprecated before" } else { "" };
            found.lines.push(format!("removed    {path}{word}"));
        }
        let region = !path.trim_start_matches("data.").contains('.')
            && new["a"].get("region").is_some()
            && old["a"].get("region").is_none();
        let added = members(new, "a").count() + members(new, "b").count() - seen - usize::from(region);
        found.regions += usize::from(region);
        found.added += added;
    }

    fn nested(&self, found: &mut Differences, path: &str, old: &Value, new: &Value) {
        found.blocks += 1;
        if new[3].is_null() {
            found.lines.push(format!("untold     {path}"));
            return;
        }
        if old[0] != new[0] {
            found.lines.push(format!("nesting    {path} {} {}", old[0], new[0]));
        }
        // The limits are not known exactly: only whether one is required, and whether one is the maximum.
        let [needed, single] =
            [1, 2].map(|at| (old[at].as_u64().unwrap_or(0), new[at].as_u64().unwrap_or(0)));
        if (needed.0 > 0) != (needed.1 > 0) || (single.0 == 1) != (single.1 == 1) {
            found
                .lines
                .push(format!("count      {path} {}..{} {}..{}", needed.0, single.0, needed.1, single.1));
        }
        self.block(found, path, inner(self.old, old), inner(self.new, new));
    }
}

fn attribute(found: &mut Differences, path: &str, old: &Value, new: &Value) {
    found.attributes += 1;
    kind(found, path, &old[0], &new[0]);
    let written = |attribute: &Value| -> String {
        flags(attribute).chars().filter(|flag| WRITTEN.contains(*flag)).collect()
    };
    if written(old) != written(new) {
        found.lines.push(format!("flags      {path} {} {}", written(old), written(new)));
    }
    if flags(new).contains('d') && !flags(old).contains('d') {
        found.lines.push(format!("deprecated {path}"));
    }
}

/// The differences of two types: member by member where both are objects.
fn kind(found: &mut Differences, path: &str, old: &Value, new: &Value) {
    match (old[0].as_str(), new[0].as_str(), old[1].as_object(), new[1].as_object()) {
        (Some("object"), Some("object"), Some(ours), Some(theirs)) => {
            for (name, kind) in ours {
                let path = format!("{path}.{name}");
                match theirs.get(name) {
                    Some(other) => self::kind(found, &path, kind, other),
                    None => found.lines.push(format!("type       {path} is gone")),
                }
            }
            let new = theirs.keys().filter(|name| !ours.contains_key(*name));
            found.lines.extend(new.map(|name| format!("type       {path}.{name} is new")));
        }
        (Some(outer), Some(other), _, _) if outer == other => kind(found, path, &old[1], &new[1]),
        _ if old == new => {}
        _ => found.lines.push(format!("type       {path} {old} {new}")),
    }
}

fn flags(attribute: &Value) -> &str {
    attribute[1].as_str().unwrap_or_default()
}

fn inner<'a>(shared: &'a Value, nested: &Value) -> &'a Value {
    let index = nested[3].as_u64().and_then(|index| usize::try_from(index).ok());
    index.map_or(&Value::Null, |index| &shared[index])
}

fn members<'a>(block: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    block.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_difference_is_reported() {
        let old = r#"{"configuration":{},"resources":{"aws_a":{"a":{"gone":["string","od"],"lost":["string","o"],
            "kept":["string","rs"],"other":["number","o"],
            "objects":[["list",["object",{"x":"string","y":"bool"}]],"c"]},"b":{"rule":["list",1,0,0],"deep":["set",0,1,0]}}},
            "data":{},"shared":[{"a":{"x":["string","o"]}}]}"#;
        let new = r#"{"configuration":{},"resources":{"aws_a":{"a":{"kept":["string","rd"],"other":["string","oc"],
            "region":["string","oc"],"new":["string","o"],
            "objects":[["list",["object",{"x":"number","z":"bool"}]],"c"]},"b":{"rule":["set",2,1,0],"deep":["set",0,1,null]}}},
            "data":{},"shared":[{"a":{"x":["string","o"]},"d":true}]}"#;
        let found = compare(old, new).expect("two schemas");
        insta::assert_snapshot!(found.lines.join("\n"), @r#"
        count      aws_a.rule 1..0 2..1
        deprecated aws_a.kept
        deprecated aws_a.rule
        flags      aws_a.other o oc
        nesting    aws_a.rule "list" "set"
        removed    aws_a.gone, deprecated before
        removed    aws_a.lost
        type       aws_a.objects.x "string" "number"
        type       aws_a.objects.y is gone
        type       aws_a.objects.z is new
        type       aws_a.other "number" "string"
        untold     aws_a.deep
        "#);
        insta::assert_snapshot!(found.summary(), @"1 types, 4 attributes and 2 blocks in both; only in the newer one 1 times `region` and 1 other members; count 1; deprecated 2; flags 1; nesting 1; removed 2; type 4; untold 1");
        assert!(compare(old, r#"{"resources":{}}"#).is_err());
    }
}
