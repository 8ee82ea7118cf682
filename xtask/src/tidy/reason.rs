//! Reason: a lint is expected with a reason, never allowed; open work has an issue.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "reason";
// Composed here, so that this file does not violate its own rule.
const LEFT: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.ending(".rs") {
        found.extend(allowed(path, text));
    }
    for (path, text) in tree.iter().filter(|(path, _)| !path.ends_with(".lock")) {
        for (line, words) in numbered(text) {
            if let Some(word) = LEFT.into_iter().find(|word| left_without_issue(words, word)) {
                let message = format!("`{word}` has no issue: write `{word}(#123)`, or do it");
                found.push(Violation::at(LAW, path, line, message));
            }
        }
    }
    found
}

/// `allow` cannot see when it has become needless; `expect` can. In a macro, where the one use needs it and the other
/// does not, only `allow` works: clippy asks for its reason.
fn allowed(path: &str, text: &str) -> Vec<Violation> {
    let mut found = vec![];
    let mut in_macro = false;
    for (line, words) in numbered(text) {
        in_macro = (in_macro || words.starts_with("macro_rules!")) && words != "}";
        let start = words.trim_start();
        if !in_macro && (start.starts_with("#[allow(") || start.starts_with("#![allow(")) {
            found.push(Violation::at(LAW, path, line, "allows a lint: `expect` it with a reason"));
        }
    }
    found
}

fn left_without_issue(line: &str, word: &str) -> bool {
    let mut parts = line.split(word);
    let mut before = parts.next().unwrap_or_default();
    parts.any(|after| {
        let is_word = !before.ends_with(part_of_word) && !after.starts_with(part_of_word);
        before = after;
        let issue =
            after.strip_prefix("(#").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        is_word && !issue
    })
}

fn part_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn lints_are_not_allowed_outside_macros() {
        let lines = [
            "//! A.",
            "#[allow(dead_code)]",
            "macro_rules! m {",
            "    #[allow(unused_mut)]",
            "}",
            "#![allow(a)]",
        ];
        insta::assert_snapshot!(shown(&check(&Tree::of([("a.rs", &lines.join("\n"))]))), @r"
        a.rs:2: allows a lint: `expect` it with a reason [reason]
        a.rs:6: allows a lint: `expect` it with a reason [reason]
        ");
    }

    #[test]
    fn todos_have_an_issue() {
        let word = LEFT[0];
        let text = format!("{word} later\nMY{word}\n{word}(#12): later\nsee {word}(12)\n");
        let found = check(&Tree::of([("a.md", &text)]));
        assert_eq!(found.iter().map(|violation| violation.line).collect::<Vec<_>>(), [1, 4]);
    }
}
