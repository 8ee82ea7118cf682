//! Runs OpenTofu or Terraform on the stacks of a build.

use std::io;
use std::path::{Path, PathBuf};

use polder_world::{Command, World};

/// The engine in `PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// `tofu` or `terraform`.
    pub name: &'static str,
    /// Its file.
    pub program: PathBuf,
    /// A folder with the provider, for machines that cannot download it: `POLDER_TF_PLUGIN_DIR`.
    pub plugins: Option<String>,
}

/// The engine's result for one stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether it is valid.
    pub valid: bool,
    /// The engine's output if it is not.
    pub output: String,
}

impl Engine {
    /// Finds `tofu`, else `terraform`.
    pub fn find(world: &dyn World) -> Option<Engine> {
        let found = ["tofu", "terraform"].into_iter().find_map(|name| Some((name, world.which(name)?)));
        let (name, program) = found?;
        let plugins = world.env("POLDER_TF_PLUGIN_DIR").filter(|folder| !folder.is_empty());
        Some(Engine { name, program, plugins })
    }
}

/// Runs `init` without a backend and `validate` in a stack's folder.
///
/// # Errors
/// If the engine cannot be started.
pub fn check_stack(world: &dyn World, engine: &Engine, folder: &Path) -> io::Result<Checked> {
    let mut init =
        vec!["init".to_owned(), "-backend=false".into(), "-input=false".into(), "-no-color".into()];
    init.extend(engine.plugins.iter().map(|folder| format!("-plugin-dir={folder}")));
    for args in [init, vec!["validate".into(), "-no-color".into()]] {
        let mut command = Command::new(&engine.program.to_string_lossy(), args);
        command.dir = Some(folder.to_owned());
        // Disables the engine's update check.
        command.env.insert("CHECKPOINT_DISABLE".into(), "1".into());
        let ran = world.run(&command)?;
        if ran.status != Some(0) {
            let text = [ran.stdout, ran.stderr].concat();
            return Ok(Checked { valid: false, output: String::from_utf8_lossy(&text).into_owned() });
        }
    }
    Ok(Checked { valid: true, output: String::new() })
}
