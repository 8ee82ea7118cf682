//! Unused: a dependency that no source of its crate names is removed, and one that only tests name is a
//! dev-dependency. Each dependency is compiled by everybody who builds the crate.

use std::collections::BTreeSet;

use super::tree::{Tree, numbered};
use super::violation::Violation;

const LAW: &str = "unused";
const ROOT: &str = "Cargo.toml";

/// The comment for a dependency that no source names because only its features are needed, with the reason
/// after it.
const FEATURE_ONLY: &str = "# feature only: ";

/// A line of a dependency table.
struct Dependency<'a> {
    line: usize,
    /// The key, which is also the name in paths once `-` is `_`.
    name: &'a str,
    table: Table,
    feature_only: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Normal,
    Dev,
    Build,
    Workspace,
}

/// The sources of a crate by who compiles them.
#[derive(Default)]
struct Sources<'a> {
    /// The library, the programs and the fuzz targets, without their unit tests.
    built: Vec<&'a str>,
    /// Unit tests, tests, benchmarks, examples, and the code in documentation.
    tests: Vec<&'a str>,
    /// The build script.
    script: Vec<&'a str>,
}

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = vec![];
    let mut declared = vec![];
    let mut used = BTreeSet::new();
    for (path, text) in tree.ending(ROOT) {
        let sources = path.strip_suffix(ROOT).map(|folder| Sources::of(tree, folder)).unwrap_or_default();
        let dependencies: Vec<Dependency<'_>> = dependencies(text).collect();
        for dependency in &dependencies {
            if dependency.table == Table::Workspace {
                declared.push((path, dependency.line, dependency.name));
                continue;
            }
            used.insert(dependency.name);
            let normal = |it: &Dependency<'_>| it.table == Table::Normal && it.name == dependency.name;
            let message = if dependency.table == Table::Dev && dependencies.iter().any(normal) {
                Some("is a dependency of the crate already".to_owned())
            } else {
                sources.judge(dependency)
            };
            found.extend(message.map(|message| {
                Violation::at(LAW, path, dependency.line, format!("`{}` {message}", dependency.name))
            }));
        }
    }
    for (path, line, name) in declared.into_iter().filter(|(_, _, name)| !used.contains(name)) {
        found.push(Violation::at(LAW, path, line, format!("no member uses `{name}`: remove it")));
    }
    found
}

/// The lines of all tables of dependencies, those for one platform included.
fn dependencies(text: &str) -> impl Iterator<Item = Dependency<'_>> {
    let mut table = None;
    numbered(text).filter_map(move |(line, words)| {
        if let Some(header) = words.strip_prefix('[') {
            table = match header
                .split(']')
                .next()?
                .rsplit_once('.')
                .unwrap_or(("", header.trim_end_matches(']')))
            {
                ("workspace", "dependencies") => Some(Table::Workspace),
                (_, "dependencies") => Some(Table::Normal),
                (_, "dev-dependencies") => Some(Table::Dev),
                (_, "build-dependencies") => Some(Table::Build),
                _ => None,
            };
            return None;
        }
        let (name, _) = words.split_once(['.', ' ', '='])?;
        let named = !name.is_empty() && !name.starts_with('#');
        let feature_only =
            words.split_once(FEATURE_ONLY).is_some_and(|(_, reason)| !reason.trim().is_empty());
        table.filter(|_| named).map(|table| Dependency { line, name, table, feature_only })
    })
}

impl<'a> Sources<'a> {
    /// The sources of the crate in `folder`, which ends with `/`.
    fn of(tree: &'a Tree, folder: &str) -> Sources<'a> {
        let files: Vec<(&str, &str)> =
            tree.ending(".rs").filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text))).collect();
        let test_modules: Vec<String> =
            files.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
        let mut sources = Sources::default();
        for (path, text) in files {
            let first = path.split('/').next().unwrap_or(path);
            let module = path.strip_suffix(".rs").unwrap_or(path);
            let of_tests = test_modules.iter().any(|test| {
                module
                    .strip_prefix(test.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            if path == "build.rs" {
                sources.script.extend(text.lines());
            } else if of_tests || matches!(first, "tests" | "benches" | "examples") {
                sources.tests.extend(text.lines());
            } else {
                sources.divide(text);
            }
        }
        sources
    }

    /// Adds a file with its unit tests.
    fn divide(&mut self, text: &'a str) {
        let mut in_tests = None;
        for line in text.lines() {
            let code = line.trim_start();
            let indentation = line.len() - code.len();
            if in_tests.is_none() && code.starts_with("#[cfg(test)]") {
                in_tests = Some(indentation);
            } else if in_tests.is_some() || documents(code) {
                self.tests.push(line);
            } else {
                self.built.push(line);
            }
            // The code is formatted: an item ends where it began.
            if in_tests == Some(indentation) && code.ends_with(['}', ';', ',']) {
                in_tests = None;
            }
        }
    }

    /// What is wrong with a dependency.
    fn judge(&self, dependency: &Dependency<'_>) -> Option<String> {
        let name = dependency.name.replace('-', "_");
        let named = |lines: &[&str]| lines.iter().any(|line| names(line, &name));
        let (wanted, elsewhere) = match dependency.table {
            Table::Normal | Table::Workspace => (named(&self.built), named(&self.tests)),
            Table::Dev => (named(&self.tests), false),
            Table::Build => (named(&self.script), false),
        };
        match (wanted, elsewhere, dependency.feature_only) {
            (true, _, false) | (false, false, true) => None,
            (true, _, true) | (_, true, true) => {
                Some("is used in the sources: it is not for a feature only".into())
            }
            (false, true, false) => Some("is used by tests only: move it to `[dev-dependencies]`".into()),
            (false, false, false) => Some(format!("is not used: remove it, or add `{FEATURE_ONLY}…`")),
        }
    }
}

/// The files of unit tests beside a file, as paths without `.rs`: `src/check/tests` for `mod tests;` in
/// `src/check.rs`, or the path in `#[path]`.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let own = if matches!(stem, "lib" | "main" | "mod") { "" } else { stem };
    let mut found = vec![];
    let mut lines = text.lines().map(str::trim);
    while lines.any(|line| line == "#[cfg(test)]") {
        let mut at = None;
        for line in lines.by_ref() {
            if let Some(file) = line.strip_prefix("#[path = \"") {
                at = file.split('"').next().map(|file| format!("{folder}/{}", file.trim_end_matches(".rs")));
            } else if !line.starts_with("#[") {
                // A comment may stand behind it.
                let item = line.split("//").next().map(str::trim_end).and_then(|line| line.strip_suffix(';'));
                let name = item.and_then(|item| item.rsplit_once("mod ")).map(|(_, name)| name);
                found.extend(
                    name.map(|name| at.unwrap_or_else(|| [folder, own, name].join("/").replace("//", "/"))),
                );
                break;
            }
        }
    }
    found
}

/// A line of documentation. The code in it is a test.
fn documents(code: &str) -> bool {
    code.starts_with("///") || code.starts_with("//!")
}

/// Whether a line names a crate at the start of a path (`name::`), or imports it whole.
fn names(line: &str, name: &str) -> bool {
    let code = line.trim_start();
    if code.starts_with("//") && !documents(code) {
        return false;
    }
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        // `crate::name::` is a module; `::name::` is the crate.
        let inside = before.strip_suffix("::").is_some_and(|path| path.ends_with(part_of_name));
        let starts = !before.ends_with(part_of_name) && !before.ends_with('.') && !inside;
        let imports = ["use ", "extern crate "].iter().any(|word| before.ends_with(word));
        let whole = after.starts_with(';') || after.starts_with(" as ");
        starts && (after.starts_with("::") || imports && whole)
    })
}

fn part_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::violation::shown;

    #[test]
    fn unused_dependencies_are_found_in_each_table() {
        let root = "[workspace]\n[workspace.dependencies]\nserde = \"1\" # a\nlost = \"1\" # b\n\n[workspace.lints]\n";
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\nserde-json = { workspace = true }\n\
                        gone.workspace = true\nlate.workspace = true\ntested.workspace = true\ntls.workspace = true # feature only: its roots\n\
                        \n[target.'cfg(unix)'.dependencies]\nunix.workspace = true\n\
                        [dev-dependencies]\ninsta.workspace = true\nserde.workspace = true\nproptest.workspace = true\n\
                        [build-dependencies]\nscript.workspace = true\ncc.workspace = true\n[lints]\nworkspace = true\n";
        let library = "//! A.\nuse serde::Serialize;\nfn f() -> serde_json::Value {}\n// gone::f() is a comment.\n\
                       #[cfg(test)]\nmod tests {\n    use tested::f;\n}\n#[cfg(test)]\nmod more; // and more\n#[cfg(test)]\n#[path = \"other_tests.rs\"]\nmod others;\nuse unix as u;\n";
        let tree = Tree::of([
            ("Cargo.toml", root),
            ("a/Cargo.toml", manifest),
            ("a/src/lib.rs", library),
            ("a/src/more/deep.rs", "fn t() {\n    insta::assert!();\n}\n"),
            ("a/src/other_tests.rs", "use late::x;\n"),
            ("a/build.rs", "use cc;\nuse gone::x;\n"),
            ("ab/src/lib.rs", "use gone::x;\nuse proptest::x;\n"),
        ]);
        insta::assert_snapshot!(shown(&check(&tree)), @r"
        a/Cargo.toml:6: `gone` is not used: remove it, or add `# feature only: …` [unused]
        a/Cargo.toml:7: `late` is used by tests only: move it to `[dev-dependencies]` [unused]
        a/Cargo.toml:8: `tested` is used by tests only: move it to `[dev-dependencies]` [unused]
        a/Cargo.toml:15: `serde` is a dependency of the crate already [unused]
        a/Cargo.toml:16: `proptest` is not used: remove it, or add `# feature only: …` [unused]
        a/Cargo.toml:18: `script` is not used: remove it, or add `# feature only: …` [unused]
        Cargo.toml:4: no member uses `lost`: remove it [unused]
        ");
    }

    #[test]
    fn features_are_a_reason_for_unused_crates_only() {
        let manifest = "[dependencies]\ntls.workspace = true # feature only: its roots\nzip.workspace = true # feature only: \n";
        let tree = Tree::of([("a/Cargo.toml", manifest), ("a/src/main.rs", "use tls::Roots;\n")]);
        insta::assert_snapshot!(shown(&check(&tree)), @r"
        a/Cargo.toml:2: `tls` is used in the sources: it is not for a feature only [unused]
        a/Cargo.toml:3: `zip` is not used: remove it, or add `# feature only: …` [unused]
        ");
    }

    #[test]
    fn a_name_counts_where_it_starts_a_path() {
        for used in [
            "use toml::Table;",
            "    ::toml::from_str(x)",
            "extern crate toml;",
            "pub use toml as t;",
            "/// toml::x()",
        ] {
            assert!(names(used, "toml"), "{used}");
        }
        for other in [
            "use crate::toml::x;",
            "use super::toml;",
            "let toml = 1;",
            "basic_toml::x()",
            "toml_edit::x()",
            "// toml::x()",
            "it.toml::<u8>()",
        ] {
            assert!(!names(other, "toml"), "{other}");
        }
    }

    #[test]
    fn code_after_a_test_item_counts() {
        let text = "impl A {\n    #[cfg(test)]\n    fn t(\n        a: u8,\n    ) {\n        a::b();\n    }\n    fn f() {}\n}\n";
        let mut sources = Sources::default();
        sources.divide(text);
        assert_eq!(sources.built, ["impl A {", "    fn f() {}", "}"]);
    }
}
