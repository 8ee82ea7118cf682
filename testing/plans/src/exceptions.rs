//! Differences that have a reason.
#![expect(clippy::disallowed_methods, reason = "a task reads files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use polder_inventory::Difference;
use serde::Deserialize;

/// The file, relative to the workspace.
pub(crate) const FILE: &str = "testing/plan-differences.toml";

/// All exceptions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    #[serde(rename = "difference", default)]
    list: Vec<Exception>,
}

/// A class of differences, with its reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// Section and kind of the entry: `stores/stores`.
    entry: String,
    /// The path of the value in the entry, without positions in lists; `*` is a wildcard.
    field: String,
    /// The graph's value, where that matters; `*` is a wildcard.
    graph: Option<String>,
    /// The plans' value, where that matters.
    plans: Option<String>,
    /// The reason.
    reason: String,
}

/// The differences, matched with the exceptions.
pub(crate) struct Explained {
    /// The number for each reason.
    pub(crate) by_reason: BTreeMap<String, usize>,
    /// Differences without an exception, a line each.
    pub(crate) unexplained: Vec<String>,
    /// Unused exceptions.
    pub(crate) stale: Vec<String>,
}

impl Exceptions {
    /// Reads the file.
    pub(crate) fn read(root: &Path) -> Result<Exceptions, String> {
        let text =
            fs::read_to_string(root.join(FILE)).map_err(|error| format!("cannot read `{FILE}`: {error}"))?;
        Exceptions::parse(&text)
    }

    fn parse(text: &str) -> Result<Exceptions, String> {
        let exceptions: Exceptions =
            toml::from_str(text).map_err(|error| format!("`{FILE}` cannot be used: {error}"))?;
        match exceptions.list.iter().find(|exception| exception.reason.is_empty()) {
            Some(without) => Err(format!("`{}{}` has no reason", without.entry, without.field)),
            None => Ok(exceptions),
        }
    }

    /// Matches differences with exceptions.
    pub(crate) fn explain(&self, found: &[Difference]) -> Explained {
        let mut used = vec![0_usize; self.list.len()];
        let mut explained = Explained { by_reason: BTreeMap::new(), unexplained: vec![], stale: vec![] };
        for difference in found {
            match self.list.iter().position(|exception| exception.is_about(difference)) {
                Some(at) => {
                    used[at] += 1;
                    *explained.by_reason.entry(self.list[at].reason.clone()).or_default() += 1;
                }
                None => {
                    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
                    let (graph, plans) = (side(&difference.left), side(&difference.right));
                    explained
                        .unexplained
                        .push(format!("{}\n    graph: {graph}\n    plans: {plans}", difference.path()));
                }
            }
        }
        let stale = self.list.iter().zip(used).filter(|(_, used)| *used == 0);
        explained.stale = stale.map(|(it, _)| format!("{}{}", it.entry, it.field)).collect();
        explained
    }
}

impl Exception {
    fn is_about(&self, difference: &Difference) -> bool {
        let side = |pattern: &Option<String>, side: &Option<String>| {
            pattern.as_ref().is_none_or(|pattern| matches(pattern, side.as_deref().unwrap_or("nothing")))
        };
        kind(&difference.entry) == self.entry
            && matches(&self.field, &without_positions(&difference.field))
            && side(&self.graph, &difference.left)
            && side(&self.plans, &difference.right)
    }
}

/// Section and kind of an entry.
fn kind(entry: &str) -> &str {
    let end = entry.match_indices('/').nth(1).map_or(entry.len(), |(at, _)| at);
    &entry[..end]
}

/// A path without positions in lists: `/statements[2].actions` becomes `/statements.actions`.
fn without_positions(path: &str) -> String {
    let mut rest = path;
    let mut found = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        found.push_str(before);
        match after.split_once(']') {
            Some((digits, after)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => rest = after,
            _ => {
                found.push('[');
                rest = after;
            }
        }
    }
    found + rest
}

/// Whether a text matches a pattern, in which `*` is a wildcard.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(tail) = text.strip_prefix(head) else { return false };
    let starts = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
    starts.into_iter().any(|at| tail.get(at..).is_some_and(|tail| matches(rest, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(field: &str, plans: &str) -> Difference {
        let entry = "stores/stores/production/eu-west-1/de/data:aws_x.y".to_owned();
        Difference { entry, field: field.to_owned(), left: None, right: Some(plans.to_owned()) }
    }

    fn exceptions(text: &str) -> Exceptions {
        Exceptions::parse(text).expect("exceptions")
    }

    #[test]
    fn an_exception_is_about_a_kind_and_a_path() {
        let known = exceptions(
            "[[difference]]\nentry = \"stores/stores\"\nfield = \"/kind.*\"\nplans = \"unknown*\"\nreason = \"a\"\n",
        );
        let found = [
            difference("/kind.rules[3].days", "unknown (after apply)"),
            difference("/kind.rules[3].days", "7"),
            difference("/name", "unknown (after apply)"),
        ];
        let explained = known.explain(&found);
        assert_eq!(explained.by_reason, BTreeMap::from([("a".to_owned(), 1)]));
        assert_eq!((explained.unexplained.len(), explained.stale.len()), (2, 0));
        assert_eq!(known.explain(&found[1..]).stale, ["stores/stores/kind.*"]);
    }

    #[test]
    fn an_exception_without_a_reason_is_none() {
        let text = "[[difference]]\nentry = \"a/b\"\nfield = \"/c\"\nreason = \"\"\n";
        assert!(Exceptions::parse(text).is_err());
    }
}
