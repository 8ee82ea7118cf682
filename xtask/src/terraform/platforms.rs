//! Compiled platforms in folders.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::caller::{self, Stack};

/// The example that is the owner's platform.
pub(crate) const OWNER: &str = "saleor-eu";

/// A compiled platform.
pub(crate) struct Platform {
    /// Its name in the output.
    pub(crate) name: String,
    /// Where its stacks are.
    pub(crate) folder: PathBuf,
    /// Its stacks.
    pub(crate) stacks: Vec<Stack>,
    /// The folders of its modules, below `modules`.
    pub(crate) modules: Vec<String>,
}

/// A file to compile.
pub(crate) struct Source {
    /// Its name in the output.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) file: PathBuf,
}

/// All examples, or the one of this name.
pub(crate) fn examples(root: &Path, only: Option<&str>) -> Result<Vec<Source>> {
    let names = names(&root.join("examples"))?;
    let source = |name: String| {
        let file = root.join("examples").join(&name).join("polder.toml");
        Source { name, file }
    };
    named(names.into_iter().map(source).collect(), only)
}

/// Those of this name, if one is given.
pub(super) fn named(mut sources: Vec<Source>, only: Option<&str>) -> Result<Vec<Source>> {
    sources.retain(|source| only.is_none_or(|only| only == source.name));
    ensure!(!sources.is_empty(), "there is no platform of this name");
    Ok(sources)
}

/// Compiles platforms with these flags.
pub(crate) fn compile(
    root: &Path,
    out: &Path,
    sources: Vec<Source>,
    flags: &[&str],
) -> Result<Vec<Platform>> {
    sources.into_iter().map(|source| platform(root, out, source, flags)).collect()
}

/// The program that users run, and not the library: so a task can be built while a crate does not compile.
pub(super) fn polder(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--locked", "--release", "--quiet", "--package", "polder-cli", "--"]);
    command.current_dir(root);
    command
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

fn platform(root: &Path, out: &Path, source: Source, flags: &[&str]) -> Result<Platform> {
    let Source { name, file } = source;
    let folder = out.join("platforms").join(&name);
    let mut compile = polder(root);
    compile.arg("compile").arg(&file).arg("--out").arg(&folder).args(flags);
    let status = compile.status().context("cannot run `cargo`")?;
    ensure!(status.success(), "`{}` does not compile", file.display());
    let (stacks, modules) = (caller::stacks(&folder)?, caller::modules(&folder)?);
    Ok(Platform { name, folder, stacks, modules })
}
