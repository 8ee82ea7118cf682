//! Tests: every test runs and asserts something specific; where `CI` is set, also without a program that it needs.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "tests";
const FORBIDDEN: [(&str, &str); 2] = [
    ("#[ignore", "a test that does not run is useless: make it fast, or delete it"),
    ("#[should_panic", "accepts any panic: return a result and compare it"),
];

/// What a test prints that goes without a program that it needs.
const SKIPPED: &str = "\u{22}SKIPPED:";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.ending(".rs") {
        for (line, words) in numbered(text) {
            for (mark, message) in FORBIDDEN {
                if words.trim_start().starts_with(mark) {
                    found.push(Violation::at(LAW, path, line, message));
                }
            }
            if words.contains(SKIPPED) && !text.contains("\"CI\"") {
                found.push(Violation::at(
                    LAW,
                    path,
                    line,
                    "goes on without what it needs where `CI` is set, too: fail there",
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn tests_that_go_without_what_they_need_are_found() {
        let skips = &format!("eprintln!({SKIPPED} no node\");\n");
        let fails = format!("assert!(std::env::var_os(\"CI\").is_none());\n{skips}");
        insta::assert_snapshot!(shown(&check(&Tree::of([("a.rs", skips), ("b.rs", &fails)]))), @"a.rs:1: goes on without what it needs where `CI` is set, too: fail there [tests]");
    }

    #[test]
    fn ignored_tests_are_found() {
        let text = "//! `#[ignore]` in words is fine.\n#[ignore]\n    #[should_panic(expected = \"x\")]\n";
        insta::assert_snapshot!(shown(&check(&Tree::of([("a.rs", text)]))), @r"
        a.rs:2: a test that does not run is useless: make it fast, or delete it [tests]
        a.rs:3: accepts any panic: return a result and compare it [tests]
        ");
    }
}
