//! Changelog: there is always a section for the next entry.

use super::tree::Tree;
use super::violation::Violation;

const LAW: &str = "changelog";
const FILE: &str = "CHANGELOG.md";
const HEADING: &str = "## Unreleased";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let kept = tree.text(FILE).is_some_and(|text| text.lines().any(|line| line.trim_end() == HEADING));
    if kept { vec![] } else { vec![Violation::of(LAW, FILE, format!("has no section `{HEADING}`"))] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_for_the_next_entry_is_required() {
        assert_eq!(check(&Tree::of([(FILE, "# Changes\n\n## Unreleased\n")])), []);
        assert_eq!(check(&Tree::of([(FILE, "# Changes\n\n## 0.1.0\n")])).len(), 1);
        assert_eq!(check(&Tree::of([])).len(), 1);
    }
}
