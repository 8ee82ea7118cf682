//! Compares `polder diff` with real plans of Terraform, for the edits of platform files in `testing/edits/edits.toml`.
//!
//! `testing/edits/edits.py` says how. Nothing is applied, and only the emulator of this machine is asked.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::plan::Emulator;
use crate::provider_schema::plugin_folder;
use crate::tools;

/// The regions of the edits: the emulator makes in each what AWS has there.
const REGIONS: [&str; 6] =
    ["eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-3", "us-east-1"];

/// Compares the edits of these names; all if none is given. With `--table` the results are written into the table of the README.
pub(crate) fn check(root: &Path, only: &[&str]) -> Result<String> {
    let work = root.join("target/xtask/edits");
    fs::create_dir_all(&work).context("cannot create the folder of the edits")?;
    // Another Polder makes other builds of the same platform files.
    let builds = work.join("builds");
    if builds.exists() {
        fs::remove_dir_all(&builds).context("cannot remove the builds of the last run")?;
    }
    tools::build(root, "polder-cli")?;
    let regions: BTreeSet<&str> = REGIONS.into();
    let Some(emulator) = Emulator::start(root, &work, &regions)? else {
        return tools::skipped("no edit was compared: Python is missing");
    };
    let mut python = Command::new("python3");
    python.arg(root.join("testing/edits/edits.py")).arg("--root").arg(root).arg("--work").arg(&work);
    python.arg("--polder").arg(root.join("target/release/polder"));
    for (name, value) in emulator.environment() {
        python.arg("--env").arg(format!("{name}={value}"));
    }
    if let Some(plugins) = plugin_folder() {
        python.arg("--plugins").arg(plugins);
    }
    for name in only {
        match *name {
            "--table" => python.arg("--table").arg(root.join("testing/edits/README.md")),
            name => python.args(["--only", name]),
        };
    }
    let status = python.status().context("cannot run `python3`")?;
    ensure!(status.success(), "`polder diff` and Terraform do not agree");
    Ok("`polder diff` and Terraform agree".to_owned())
}
