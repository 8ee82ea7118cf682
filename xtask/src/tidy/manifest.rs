//! Manifests: versions are in one place, and each dependency has a comment on its purpose.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "manifest";
const ROOT: &str = "Cargo.toml";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    // The fuzz targets are a workspace of their own, as cargo-fuzz requires.
    for (path, text) in tree.ending("Cargo.toml").filter(|(path, _)| !path.starts_with("fuzz/")) {
        for (line, words) in dependencies(text) {
            if path == ROOT {
                let ours = words.contains("path = ");
                if !ours && !words.contains("# ") {
                    found.push(Violation::at(LAW, path, line, "has no comment on its purpose"));
                }
            } else if !words.contains("workspace = true") {
                found.push(Violation::at(LAW, path, line, "its version belongs in the root's Cargo.toml"));
            }
        }
    }
    found
}

/// The lines of all dependency tables.
fn dependencies(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    numbered(text).filter(move |(_, words)| {
        if words.starts_with('[') {
            inside = words.trim_end().ends_with("dependencies]");
            return false;
        }
        inside && words.contains('=') && !words.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn dependencies_have_a_comment() {
        let root = "[workspace]\nresolver = \"3\"\n\n[workspace.dependencies]\n# a group\nours = { path = \"ours\" }\n\
                    toml = \"1\" # the platform file\nserde = \"1\"\n\n[profile.dev]\nopt-level = 1\n";
        let ours = "[package]\nname = \"ours\"\n[dependencies]\ntoml.workspace = true\nserde = \"1\"\n";
        let tree = Tree::of([("Cargo.toml", root), ("ours/Cargo.toml", ours)]);
        insta::assert_snapshot!(shown(&check(&tree)), @r"
        Cargo.toml:8: has no comment on its purpose [manifest]
        ours/Cargo.toml:5: its version belongs in the root's Cargo.toml [manifest]
        ");
    }
}
