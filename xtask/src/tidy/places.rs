//! Paths and hosts: nothing in the repository names the machine on which it was written, or a package mirror.

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "places";

/// Folders of a developer's machine. Composed here, so that this file does not violate its own rule.
const FOLDERS: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/opt/", "tf-"),
    concat!("../sh", "ared"),
];

/// Hosts for package clients only. Cargo's lock file names the index by its address on GitHub.
const HOSTS: [&str; 5] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("pypi", ".org"),
    concat!("registry.", "npmjs.org"),
    concat!("deb.", "debian.org"),
];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    for (path, text) in tree.iter() {
        for (line, words) in numbered(text) {
            if let Some(folder) = FOLDERS.into_iter().find(|folder| starts_a_path(words, folder)) {
                let message = format!("`{folder}` is a folder of a developer's machine");
                found.push(Violation::at(LAW, path, line, message));
            }
            if let Some(host) = HOSTS.into_iter().find(|host| words.contains(host)) {
                found.push(Violation::at(LAW, path, line, format!("`{host}` is for package clients only")));
            }
        }
    }
    found
}

/// Whether the folder is at the start of a path and not in the middle of one.
fn starts_a_path(line: &str, folder: &str) -> bool {
    let part_of_path = |c: char| c.is_alphanumeric() || "-_.}~>/*".contains(c);
    line.match_indices(folder).any(|(at, _)| !line[..at].ends_with(part_of_path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn paths_and_mirrors_are_found() {
        let [folder, ..] = FOLDERS;
        let [host, ..] = HOSTS;
        let text = format!("see `{folder}notes`\nsrc{folder}notes\nsparse+https://{host}/\n");
        let expected = format!(
            "  a.md:1: `{folder}` is a folder of a developer's machine [places]\n  a.md:3: `{host}` is for package clients \
             only [places]\n"
        );
        assert_eq!(shown(&check(&Tree::of([("a.md", &text)]))), expected);
    }
}
