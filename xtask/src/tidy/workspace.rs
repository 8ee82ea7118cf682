//! The dependencies of crates, from cargo.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::tree::Tree;

/// The crates of the workspace and all of their dependencies.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// The folders of the members, in the order of the root's `Cargo.toml`.
    pub(super) order: Vec<String>,
    /// Every package of the build, by cargo's id.
    pub(super) packages: BTreeMap<String, Package>,
}

/// One package.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its folder relative to the root; `None` for packages from elsewhere.
    pub(super) folder: Option<String>,
    /// Its dependencies: id, and whether only its tests need it.
    pub(super) needs: Vec<(String, bool)>,
}

impl Workspace {
    /// Asks cargo.
    pub(super) fn read(root: &Path, tree: &Tree) -> Result<Workspace> {
        let mut ask = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        ask.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root);
        let said = ask.output().context("cannot run `cargo`")?;
        ensure!(said.status.success(), "`cargo metadata` failed:\n{}", String::from_utf8_lossy(&said.stderr));
        let metadata = serde_json::from_slice(&said.stdout).context("cargo's metadata is not JSON")?;
        Ok(Workspace::parse(tree.text("Cargo.toml").unwrap_or_default(), &metadata))
    }

    /// Builds the workspace from the root's `Cargo.toml` and cargo's metadata.
    pub(super) fn parse(root: &str, metadata: &Value) -> Workspace {
        let mut packages: BTreeMap<String, Package> = BTreeMap::new();
        let prefix = format!("{}/", text(metadata, "workspace_root"));
        for package in list(metadata, "packages") {
            let manifest = text(package, "manifest_path").strip_suffix("/Cargo.toml").unwrap_or_default();
            let ours = text(package, "source").is_empty();
            let folder = ours.then(|| manifest.strip_prefix(&prefix).unwrap_or(manifest).to_owned());
            let own = |key| text(package, key).to_owned();
            packages.insert(own("id"), Package { name: own("name"), folder, needs: vec![] });
        }
        let nodes = metadata.get("resolve").map(|resolve| list(resolve, "nodes")).unwrap_or_default();
        for node in nodes {
            if let Some(package) = packages.get_mut(text(node, "id")) {
                package.needs = list(node, "deps").iter().map(need).collect();
            }
        }
        Workspace { order: members(root), packages }
    }

    /// The members in order. A missing member is cargo's own error.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &Package)> {
        let by_folder: BTreeMap<&str, (&str, &Package)> = self
            .packages
            .iter()
            .filter_map(|(id, package)| Some((package.folder.as_deref()?, (id.as_str(), package))))
            .collect();
        self.order.iter().filter_map(move |folder| by_folder.get(folder.as_str()).copied())
    }
}

fn need(dependency: &Value) -> (String, bool) {
    let kinds = list(dependency, "dep_kinds");
    let for_tests = !kinds.is_empty() && kinds.iter().all(|kind| text(kind, "kind") == "dev");
    (text(dependency, "pkg").to_owned(), for_tests)
}

/// The members in the order in which they are written: cargo's metadata sorts them.
fn members(root: &str) -> Vec<String> {
    let lines = root.lines().skip_while(|line| !line.starts_with("members = ["));
    let members = lines.skip(1).take_while(|line| !line.starts_with(']'));
    members.filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// An artificial package: name, folder or nothing, dependencies, dev-dependencies.
#[cfg(test)]
pub(super) type MadeUp<'a> = (&'a str, Option<&'a str>, &'a [&'a str], &'a [&'a str]);

/// An artificial workspace.
#[cfg(test)]
pub(super) fn made_up(packages: &[MadeUp<'_>]) -> Workspace {
    let mut workspace = Workspace::default();
    for (name, folder, needs, for_tests) in packages {
        workspace.order.extend(folder.map(str::to_owned));
        let built = needs.iter().map(|need| ((*need).to_owned(), false));
        let tested = for_tests.iter().map(|need| ((*need).to_owned(), true));
        let package = Package {
            name: (*name).to_owned(),
            folder: folder.map(str::to_owned),
            needs: built.chain(tested).collect(),
        };
        workspace.packages.insert((*name).to_owned(), package);
    }
    workspace
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_is_read() {
        let root = "[workspace]\nmembers = [\n    \"crates/b\",\n    \"crates/a\",\n]\n";
        let metadata = json!({
            "workspace_root": "/r",
            "packages": [
                {"id": "a#1", "name": "a", "source": null,
                 "manifest_path": "/r/crates/a/Cargo.toml"},
                {"id": "b#1", "name": "b", "source": null,
                 "manifest_path": "/r/crates/b/Cargo.toml"},
                {"id": "c#1", "name": "c", "source": "registry",
                 "manifest_path": "/elsewhere/c/Cargo.toml"},
            ],
            "resolve": {"nodes": [
                {"id": "a#1", "deps": [
                    {"pkg": "b#1", "dep_kinds": [{"kind": null}]},
                    {"pkg": "c#1", "dep_kinds": [{"kind": "dev"}]},
                ]},
            ]},
        });
        let workspace = Workspace::parse(root, &metadata);
        let members: Vec<&str> = workspace.members().map(|(_, package)| package.name.as_str()).collect();
        assert_eq!(members, ["b", "a"]);
        let needs = &workspace.packages["a#1"].needs;
        assert_eq!(needs, &[("b#1".to_owned(), false), ("c#1".to_owned(), true)]);
        assert_eq!(workspace.packages["c#1"].folder, None);
    }
}
