//! Order: a crate depends only on crates above it in the root's list, so that the list is the order of the
//! data flow.

use super::violation::Violation;
use super::workspace::Workspace;

const LAW: &str = "order";

/// Crates here are for tests, and the tests of any crate may use them.
const TEST_FOLDER: &str = "testing/";

pub(super) fn check(workspace: &Workspace) -> Vec<Violation> {
    let members: Vec<_> = workspace.members().collect();
    let place = |id: &str| members.iter().position(|(known, _)| *known == id);
    let mut found = vec![];
    for (mine, (_, package)) in members.iter().enumerate() {
        let folder = package.folder.as_deref().unwrap_or_default();
        for (id, for_tests) in &package.needs {
            let Some(theirs) = place(id).filter(|theirs| *theirs >= mine) else { continue };
            let needed = members[theirs].1;
            let for_tests =
                *for_tests && needed.folder.as_deref().is_some_and(|f| f.starts_with(TEST_FOLDER));
            if !for_tests {
                let message = format!("depends on `{}`, which is below it in the workspace", needed.name);
                found.push(Violation::of(LAW, &format!("{folder}/Cargo.toml"), message));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;
    use crate::tidy::workspace::made_up;

    #[test]
    fn dependencies_are_above() {
        let workspace = made_up(&[
            ("diag", Some("crates/diag"), &[], &["kit"]),
            ("spec", Some("crates/spec"), &["diag", "design"], &["cli"]),
            ("design", Some("crates/design"), &["spec"], &[]),
            ("cli", Some("crates/cli"), &["design"], &[]),
            ("kit", Some("testing/kit"), &["diag"], &[]),
        ]);
        insta::assert_snapshot!(shown(&check(&workspace)), @r"
        crates/spec/Cargo.toml: depends on `design`, which is below it in the workspace [order]
        crates/spec/Cargo.toml: depends on `cli`, which is below it in the workspace [order]
        ");
    }
}
