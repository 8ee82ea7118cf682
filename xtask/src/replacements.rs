//! Writes which attributes the provider cannot change, into the table of `polder-diff`.
//!
//! The provider's schema does not say it. The provider itself does when it plans a change, which needs no account:
//! `replacements/ask.py` changes each attribute of each type alone and asks. It needs Python with the packages `grpcio`,
//! `grpcio-tools` and `msgpack`, and takes a few minutes.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::provider_schema;

const HEAD: &str = "\
# Attributes that version 5.100.0 of the provider hashicorp/aws cannot change, as it answered: `!` forces a replacement, `?` no answer.
# Written by `cargo xtask replacements`; do not edit.
";

/// Writes the table.
pub(crate) fn write(root: &Path) -> Result<String> {
    let file = root.join("crates/polder-diff/data/replacements.txt");
    let text = fresh(root)?;
    fs::write(&file, &text).with_context(|| format!("cannot write `{}`", file.display()))?;
    Ok(format!("wrote `{}`, {} lines", file.display(), text.lines().count()))
}

/// Compares the table with what the provider answers.
pub(crate) fn check(root: &Path) -> Result<String> {
    let file = root.join("crates/polder-diff/data/replacements.txt");
    let found = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    ensure!(found == fresh(root)?, "`{}` is stale: run `cargo xtask replacements`", file.display());
    Ok(format!("`{}` is fresh", file.display()))
}

fn fresh(root: &Path) -> Result<String> {
    let provider =
        provider_schema::plugin_file().context("there is no provider; set `POLDER_TF_PLUGIN_DIR`")?;
    let output = Command::new("python3")
        .arg(root.join("xtask/src/replacements/ask.py"))
        .arg(provider)
        .arg(root.join("crates/polder-cloud/schema/types.txt"))
        .output()
        .context("cannot run `python3`")?;
    ensure!(
        output.status.success(),
        "the provider was not asked:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(format!("{HEAD}{}", String::from_utf8(output.stdout)?))
}
