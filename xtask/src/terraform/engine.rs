//! Terraform, with its provider and without the user's configuration.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};

const LOCK: &str = ".terraform.lock.hcl";

/// Terraform, as all tasks run it.
pub(crate) struct Engine {
    /// Flags of `init`.
    flags: Vec<String>,
    /// The data directory of `init`, if several folders share it.
    shared: PathBuf,
    /// The cache of downloaded providers.
    cache: PathBuf,
    /// Whether providers are in a folder of this machine, and not downloaded.
    has_plugins: bool,
    /// An empty configuration: the user's may contain anything.
    configuration: PathBuf,
    /// Additional environment variables.
    environment: Vec<(&'static str, String)>,
}

/// Where `init` stores the provider and the list of modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    /// In the folder itself.
    Own,
    /// In one folder for all folders that are prepared together: they call no modules.
    Shared,
}

impl Engine {
    /// With these flags for `init`; its files are kept in a folder.
    pub(crate) fn new(
        folder: &Path,
        flags: &[&str],
        environment: Vec<(&'static str, String)>,
    ) -> Result<Engine> {
        let (shared, cache) = (folder.join("data"), folder.join("providers"));
        let configuration = folder.join("terraform.rc");
        fs::create_dir_all(&cache).context("cannot create the folder of the providers")?;
        fs::write(&configuration, "").context("cannot write the engine's configuration")?;
        let mut all = vec!["init".to_owned(), "-input=false".into()];
        all.extend(flags.iter().map(|flag| (*flag).to_owned()));
        let plugins = crate::provider_schema::plugin_folder();
        let has_plugins = plugins.is_some();
        all.extend(plugins.map(|found| format!("-plugin-dir={}", found.display())));
        Ok(Engine { flags: all, shared, cache, has_plugins, configuration, environment })
    }

    /// Prepares a single folder: it may call modules.
    pub(crate) fn init(&self, folder: &Path) -> Result<(), String> {
        self.run(Data::Own, folder, &self.flags()).map(drop)
    }

    /// Prepares folders that call no modules, with a single `init` in the first of them.
    pub(crate) fn init_alike(&self, folders: &[PathBuf]) -> Result<()> {
        let Some(first) = folders.first() else { return Ok(()) };
        let said = self.run(Data::Shared, first, &self.flags());
        said.map_err(|said| anyhow!("`terraform init` failed\n{said}"))?;
        let lock =
            fs::read(first.join(LOCK)).with_context(|| format!("`terraform init` left no `{LOCK}`"))?;
        for folder in folders {
            fs::write(folder.join(LOCK), &lock)
                .with_context(|| format!("cannot lock `{}`", folder.display()))?;
        }
        Ok(())
    }

    /// Whether all files below a folder have the format of `terraform fmt`. Returns its output if not.
    pub(super) fn formatted(&self, folder: &Path) -> Result<(), String> {
        self.run(Data::Own, folder, &["fmt", "-check", "-diff", "-recursive"]).map(drop)
    }

    /// Runs Terraform in a folder. Returns its output; if it failed, its error output, too.
    pub(crate) fn run(&self, data: Data, folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = Command::new("terraform");
        command.args(arguments).current_dir(folder).envs(self.environment.iter().cloned());
        command.env("TF_CLI_ARGS", "-no-color");
        command.env("TF_CLI_CONFIG_FILE", &self.configuration);
        // `init` replaces what the cache has, also while another folder uses it. A folder of plugins is used as it is.
        if self.has_plugins {
            command.env_remove("TF_PLUGIN_CACHE_DIR");
        } else {
            command.env("TF_PLUGIN_CACHE_DIR", &self.cache);
        }
        match data {
            Data::Own => command.env_remove("TF_DATA_DIR"),
            Data::Shared => command.env("TF_DATA_DIR", &self.shared),
        };
        // Its garbage collector runs more often than memory requires, and takes a quarter of its time.
        command.env("GOGC", "400");
        // No version check at HashiCorp.
        command.env("CHECKPOINT_DISABLE", "1");
        let output = command.output().map_err(|error| format!("cannot run `terraform`: {error}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    fn flags(&self) -> Vec<&str> {
        self.flags.iter().map(String::as_str).collect()
    }
}
