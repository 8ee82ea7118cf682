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
pub enum Checked {
    /// It is valid.
    Valid,
    /// It is not, as the engine's output says.
    Invalid(String),
    /// The engine could not prepare the folder: mostly, it found no provider. Its output says why.
    NotPrepared(String),
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
    let validate = vec!["validate".into(), "-no-color".into()];
    for (args, failed) in
        [(init, Checked::NotPrepared as fn(String) -> Checked), (validate, Checked::Invalid)]
    {
        let mut command = Command::new(&engine.program.to_string_lossy(), args);
        command.dir = Some(folder.to_owned());
        // Disables the engine's update check.
        command.env.insert("CHECKPOINT_DISABLE".into(), "1".into());
        let ran = world.run(&command)?;
        if ran.status != Some(0) {
            let text = [ran.stdout, ran.stderr].concat();
            return Ok(failed(String::from_utf8_lossy(&text).into_owned()));
        }
    }
    Ok(Checked::Valid)
}

#[cfg(test)]
mod tests {
    use polder_world::{MemoryWorld, Ran};

    use super::*;

    /// A program that exits with `status` at one of its commands, and with 0 at all others.
    fn ending(at: &'static str, status: Option<i32>) -> impl Fn(&MemoryWorld, &Command) -> io::Result<Ran> {
        move |_, command| {
            let fails = command.args.first().is_some_and(|first| first == at);
            let [stdout, stderr] = ["output; ", "error"].map(|text| text.as_bytes().to_vec());
            Ok(Ran { status: if fails { status } else { Some(0) }, stdout, stderr })
        }
    }

    #[test]
    fn opentofu_is_preferred_to_terraform() {
        let both = MemoryWorld::new()
            .with_program("terraform", ending("", None))
            .with_program("tofu", ending("", None));
        assert_eq!(Engine::find(&both).map(|it| it.name), Some("tofu"));
        let one = MemoryWorld::new().with_program("terraform", ending("", None));
        assert_eq!(Engine::find(&one).map(|it| (it.name, it.plugins)), Some(("terraform", None)));
        assert_eq!(Engine::find(&MemoryWorld::new()), None);
    }

    #[test]
    fn a_stack_is_initialized_without_its_backend_and_validated_in_its_folder() {
        for (folder, plugins) in [("", None), ("/plugins", Some("-plugin-dir=/plugins"))] {
            let world = MemoryWorld::new()
                .with_program("terraform", ending("", None))
                .with_env("POLDER_TF_PLUGIN_DIR", folder);
            let engine = Engine::find(&world).expect("there is one");
            let checked = check_stack(&world, &engine, Path::new("build/stacks/a")).expect("it runs");
            assert_eq!(checked, Checked::Valid);
            let commands = world.commands();
            let [init, validate] = commands.as_slice() else { panic!("{commands:?}") };
            let wanted = ["init", "-backend=false", "-input=false", "-no-color"].into_iter().chain(plugins);
            assert_eq!(init.args, wanted.collect::<Vec<_>>());
            assert_eq!(validate.args, ["validate", "-no-color"]);
            for command in &commands {
                assert_eq!(command.dir.as_deref(), Some(Path::new("build/stacks/a")));
                assert_eq!(command.env.get("CHECKPOINT_DISABLE").map(String::as_str), Some("1"));
            }
        }
    }

    /// Any other exit status than 0 is a failure, and so is a signal. A stack whose `init` failed is not validated.
    #[test]
    fn a_stack_is_invalid_if_its_validation_fails_and_not_if_it_cannot_be_prepared() {
        let output = || "output; error".to_owned();
        for (at, status, ran, expected) in [
            ("init", Some(1), 1, Checked::NotPrepared(output())),
            ("validate", Some(1), 2, Checked::Invalid(output())),
            ("validate", None, 2, Checked::Invalid(output())),
        ] {
            let world = MemoryWorld::new().with_program("tofu", ending(at, status));
            let engine = Engine::find(&world).expect("there is one");
            let checked = check_stack(&world, &engine, Path::new("a")).expect("it runs");
            assert_eq!(checked, expected, "{at} {status:?}");
            assert_eq!(world.commands().len(), ran, "{at} {status:?}");
        }
    }

    #[test]
    fn an_engine_that_cannot_be_started_is_an_error() {
        let world =
            MemoryWorld::new().with_program("tofu", |_, _| Err(io::ErrorKind::PermissionDenied.into()));
        let engine = Engine::find(&world).expect("there is one");
        let failed = check_stack(&world, &engine, Path::new("a")).map_err(|error| error.kind());
        assert_eq!(failed, Err(io::ErrorKind::PermissionDenied));
    }
}
