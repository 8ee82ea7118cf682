//! Writes the provider's schema into the repository, reduced to what Polder may use.
//!
//! The format is described in `crates/polder-cloud/schema/README.md`.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod plugin;
mod trim;

pub(crate) use self::trim::{UNTOLD, Wanted, trim};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const VERSION: &str = "5.100.0";

/// Writes the file.
pub(crate) fn write() -> Result<String> {
    let text = fresh()?;
    let file = schema_folder().join("aws.json");
    fs::write(&file, &text).with_context(|| format!("cannot write `{}`", file.display()))?;
    Ok(format!("wrote `{}`, {} KB", file.display(), text.len() / 1024))
}

/// Compares the file with the provider's schema.
pub(crate) fn check() -> Result<String> {
    let file = schema_folder().join("aws.json");
    let found = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    ensure!(found == fresh()?, "`{}` is stale: run `cargo xtask provider-schema`", file.display());
    Ok(format!("`{}` is fresh", file.display()))
}

/// The folder on this machine that holds the provider, if there is one.
pub(crate) fn plugin_folder() -> Option<PathBuf> {
    plugin::folder(VERSION)
}

/// The provider's program on this machine, if it is there.
pub(crate) fn plugin_file() -> Option<PathBuf> {
    plugin::file(VERSION)
}

fn fresh() -> Result<String> {
    let list = schema_folder().join("types.txt");
    let list = fs::read_to_string(&list).with_context(|| format!("cannot read `{}`", list.display()))?;
    trim(&ask_provider()?, &Wanted::parse(&list)?, VERSION)
}

fn schema_folder() -> PathBuf {
    crate::root().join("crates/polder-cloud/schema")
}

/// The whole schema, as Terraform prints it.
fn ask_provider() -> Result<Value> {
    let folder = crate::root().join("target/xtask/provider-schema");
    fs::create_dir_all(&folder)?;
    let requirement = format!(
        "terraform {{\n  required_providers {{\n    aws = {{\n      source  = \"hashicorp/aws\"\n      \
         version = \"{VERSION}\"\n    }}\n  }}\n}}\n"
    );
    fs::write(folder.join("main.tf"), requirement)?;
    let mut init = vec!["init".to_owned(), "-no-color".to_owned(), "-backend=false".to_owned()];
    // Without a copy on this machine Terraform downloads the provider.
    init.extend(plugin_folder().map(|found| format!("-plugin-dir={}", found.display())));
    run(&folder, &init)?;
    let schema = run(&folder, &["providers".to_owned(), "schema".to_owned(), "-json".to_owned()])?;
    serde_json::from_slice(&schema).context("the schema is not JSON")
}

fn run(folder: &Path, arguments: &[String]) -> Result<Vec<u8>> {
    let mut command = Command::new("terraform");
    command.args(arguments).current_dir(folder).env("CHECKPOINT_DISABLE", "1");
    let output = command.output().context("cannot run `terraform`; is it on the search path?")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`terraform {}` failed:\n{said}", arguments.join(" "));
    Ok(output.stdout)
}
