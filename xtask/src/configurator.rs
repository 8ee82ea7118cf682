//! Validates the configuration of every cell of every example with Saleor's configurator.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::tools;

const PACKAGE: &str = "@saleor/configurator@3.23.2";

/// Validates `saleor/<cell>/config.yml` of all examples. Without npm it reports that: as an error where `CI`
/// is set, and as a message elsewhere.
pub(crate) fn check(root: &Path) -> Result<String> {
    let Some(tool) = tools::npm(root, "configurator", PACKAGE)? else {
        return tools::skipped("the configurations were not validated: npm is missing");
    };
    let program = tool.join("node_modules/.bin/configurator");
    let scratch = root.join("target/xtask/configurator");
    let mut files = vec![];
    for example in tools::examples(root)? {
        let folder = scratch.join(&example);
        tools::polder(
            root,
            root,
            &["compile", &format!("examples/{example}/polder.toml"), "--out", path(&folder)?],
        )?;
        files.extend(configurations(&folder)?);
    }
    ensure!(!files.is_empty(), "no example has a configuration");
    let mut wrong = String::new();
    for file in &files {
        let mut command = Command::new(&program);
        // In an empty folder: files around it must not influence the tool.
        command.args(["validate", "--json", "--config"]).arg(file).current_dir(&tool);
        let output = command.output().with_context(|| format!("cannot run `{}`", program.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stdout);
            wrong.push_str(&format!("\n{}:\n{said}", file.display()));
        }
    }
    if !wrong.is_empty() {
        bail!("the configurator rejects a configuration{wrong}");
    }
    Ok(format!("{PACKAGE} accepts {} configurations", files.len()))
}

fn configurations(build: &Path) -> Result<Vec<PathBuf>> {
    let folder = build.join("saleor");
    let cells = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut files = vec![];
    for cell in cells {
        files.push(cell?.path().join("config.yml"));
    }
    files.sort();
    Ok(files)
}

fn path(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("`{}` is not UTF-8", path.display()))
}
