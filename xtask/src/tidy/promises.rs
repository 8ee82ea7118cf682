//! Promises: the tests that the scanner's exceptions name exist.

use super::tree::Tree;
use super::violation::Violation;
use crate::checkov::exceptions::{Exceptions, FILE};

const LAW: &str = "promises";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(FILE) else { return vec![] };
    let promises = match Exceptions::promises(text) {
        Ok(promises) => promises,
        Err(error) => return vec![Violation::of(LAW, FILE, format!("cannot be read: {error:#}"))],
    };
    let mut found = vec![];
    for (check, tests) in promises {
        for test in tests {
            let start = format!("fn {test}() {{");
            if !tree.ending(".rs").any(|(_, code)| code.contains(&start)) {
                found.push(Violation::of(LAW, FILE, format!("`{check}` names no test: `{test}`")));
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
    fn a_missing_test_is_a_violation() {
        let list = "[[exception]]\ncheck = \"A\"\nresources = [\"*\"]\nreason = \"r\"\ninstead = \"i\"\n\
                    tests = [\"it_holds\", \"it_held\"]\n";
        let tree = Tree::of([(FILE, list), ("src/lib.rs", "#[test]\nfn it_holds() {\n}\n")]);
        assert_eq!(shown(&check(&tree)), format!("  {FILE}: `A` names no test: `it_held` [{LAW}]\n"));
    }
}
