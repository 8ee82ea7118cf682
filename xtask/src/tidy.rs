//! Checks the rules of the repository that neither the compiler nor clippy checks.
//!
//! Each rule is a file here, with a test on a small artificial tree. All violations are reported at once.

mod changelog;
mod cycles;
mod links;
mod manifest;
mod neutral;
mod order;
mod places;
mod promises;
mod reach;
mod reason;
mod shape;
mod tests_law;
mod tree;
mod unused;
mod violation;
mod workspace;

use std::path::Path;

use anyhow::{Result, bail};

use self::tree::Tree;
use self::violation::Violation;
use self::workspace::Workspace;

/// A rule that needs only the files.
type FileLaw = fn(&Tree) -> Vec<Violation>;
/// A rule that needs the dependencies of crates.
type CrateLaw = fn(&Workspace) -> Vec<Violation>;

const FILE_LAWS: [FileLaw; 11] = [
    shape::check,
    reason::check,
    tests_law::check,
    manifest::check,
    cycles::check,
    neutral::check,
    unused::check,
    places::check,
    promises::check,
    changelog::check,
    links::check,
];
const CRATE_LAWS: [CrateLaw; 2] = [order::check, reach::check];

/// Checks all rules.
pub(crate) fn check(root: &Path) -> Result<String> {
    let tree = Tree::read(root)?;
    let workspace = Workspace::read(root, &tree)?;
    let mut found: Vec<Violation> = FILE_LAWS.iter().flat_map(|law| law(&tree)).collect();
    found.extend(CRATE_LAWS.iter().flat_map(|law| law(&workspace)));
    let laws = FILE_LAWS.len() + CRATE_LAWS.len();
    if found.is_empty() {
        return Ok(format!("tidy: {laws} rules, {} files, no violations", tree.len()));
    }
    found.sort();
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    let count = if found.len() == 1 { "1 violation".into() } else { format!("{} violations", found.len()) };
    bail!("tidy: {count}\n{}", lines.join("\n"));
}
