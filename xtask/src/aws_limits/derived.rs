//! The provider's block for a structure of AWS, where the bindings do not have it: statements of web ACLs.

use serde_json::{Map, Value, json};

use super::node::Node;

/// Members that repeat the whole structure. The checks look for statements at any depth, so that they are not repeated.
const RECURSIVE: [&str; 4] = ["and_statement", "not_statement", "or_statement", "scope_down_statement"];

/// Members that the provider does not have, or names in another way.
const UNNAMED: [&str; 4] =
    ["managed_rule_group_configs", "pre_parse_text_transformations", "excluded_rules", "monetize"];

/// Statements that a rule group, unlike a web ACL, cannot have.
const OF_WEB_ACLS: [&str; 2] = ["managed_rule_group_statement", "rule_group_reference_statement"];

/// A block with the members of a structure, in the names of the provider.
pub(super) fn block(node: &Node, kind: &str) -> Value {
    let (mut attributes, mut blocks) = (Map::new(), Map::new());
    if let Node::Object(members, _) = node.element() {
        for (name, member) in members {
            let mut name = snake(name);
            let is_left_out = RECURSIVE.contains(&name.as_str()) || UNNAMED.contains(&name.as_str());
            let is_foreign = OF_WEB_ACLS.contains(&name.as_str()) && !kind.ends_with("_web_acl");
            if is_left_out || is_foreign || matches!(member.element(), Node::Other) {
                continue;
            }
            // The provider names blocks that repeat in the singular.
            if let (Node::List(..), None) = (member, attribute(member)) {
                name.truncate(name.strip_suffix('s').unwrap_or(&name).len());
            }
            match attribute(member) {
                Some(kind) => drop(attributes.insert(name, json!({"type": kind, "optional": true}))),
                None => drop(blocks.insert(name, json!({"block": block(member, kind)}))),
            }
        }
    }
    json!({"attributes": attributes, "block_types": blocks})
}

/// The type of an attribute. `None` for what is a block.
fn attribute(node: &Node) -> Option<Value> {
    match node {
        Node::Text(_) => Some(json!("string")),
        Node::Number(_) => Some(json!("number")),
        Node::Bool => Some(json!("bool")),
        Node::List(_, element) => attribute(element).map(|kind| json!(["list", kind])),
        Node::Map(..) => Some(json!(["map", "string"])),
        Node::Object(..) | Node::Other => None,
    }
}

/// `IPSetReferenceStatement` as `ip_set_reference_statement`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small = at > 0 && !letters[at - 1].is_ascii_uppercase();
        let before_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && at > 0 && (after_small || before_small) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::*;

    #[test]
    fn names_are_those_of_the_provider() {
        assert_eq!(snake("IPSetReferenceStatement"), "ip_set_reference_statement");
        assert_eq!(snake("GeoMatchStatement"), "geo_match_statement");
        assert_eq!(snake("ARN"), "arn");
    }

    #[test]
    fn a_structure_becomes_a_block_without_what_repeats_it() {
        let inner = Node::Object([("Limit".to_owned(), Node::Number(Limits::default()))].into(), vec![]);
        let members = [("RateBasedStatement".to_owned(), inner), ("NotStatement".to_owned(), Node::Bool)];
        let block = block(&Node::Object(members.into(), vec![]), "aws_wafv2_web_acl");
        assert_eq!(
            block["block_types"]["rate_based_statement"]["block"]["attributes"]["limit"]["type"],
            json!("number")
        );
        assert!(block["attributes"].get("not_statement").is_none());
    }
}
