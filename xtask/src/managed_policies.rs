//! Writes what the policies that AWS maintains say about the actions that properties ask about into
//! `crates/polder-iam/data/managed.txt`.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

const FILE: &str = "crates/polder-iam/data/managed.txt";
/// The first word of the line with the actions.
const ACTIONS: &str = "actions ";

/// An action that is asked about with one resource only, and what that can be.
const SEND_COMMAND: &str = "ssm:SendCommand";
const DOCUMENTS: [&str; 2] = [
    "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript",
    "arn:aws:ssm:eu-central-1:111111111111:document/AWS-RunShellScript",
];

/// Reads a folder with a file for each policy (`aws/managedpolicies` of GitHub iann0036/iam-dataset), and writes the file again with
/// the actions that it lists and more of them. The comments stay.
pub(crate) fn write(root: &Path, folder: &Path, more: &[&str]) -> Result<String> {
    let file = root.join(FILE);
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read `{FILE}`"))?;
    let comments: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    let listed = text.lines().find_map(|line| line.strip_prefix(ACTIONS)).unwrap_or_default();
    let actions: BTreeSet<&str> =
        listed.split(' ').filter(|it| !it.is_empty()).chain(more.iter().copied()).collect();
    let policies = policies(folder)?;
    let mut lines: Vec<String> = comments.iter().map(|line| (*line).to_owned()).collect();
    lines.push(format!("{ACTIONS}{}", Vec::from_iter(actions.iter().copied()).join(" ")));
    for (name, document) in &policies {
        let mut said: Vec<String> = actions.iter().flat_map(|action| said(document, action)).collect();
        said.sort_by_key(|word| word[1..].to_owned());
        lines.push(std::iter::once(name.clone()).chain(said).collect::<Vec<_>>().join(" "));
    }
    fs::write(&file, format!("{}\n", lines.join("\n"))).with_context(|| format!("cannot write `{FILE}`"))?;
    Ok(format!("wrote `{FILE}`: {} policies, {} actions", policies.len(), actions.len()))
}

/// The documents of the policies by their names.
fn policies(folder: &Path) -> Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let mut policy: Value =
            serde_json::from_str(&text).with_context(|| format!("`{}` is no policy", path.display()))?;
        let name = path.file_stem().and_then(|name| name.to_str()).context("a file without a name")?;
        found.insert(name.to_owned(), policy["document"].take());
    }
    Ok(found)
}

/// What a policy says about an action: `+` and `-` about everything, `~` and `?` about some resources or under conditions.
fn said(document: &Value, action: &str) -> Vec<String> {
    let about = |effect: &str, [whole, limited]: [char; 2]| {
        let mut strengths = list(&document["Statement"])
            .filter(|statement| statement["Effect"] == effect && names(statement, action))
            .map(is_whole)
            .collect::<Vec<bool>>();
        strengths.sort_unstable();
        strengths.last().map(|strongest| format!("{}{action}", if *strongest { whole } else { limited }))
    };
    about("Allow", ['+', '~']).into_iter().chain(about("Deny", ['-', '?'])).collect()
}

fn is_whole(statement: &Value) -> bool {
    list(&statement["Resource"]).any(|resource| resource == "*") && statement.get("Condition").is_none()
}

fn names(statement: &Value, action: &str) -> bool {
    let any = |of: &Value| list(of).filter_map(Value::as_str).any(|pattern| matches(pattern, action));
    let named = match statement.get("NotAction") {
        Some(except) => !any(except),
        None => any(&statement["Action"]),
    };
    let mut resources = list(&statement["Resource"]).filter_map(Value::as_str).peekable();
    let asked = action != SEND_COMMAND
        || resources.peek().is_none()
        || resources.any(|pattern| DOCUMENTS.iter().any(|document| matches(pattern, document)));
    named && asked
}

/// The elements of a list, or the only one.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let (all, one) = match value {
        Value::Array(all) => (all.as_slice(), None),
        Value::Null => (&[][..], None),
        one => (&[][..], Some(one)),
    };
    all.iter().chain(one)
}

/// Whether a text matches a pattern with `*` and `?`, whatever its case.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let text = text.as_bytes();
    // For each length of a beginning of the text, whether the pattern so far matches it.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for letter in pattern.bytes() {
        if letter == b'*' {
            let first = reached.iter().position(|it| *it).unwrap_or(reached.len());
            reached[first..].fill(true);
            continue;
        }
        for at in (0..text.len()).rev() {
            reached[at + 1] = reached[at] && (letter == b'?' || letter == text[at]);
        }
        reached[0] = false;
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text, wanted) in [
            ("s3:Get*", "s3:GetObject", true),
            ("*", "", true),
            ("s3:?etObject", "s3:GetObject", true),
            ("s3:Get", "s3:GetObject", false),
            ("*Object*", "s3:GetObject", true),
            ("s3:*Put*", "s3:GetObject", false),
        ] {
            assert_eq!(matches(pattern, text), wanted, "{pattern} {text}");
        }
    }

    #[test]
    fn the_strongest_statement_of_each_effect_is_told() {
        let document = json!({"Statement": [
            {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a/*"},
            {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"},
            {"Effect": "Deny", "NotAction": "s3:List*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        ]});
        assert_eq!(said(&document, "s3:GetObject"), ["+s3:GetObject", "?s3:GetObject"]);
        assert_eq!(said(&document, "s3:ListBucket"), Vec::<String>::new());
    }
}
