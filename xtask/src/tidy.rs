//! Holds the repository to the laws of the house, as far as neither the compiler nor clippy does.
//!
//! Each law is a file here, with a test on a small made-up tree. All violations are shown at once.

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

/// A law that needs only the files.
type FileLaw = fn(&Tree) -> Vec<Violation>;
/// A law that needs to know what depends on what.
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

/// Checks everything.
pub(crate) fn check(root: &Path) -> Result<String> {
    let tree = Tree::read(root)?;
    let workspace = Workspace::read(root, &tree)?;
    let mut found: Vec<Violation> = FILE_LAWS.iter().flat_map(|law| law(&tree)).collect();
    found.extend(CRATE_LAWS.iter().flat_map(|law| law(&workspace)));
    let laws = FILE_LAWS.len() + CRATE_LAWS.len();
    if found.is_empty() {
        return Ok(format!("tidy: {laws} laws hold over {} files", tree.len()));
    }
    found.sort();
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    let places =
        if found.len() == 1 { "1 place breaks".into() } else { format!("{} places break", found.len()) };
    bail!("{places} a law of the house\n{}", lines.join("\n"));
}
