//! Terraform, prepared once for all stacks.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace reach the machine themselves")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::caller;

const LOCK: &str = ".terraform.lock.hcl";

/// The engine with its provider. All stacks use the same one, so that a single `init` does for all of them.
#[derive(Clone)]
pub(crate) struct Engine {
    /// Where `init` put the provider.
    data: PathBuf,
    /// A configuration that says nothing: that of the person who runs this may say anything.
    configuration: PathBuf,
    /// What it finds in its environment besides.
    environment: Vec<(&'static str, String)>,
    /// Where a copy of the provider is, if there is one: found once, for the search takes a while.
    plugins: Option<PathBuf>,
}

impl Engine {
    /// Runs `init` with these flags in the first of these folders, and locks the others to the same provider.
    pub(crate) fn prepare(
        folder: &Path,
        stacks: &[PathBuf],
        flags: &[&str],
        environment: Vec<(&'static str, String)>,
    ) -> Result<Engine> {
        let (data, configuration) = (folder.join("data"), folder.join("terraform.rc"));
        let plugins = crate::provider_schema::plugin_folder();
        let engine = Engine { data, configuration, environment, plugins };
        fs::write(&engine.configuration, "").context("cannot write the engine's configuration")?;
        let first = stacks.first().context("there is no stack")?;
        if let Err(said) = engine.init(first, flags) {
            bail!("`terraform init` failed\n{said}");
        }
        let lock =
            fs::read(first.join(LOCK)).with_context(|| format!("`terraform init` left no `{LOCK}`"))?;
        for stack in stacks {
            fs::write(stack.join(LOCK), &lock)
                .with_context(|| format!("cannot lock `{}`", stack.display()))?;
        }
        Ok(engine)
    }

    /// Runs `init`. Without a copy of the provider on this machine Terraform fetches it itself.
    fn init(&self, folder: &Path, flags: &[&str]) -> Result<Vec<u8>, String> {
        let mut arguments = vec!["init", "-input=false"];
        arguments.extend(flags);
        let plugins = self.plugins.as_ref().map(|found| format!("-plugin-dir={}", found.display()));
        arguments.extend(plugins.as_deref());
        self.run(folder, &arguments)
    }

    /// Whether all files below a folder are as `terraform fmt` would write them. What it said if not.
    pub(super) fn formatted(&self, folder: &Path) -> Result<(), String> {
        self.run(folder, &["fmt", "-check", "-diff", "-recursive"]).map(drop)
    }

    /// Validates stacks below a folder by one root that calls them, which is written beside them. What the engine said if it
    /// is not content: a warning is of something that is deprecated.
    pub(super) fn validate(&self, folder: &Path, stacks: &[String]) -> Result<(), String> {
        let text = |error: anyhow::Error| format!("{error:#}");
        let stacks: Result<Vec<caller::Stack>> =
            stacks.iter().map(|stack| caller::Stack::at(folder, stack)).collect();
        let root = caller::root(&stacks.map_err(text)?);
        fs::write(folder.join("main.tf"), root).map_err(|error| format!("cannot write the root: {error}"))?;
        let own = Engine { data: folder.join(".terraform"), ..self.clone() };
        own.init(folder, &["-backend=false"])?;
        let said = own.run(folder, &["validate", "-json"]);
        let said = said.map_or_else(|said| said, |out| String::from_utf8_lossy(&out).into_owned());
        caller::findings(&said).map_err(text)
    }

    /// Runs a command that looks at one stack. What the engine said if it is not content.
    pub(super) fn look(&self, command: &str, folder: &Path) -> Result<(), String> {
        self.run(folder, &[command]).map(drop)
    }

    /// Runs the engine in a folder. What it printed; if it failed, what it said besides.
    pub(crate) fn run(&self, folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = Command::new("terraform");
        command.args(arguments).current_dir(folder).envs(self.environment.iter().cloned());
        command.env("TF_CLI_ARGS", "-no-color");
        command.env("TF_DATA_DIR", &self.data).env("TF_CLI_CONFIG_FILE", &self.configuration);
        // Nothing is asked of the engine's maker.
        command.env("CHECKPOINT_DISABLE", "1");
        let output = command.output().map_err(|error| format!("cannot run `terraform`: {error}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }
}
