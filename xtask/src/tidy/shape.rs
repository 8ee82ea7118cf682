//! Shape: a file is short, and says in its first line what it is. (The length of functions is checked by
//! clippy.)

use super::tree::Tree;
use super::violation::Violation;

const LAW: &str = "shape";
const LINES_MAX: usize = 800;

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.ending(".rs").chain(tree.ending(".md")) {
        let lines = text.lines().count();
        if lines > LINES_MAX {
            found.push(Violation::of(LAW, path, format!("has {lines} lines; the limit is {LINES_MAX}")));
        }
    }
    for (path, text) in tree.ending(".rs") {
        if !text.starts_with("//! ") {
            found.push(Violation::at(LAW, path, 1, "does not start with a `//!` line"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn long_files_and_files_without_a_comment_are_found() {
        let long = format!("//! Long.\n{}", "\n".repeat(LINES_MAX));
        let tree = Tree::of([
            ("a.rs", "//! Good.\n"),
            ("b.rs", "use std::fmt;\n"),
            ("c.rs", &long),
            ("data.csv", &long),
        ]);
        insta::assert_snapshot!(shown(&check(&tree)), @r"
        c.rs: has 801 lines; the limit is 800 [shape]
        b.rs:1: does not start with a `//!` line [shape]
        ");
    }
}
