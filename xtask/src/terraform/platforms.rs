//! The examples as stacks in folders.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace reach the machine themselves")]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use polder::diag::{self, Format, Source};
use polder_world::OsWorld;

/// The example that is the owner's platform.
const OWNER: &str = "saleor-eu";

/// A compiled example.
pub(super) struct Platform {
    /// The name of its folder under `examples`.
    pub(super) name: String,
    /// Where its stacks are.
    pub(super) folder: PathBuf,
    /// The folders of its stacks, below `stacks`.
    pub(super) stacks: Vec<String>,
    /// Whether its tests are run.
    pub(super) tested: bool,
}

/// Compiles all examples, or the one of this name.
pub(super) fn compile(root: &Path, out: &Path, only: Option<&str>) -> Result<Vec<Platform>> {
    let mut names = names(&root.join("examples"))?;
    names.retain(|name| only.is_none_or(|only| only == name));
    ensure!(!names.is_empty(), "there is no such example");
    names.iter().map(|name| platform(root, out, name)).collect()
}

fn names(examples: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(examples).with_context(|| format!("cannot read `{}`", examples.display()))?;
    let folders = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let platforms = folders.filter(|folder| folder.join("polder.toml").is_file());
    let mut names: Vec<String> =
        platforms.filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

fn platform(root: &Path, out: &Path, name: &str) -> Result<Platform> {
    let file = format!("examples/{name}/polder.toml");
    let text = fs::read_to_string(root.join(&file)).with_context(|| format!("cannot read `{file}`"))?;
    let outcome = polder::compile(&text);
    let rendered = diag::render(Format::Concise, &outcome.findings, &Source { name: &file, text: &text });
    let compiled = outcome.sound().with_context(|| format!("`{file}` has errors\n{rendered}"))?;
    let folder = out.join("platforms").join(name);
    let built = polder::build(&OsWorld, &folder, &compiled);
    built.with_context(|| format!("cannot write `{}`", folder.display()))?;
    let order = compiled.links.order.iter().filter_map(|id| compiled.cloud.stack(*id));
    let stacks = order.map(|stack| stack.key.to_string()).collect();
    Ok(Platform { name: name.to_owned(), folder, stacks, tested: name == OWNER })
}
