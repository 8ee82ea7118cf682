//! Tests: every test runs, and asserts something specific.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "tests";
const FORBIDDEN: [(&str, &str); 2] = [
    ("#[ignore", "a test that does not run is useless: make it fast, or delete it"),
    ("#[should_panic", "accepts any panic: return a result and compare it"),
];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.ending(".rs") {
        for (line, words) in numbered(text) {
            for (mark, message) in FORBIDDEN {
                if words.trim_start().starts_with(mark) {
                    found.push(Violation::at(LAW, path, line, message));
                }
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
    fn ignored_tests_are_found() {
        let text = "//! `#[ignore]` in words is fine.\n#[ignore]\n    #[should_panic(expected = \"x\")]\n";
        insta::assert_snapshot!(shown(&check(&Tree::of([("a.rs", text)]))), @r"
        a.rs:2: a test that does not run is useless: make it fast, or delete it [tests]
        a.rs:3: accepts any panic: return a result and compare it [tests]
        ");
    }
}
