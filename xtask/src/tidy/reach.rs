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

pub(super) fn check(workspace: &Workspace) -> Vec<Violation> {
    let mut found = vec![];
    for (id, package) in workspace.members() {
        let reached = reached(workspace, id);
        let folder = package.folder.as_deref().unwrap_or_default();
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
