//! The provider's deprecations, from the Python code of Pulumi's bridge to it.
//!
//! The bridge contains the provider's deprecation messages under other names: `aws_s3_bucket_acl` is
//! `s3.BucketAcl`, lists are plural, blocks are classes. A class is the type or block whose name has the same
//! ending and whose members are the same.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// A class is a block if at least this share of all members is common to both, in percent. The bridge omits
/// some members (`id`, `tags_all`) and adds none; in the current types, true pairs have 80 or more and others
/// 30 or less.
const SAME_PERCENT: usize = 60;
/// Between the two limits the match is uncertain, and an engineer has to decide.
const UNCLEAR_PERCENT: usize = 40;
/// A similarity of this much under another name is uncertain, too.
const ALIKE_PERCENT: usize = 75;

/// Classes of types that are not in the schema, but similar to one that is.
const OTHERS: [&str; 1] = ["SpotInstanceRequest"];

/// Members that the bridge adds to a class, by their normalized names. The provider has no such members.
const ADDED: [(&str, &str); 1] = [("Cluster", "defaultaddontoremove")];

/// Members of a class that are deprecated.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Class {
    kind: Kind,
    name: String,
    members: BTreeSet<String>,
    deprecated: BTreeSet<String>,
}

/// What a class or a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Resource,
    Data,
    Nested,
}

/// Sections of a schema, as Terraform names them.
const SECTIONS: [(&str, Kind); 2] =
    [("resource_schemas", Kind::Resource), ("data_source_schemas", Kind::Data)];

/// The classes of a file that have deprecated members. `outputs` is the file of the blocks.
pub(super) fn classes(code: &str, outputs: bool) -> Vec<Class> {
    let mut found: Vec<Class> = vec![];
    let (mut getter, mut deprecated) = (false, false);
    for line in code.lines() {
        let words = line.trim_start();
        if let Some(rest) = line.strip_prefix("class ") {
            let name = rest.split(['(', ':']).next().unwrap_or(rest);
            // The bridge renamed some resources and kept the old names, which differ by this only.
            let plain = name.replace("V2", "");
            let data = plain.strip_prefix("Get").and_then(|name| name.strip_suffix("Result"));
            let kind = match (outputs, data) {
                (true, _) => Kind::Nested,
                (_, Some(_)) => Kind::Data,
                _ => Kind::Resource,
            };
            let name = data.unwrap_or(&plain).to_owned();
            found.push(Class { kind, name, members: BTreeSet::new(), deprecated: BTreeSet::new() });
        } else if words.starts_with("@pulumi.getter") {
            getter = true;
        } else if words.starts_with("@_utilities.deprecated(") {
            deprecated = true;
        } else if let Some(rest) = words.strip_prefix("def ") {
            let name = normal(rest.split('(').next().unwrap_or(rest));
            if let Some(class) = found.last_mut().filter(|_| getter) {
                if deprecated {
                    class.deprecated.insert(name.clone());
                }
                class.members.insert(name);
            }
            (getter, deprecated) = (false, false);
        }
    }
    // Arguments and states repeat what the resource has.
    found.retain(|class| {
        !class.deprecated.is_empty() && !class.name.starts_with('_') && !class.name.ends_with("Args")
    });
    found
}

/// Marks in a schema what the classes deprecate. Returns the paths that it marked.
pub(super) fn mark(schema: &mut Value, classes: &[Class]) -> Result<BTreeSet<String>> {
    let mut shapes = vec![];
    for (section, kind) in SECTIONS {
        let types = schema.get(section).and_then(Value::as_object).into_iter().flatten();
        for (name, one) in types {
            let path = format!("{section}.{name}");
            let own = normal(name.strip_prefix("aws_").unwrap_or(name));
            collect(&mut shapes, kind, path, own, one.get("block").unwrap_or(&Value::Null));
        }
    }
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for class in classes {
        if let Some(shape) = same(class, &shapes)? {
            let added = |name: &str| ADDED.contains(&(class.name.as_str(), name));
            for name in class.deprecated.iter().filter(|name| !added(name)) {
                let member = shape.members.iter().find(|(normal, _)| normal == name);
                let (_, member) = member
                    .with_context(|| format!("`{}` has no `{name}` of `{}`", shape.path, class.name))?;
                wanted.entry(shape.path.clone()).or_default().insert(member.clone());
            }
        }
    }
    let mut marked = BTreeSet::new();
    for (path, members) in wanted {
        let mut steps = path.split('.');
        let (section, kind) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let mut block = &mut schema[section][kind]["block"];
        for step in steps {
            block = &mut block["block_types"][step]["block"];
        }
        for member in members {
            let here = match block.pointer_mut(&format!("/attributes/{member}")) {
                Some(attribute) => attribute,
                None => &mut block["block_types"][&member]["block"],
            };
            here.as_object_mut().context("no object")?.insert("deprecated".into(), Value::Bool(true));
            marked.insert(format!("{path}.{member}"));
        }
    }
    Ok(marked)
}

/// A type or block, its members by normalized and by original name.
struct Shape {
    kind: Kind,
    path: String,
    name: String,
    members: Vec<(String, String)>,
}

fn collect(shapes: &mut Vec<Shape>, kind: Kind, path: String, name: String, block: &Value) {
    let nothing = Map::new();
    let members = |key: &str| block.get(key).and_then(Value::as_object).unwrap_or(&nothing);
    let (attributes, blocks) = (members("attributes"), members("block_types"));
    for (inner, nested) in blocks {
        let content = nested.get("block").unwrap_or(&Value::Null);
        collect(shapes, Kind::Nested, format!("{path}.{inner}"), format!("{name}{}", normal(inner)), content);
    }
    let members = attributes.keys().chain(blocks.keys()).map(|member| (normal(member), member.clone()));
    shapes.push(Shape { kind, path, name, members: members.collect() });
}

/// The type or block that the class is, if it is one of these.
fn same<'a>(class: &Class, shapes: &'a [Shape]) -> Result<Option<&'a Shape>> {
    let name = normal(&class.name);
    let of_kind = shapes.iter().filter(|shape| shape.kind == class.kind);
    let scored = of_kind.map(|shape| (shape.name.ends_with(&name), percent(class, shape), shape));
    let (named, others): (Vec<_>, Vec<_>) = scored.partition(|(named, _, _)| *named);
    let best = named.iter().map(|(_, percent, _)| *percent).max().unwrap_or(0);
    let mut equal = named.into_iter().filter(|(_, percent, _)| *percent == best && best >= UNCLEAR_PERCENT);
    match (equal.next(), equal.next()) {
        (Some((_, percent, shape)), None) if percent >= SAME_PERCENT => return Ok(Some(shape)),
        (Some((_, percent, shape)), _) => {
            bail!("is the bridge's `{}` our `{}`? {percent} % is the same", class.name, shape.path)
        }
        (None, _) => {}
    }
    let alike =
        others.into_iter().find(|(_, percent, _)| *percent >= ALIKE_PERCENT && class.kind != Kind::Nested);
    match alike.filter(|_| !OTHERS.contains(&class.name.as_str())) {
        Some((_, percent, shape)) => {
            bail!("is the bridge's `{}` our `{}`? {percent} % is the same", class.name, shape.path)
        }
        None => Ok(None),
    }
}

/// The share of members that both have among those that either has.
fn percent(class: &Class, shape: &Shape) -> usize {
    let theirs: BTreeSet<&str> = shape.members.iter().map(|(normal, _)| normal.as_str()).collect();
    let common = class.members.iter().filter(|member| theirs.contains(member.as_str())).count();
    let all = theirs.len() + class.members.len() - common;
    (100 * common).checked_div(all).unwrap_or(0)
}

/// A normalized name: one word, lower case, each part singular.
fn normal(name: &str) -> String {
    let mut parts: Vec<String> = vec![];
    let letters: Vec<char> = name.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or('_');
        let after = letters.get(at + 1).copied().unwrap_or('_');
        let starts =
            letter.is_ascii_uppercase() && (!before.is_ascii_uppercase() || after.is_ascii_lowercase());
        if starts || before == '_' {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| *letter != '_') {
            part.push(letter.to_ascii_lowercase());
        }
    }
    let one = |part| match singular(part) {
        "configuration" => "config",
        other => other,
    };
    parts.iter().map(|part| one(part)).collect()
}

/// Removes plural endings, uniformly: the result need not be a word.
fn singular(word: &str) -> &str {
    for end in ["ies", "ses", "xes", "s", "y"] {
        if let Some(stem) = word.strip_suffix(end).filter(|stem| !stem.is_empty()) {
            return stem.trim_end_matches('s');
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BUCKET: &str = r#"
class BucketArgs:
    @pulumi.getter
    @_utilities.deprecated("""acl is deprecated.""")
    def acl(self):
class Bucket(pulumi.CustomResource):
    def __init__(__self__):
    @_builtins.property
    @pulumi.getter(name="corsRules")
    @_utilities.deprecated("""cors_rule is deprecated.""")
    def cors_rules(self):
    @pulumi.getter
    def arn(self):
"#;

    fn schema() -> Value {
        let empty = json!({"type": "string"});
        json!({"resource_schemas": {
            "aws_s3_bucket": {"block": {
                "attributes": {"arn": empty},
                "block_types": {"cors_rule": {"block": {"attributes": {"id": empty, "age": empty}}}},
            }},
            "aws_other_bucket": {"block": {"attributes": {"owner": empty, "shape": empty}}},
        }})
    }

    #[test]
    fn classes_find_their_types_and_members() {
        let classes = classes(BUCKET, false);
        assert_eq!(classes.iter().map(|class| class.name.as_str()).collect::<Vec<_>>(), ["Bucket"]);
        let mut schema = schema();
        let marked = mark(&mut schema, &classes).expect("a type");
        assert_eq!(marked, BTreeSet::from(["resource_schemas.aws_s3_bucket.cors_rule".to_owned()]));
        let bucket = &schema["resource_schemas"]["aws_s3_bucket"]["block"];
        assert_eq!(bucket["block_types"]["cors_rule"]["block"]["deprecated"], true);
        assert_eq!(bucket["attributes"]["arn"].get("deprecated"), None);
    }

    #[test]
    fn blocks_are_found_by_their_path() {
        let code = "class BucketCorsRule(dict):\n    @pulumi.getter\n    @_utilities.deprecated(\"\"\"x\"\"\")\n    def \
                    id(self):\n    @pulumi.getter\n    def ages(self):\n";
        let marked = mark(&mut schema(), &classes(code, true)).expect("a block");
        assert_eq!(marked, BTreeSet::from(["resource_schemas.aws_s3_bucket.cors_rule.id".to_owned()]));
    }

    #[test]
    fn uncertain_matches_are_errors_and_foreign_classes_are_ignored() {
        let class = |members: &[&str], name: &str| Class {
            kind: Kind::Resource,
            name: name.into(),
            members: members.iter().map(|member| normal(member)).collect(),
            deprecated: BTreeSet::from([normal(members[0])]),
        };
        let said = |class| mark(&mut schema(), &[class]).map_err(|error| error.to_string());
        let unclear = said(class(&["arn", "a", "cors_rule", "b"], "Bucket")).expect_err("half the same");
        assert_eq!(
            unclear,
            "is the bridge's `Bucket` our `resource_schemas.aws_s3_bucket`? 50 % is the same"
        );
        assert!(said(class(&["arn", "cors_rule"], "Pail")).is_err());
        assert_eq!(said(class(&["a", "b", "c"], "Bucket")), Ok(BTreeSet::new()));
    }

    #[test]
    fn names_are_normalized() {
        for (ours, theirs) in [
            ("security_policies", "SecurityPolicy"),
            ("replication_configurations", "ReplicationConfig"),
            ("managed_rule_group_configs", "ManagedRuleGroupConfig"),
            ("vpc_addresses", "VpcAddress"),
            ("ipv6_cidr_block", "Ipv6CidrBlocks"),
        ] {
            assert_eq!(normal(ours), normal(theirs));
        }
        assert_ne!(normal("role_arn"), normal("role_name"));
    }
}
