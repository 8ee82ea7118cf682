//! The references of an expression, as the configuration section of a plan lists them.
//!
//! For `aws_lb.main.dns_name` the list has `aws_lb.main.dns_name` and then its prefixes: `aws_lb.main`. An
//! index that is an expression of its own ends the traversal: for `aws_subnet.public[count.index].id` the
//! list has `aws_subnet.public` and `count.index`, and `id` is lost.

use polder_cloud::{InstanceKey, Mode, Segment, SmolStr};
use serde::{Deserialize, Deserializer};

use crate::address;
use crate::limits::TRAVERSAL_MAX;
use crate::text::Text;

/// A reference of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Traversal {
    pub(crate) subject: Subject,
    /// Keys and attributes that follow.
    pub(crate) steps: Vec<Segment>,
}

/// The start of a traversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A resource or data source; the first step can be the key of an instance.
    Resource {
        /// Managed or data.
        mode: Mode,
        /// `aws_vpc`
        kind: SmolStr,
        /// `main`
        name: SmolStr,
    },
    /// A module call; the first step can be the key of an instance, the next is an output.
    Module(SmolStr),
    /// A variable of the module.
    Variable(SmolStr),
    /// `each.value`
    EachValue,
    /// `each.key` or `count.index`
    Key,
    /// What is known before apply, and no resource: `path.module`, `terraform.workspace`.
    Constant,
    /// What the document does not resolve: locals above all.
    Opaque,
}

/// The distinct references of a list, in source order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct References(pub(crate) Vec<Traversal>);

impl References {
    /// Leaves out prefixes of the previous reference.
    pub(crate) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> References {
        let (mut found, mut last) = (vec![], "");
        for text in texts {
            if !is_part(last, text) {
                found.push(parse(text));
            }
            last = text;
        }
        References(found)
    }
}

impl<'de> Deserialize<'de> for References {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<References, D::Error> {
        let texts: Vec<Text<'_>> = Vec::deserialize(deserializer)?;
        Ok(References::of(texts.iter().map(|text| &**text)))
    }
}

/// Whether the shorter text is a prefix of the longer one, at the end of a step.
fn is_part(longer: &str, shorter: &str) -> bool {
    longer.strip_prefix(shorter).is_some_and(|rest| rest.starts_with(['.', '[']))
}

fn parse(text: &str) -> Traversal {
    parsed(text).unwrap_or(Traversal { subject: Subject::Opaque, steps: vec![] })
}

fn parsed(text: &str) -> Option<Traversal> {
    let (head, rest) = address::word(text)?;
    let (subject, rest) = match head {
        "path" | "terraform" | "tofu" => {
            return Some(Traversal { subject: Subject::Constant, steps: vec![] });
        }
        "local" | "self" | "ephemeral" | "provider" => return None,
        "each" | "count" => {
            let (name, rest) = after_dot(rest)?;
            (if name == "value" { Subject::EachValue } else { Subject::Key }, rest)
        }
        "var" => {
            let (name, rest) = after_dot(rest)?;
            (Subject::Variable(name.into()), rest)
        }
        "module" => {
            let (name, rest) = after_dot(rest)?;
            (Subject::Module(name.into()), rest)
        }
        "data" => resource(Mode::Data, rest.strip_prefix('.')?)?,
        "resource" => resource(Mode::Managed, rest.strip_prefix('.')?)?,
        _ => resource(Mode::Managed, text)?,
    };
    Some(Traversal { subject, steps: steps(rest) })
}

fn resource(mode: Mode, text: &str) -> Option<(Subject, &str)> {
    let (kind, rest) = address::word(text)?;
    let (name, rest) = after_dot(rest)?;
    Some((Subject::Resource { mode, kind: kind.into(), name: name.into() }, rest))
}

/// A name after a dot, and the rest.
fn after_dot(text: &str) -> Option<(&str, &str)> {
    address::word(text.strip_prefix('.')?)
}

/// The steps of `[0].name["key"]`. The first invalid one ends them: the traversal then refers to more than it
/// could, and never to something else.
fn steps(mut rest: &str) -> Vec<Segment> {
    let mut steps = vec![];
    while !rest.is_empty() && steps.len() < TRAVERSAL_MAX {
        let step = if let Some(after) = rest.strip_prefix('.') {
            address::word(after).map(|(word, rest)| (Segment::Name(word.into()), rest))
        } else {
            address::key(rest).and_then(|(key, rest)| Some((segment(key)?, rest)))
        };
        let Some((step, after)) = step else { break };
        steps.push(step);
        rest = after;
    }
    steps
}

fn segment(key: InstanceKey) -> Option<Segment> {
    match key {
        InstanceKey::Index(index) => u32::try_from(index).ok().map(Segment::Index),
        InstanceKey::Name(name) => Some(Segment::Name(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(references: &str) -> Vec<String> {
        let References(found) = serde_json::from_str(references).expect("a list of text");
        found.iter().map(|it| format!("{:?} {:?}", it.subject, it.steps)).collect()
    }

    #[test]
    fn parts_of_a_traversal_are_no_traversals() {
        let references = r#"["aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s",
            "aws_subnet.s[1].id", "aws_subnet.s[1]", "aws_subnet.s", "aws_subnet.s", "count.index"]"#;
        let subnet = r#"Resource { mode: Managed, kind: "aws_subnet", name: "s" }"#;
        assert_eq!(
            found(references),
            [
                format!(r#"{subnet} [Index(0), Name("id")]"#),
                format!(r#"{subnet} [Index(1), Name("id")]"#),
                // Once more as a whole.
                format!("{subnet} []"),
                "Key []".to_owned(),
            ]
        );
    }

    #[test]
    fn every_kind_of_subject_is_known() {
        let references = r#"["var.a.b", "var.a", "local.x", "each.value[\"k\"]", "each.value", "each.key",
            "module.net[\"a\"].vpc_id", "module.net[\"a\"]", "module.net", "path.module",
            "data.aws_ami.base.id", "data.aws_ami.base", "odd", ""]"#;
        assert_eq!(
            found(references),
            [
                r#"Variable("a") [Name("b")]"#,
                "Opaque []",
                r#"EachValue [Name("k")]"#,
                "Key []",
                r#"Module("net") [Name("a"), Name("vpc_id")]"#,
                "Constant []",
                r#"Resource { mode: Data, kind: "aws_ami", name: "base" } [Name("id")]"#,
                "Opaque []",
                "Opaque []",
            ]
        );
    }
}
