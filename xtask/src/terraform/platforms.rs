//! The examples as stacks in folders.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace reach the machine themselves")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The example that is the owner's platform.
pub(crate) const OWNER: &str = "saleor-eu";

/// A compiled example.
pub(crate) struct Platform {
    /// The name of its folder under `examples`.
    pub(crate) name: String,
    /// Where its stacks are.
    pub(crate) folder: PathBuf,
    /// The folders of its stacks, below `stacks`.
    pub(crate) stacks: Vec<String>,
    /// Whether its tests are run.
    pub(crate) tested: bool,
}

impl Platform {
    /// The folders of its stacks.
    pub(crate) fn folders(&self) -> impl Iterator<Item = PathBuf> {
        self.stacks.iter().map(|stack| self.folder.join("stacks").join(stack))
    }
}

/// Compiles all examples, or the one of this name, with these flags.
pub(crate) fn compile(root: &Path, out: &Path, only: Option<&str>, flags: &[&str]) -> Result<Vec<Platform>> {
    let mut names = names(&root.join("examples"))?;
    names.retain(|name| only.is_none_or(|only| only == name));
    ensure!(!names.is_empty(), "there is no such example");
    names.iter().map(|name| platform(root, out, name, flags)).collect()
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

fn platform(root: &Path, out: &Path, name: &str, flags: &[&str]) -> Result<Platform> {
    let folder = out.join("platforms").join(name);
    // The program that users run, and not the library: so this task can be built while a room is broken.
    let mut compile = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    compile.args(["run", "--locked", "--release", "--quiet", "--package", "polder-cli", "--", "compile"]);
    compile
        .arg(format!("examples/{name}/polder.toml"))
        .arg("--out")
        .arg(&folder)
        .args(flags)
        .current_dir(root);
    let status = compile.status().context("cannot run `cargo`")?;
    ensure!(status.success(), "`examples/{name}/polder.toml` does not compile");
    let mut stacks = vec![];
    find_stacks(&folder.join("stacks"), "", &mut stacks)?;
    Ok(Platform { name: name.to_owned(), folder, stacks, tested: name == OWNER })
}

/// The folders with a backend, in order: every stack has one, and no stack lies inside another.
fn find_stacks(root: &Path, below: &str, stacks: &mut Vec<String>) -> Result<()> {
    let folder = root.join(below);
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let inner = if below.is_empty() { name } else { format!("{below}/{name}") };
        if root.join(&inner).join("site.tf").is_file() {
            stacks.push(inner);
        } else {
            find_stacks(root, &inner, stacks)?;
        }
    }
    Ok(())
}
