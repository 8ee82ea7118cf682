//! Reach: some libraries are for a few crates only, including transitive dependencies.

use std::collections::BTreeSet;
use std::path::Path;

use super::violation::Violation;
use super::workspace::Workspace;

const LAW: &str = "reach";

/// A library, and the folders whose crates may depend on it. Tests are exempt.
const RESERVED: [(&str, &[&str]); 3] = [
    // The facade has no command line.
    ("clap", &["crates/polder-cli", "xtask"]),
    // Libraries have error types that callers can match.
    ("anyhow", &["crates/polder-cli", "functions", "xtask"]),
    // Only the functions' runtime needs an async runtime.
    ("tokio", &["functions"]),
];

/// Crates that depend on these libraries and on nothing else, not even in tests: who trusts them has to read only them.
const ALONE: [(&str, &[&str]); 1] = [
    // It checks what the engines have found, and must not share an error with them.
    ("crates/polder-recheck", &["serde", "serde_json", "sha2"]),
];

pub(super) fn check(workspace: &Workspace) -> Vec<Violation> {
    let mut found = vec![];
    for (id, package) in workspace.members() {
        let reached = reached(workspace, id);
        let folder = package.folder.as_deref().unwrap_or_default();
        let alone = ALONE.iter().find(|(own, _)| *own == folder).map(|(_, allowed)| *allowed);
        let needs = package.needs.iter().filter_map(|(id, _)| workspace.packages.get(id));
        for needed in needs.filter(|it| alone.is_some_and(|allowed| !allowed.contains(&it.name.as_str()))) {
            let message =
                format!("depends on `{}`, which is not one of the libraries it may use", needed.name);
            found.push(Violation::of(LAW, &format!("{folder}/Cargo.toml"), message));
        }
        for (library, allowed) in RESERVED {
            let may = allowed.iter().any(|allowed| Path::new(folder).starts_with(allowed));
            if reached.contains(library) && !may {
                let message = format!("reaches `{library}`, which is for {}", allowed.join(" and "));
                found.push(Violation::of(LAW, &format!("{folder}/Cargo.toml"), message));
            }
        }
    }
    found
}

/// The names of all transitive dependencies of a package.
fn reached<'a>(workspace: &'a Workspace, id: &'a str) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(package) = open.pop().and_then(|id| workspace.packages.get(id)) {
        names.insert(package.name.as_str());
        let needs = package.needs.iter().filter(|(_, for_tests)| !for_tests);
        open.extend(needs.map(|(id, _)| id.as_str()).filter(|id| seen.insert(id)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;
    use crate::tidy::workspace::made_up;

    #[test]
    fn who_is_trusted_alone_depends_on_nothing_else() {
        let needs = &["serde", "inventory"];
        let workspace = made_up(&[
            ("recheck", Some("crates/polder-recheck"), needs, &["kit"]),
            ("inventory", Some("crates/polder-inventory"), &[], &[]),
            ("kit", Some("testing/kit"), &[], &[]),
            ("serde", None, &[], &[]),
        ]);
        insta::assert_snapshot!(shown(&check(&workspace)), @r"
        crates/polder-recheck/Cargo.toml: depends on `inventory`, which is not one of the libraries it may use [reach]
        crates/polder-recheck/Cargo.toml: depends on `kit`, which is not one of the libraries it may use [reach]
        ");
    }

    #[test]
    fn reserved_libraries_are_found_at_any_distance() {
        let workspace = made_up(&[
            ("spec", Some("crates/spec"), &["middle"], &[]),
            ("design", Some("crates/design"), &[], &["clap"]),
            ("polder-cli", Some("crates/polder-cli"), &["clap"], &[]),
            ("middle", None, &["clap", "middle"], &[]),
            ("clap", None, &[], &[]),
        ]);
        let expected =
            "  crates/spec/Cargo.toml: reaches `clap`, which is for crates/polder-cli and xtask [reach]
";
        assert_eq!(shown(&check(&workspace)), expected);
    }
}
