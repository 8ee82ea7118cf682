//! The user's own files in a build: a folder that has the layout of the build and is copied into it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use polder_world::World;

use crate::build_error::BuildError;

/// The name of the folder, beside the platform file.
pub const OVERRIDES: &str = "polder-overrides";

/// A file of the user that is part of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its path in the build, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The user's own files for a build whose platform file is in `folder`. Hidden files are passed over.
///
/// # Errors
/// If a file cannot be read, or its path is no text.
pub fn overrides(world: &dyn World, folder: &Path) -> io::Result<Vec<Addition>> {
    let root = folder.join(OVERRIDES);
    let mut additions = vec![];
    for file in world.list(&root)? {
        let parts: Option<Vec<&str>> = file.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("`{}` is no text", file.display()),
            ));
        };
        if parts.iter().all(|part| !part.starts_with('.')) {
            additions.push(Addition { path: parts.join("/"), bytes: world.read(&root.join(&file))? });
        }
    }
    Ok(additions)
}

/// Whether the files fit the build with these paths: each lies in the folder of a module or of a stack, and none is a file
/// of the build itself.
pub(crate) fn check(additions: &[Addition], paths: &BTreeSet<String>) -> Result<(), BuildError> {
    let roots: BTreeSet<&str> = paths.iter().filter_map(|path| root(path)).collect();
    for Addition { path, .. } in additions {
        let why = if paths.contains(path) {
            "Polder writes this file itself; name yours `…_override.tf`, which Terraform merges into the others"
        } else if !path.split('/').any(|part| part == "..") && roots.iter().any(|root| is_below(path, root)) {
            continue;
        } else {
            "no module and no stack of this build has that folder"
        };
        return Err(BuildError::Override { path: format!("{OVERRIDES}/{path}"), why });
    }
    Ok(())
}

/// The folder of the module or the stack that a file of a build belongs to.
fn root(path: &str) -> Option<&str> {
    let of_stack = path.strip_prefix("stacks/").is_some().then(|| path.rsplit_once('/')).flatten();
    let stack = of_stack.filter(|(_, file)| *file == polder_emit::MAIN).map(|(folder, _)| folder);
    stack.or_else(|| {
        let module = path.strip_prefix("modules/")?.split('/').next()?;
        path.get(.."modules/".len() + module.len())
    })
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use polder_world::MemoryWorld;

    use super::*;

    fn checked(path: &str) -> Result<(), BuildError> {
        let paths =
            ["modules/data/db_instance.tf", "stacks/production/eu-west-1/de/data/main.tf", "README.md"];
        let addition = Addition { path: path.to_owned(), bytes: vec![] };
        check(&[addition], &paths.map(str::to_owned).into())
    }

    #[test]
    fn files_belong_to_a_module_or_a_stack() {
        for path in [
            "modules/data/x_override.tf",
            "modules/data/files/a.json",
            "stacks/production/eu-west-1/de/data/own.tf",
        ] {
            assert!(checked(path).is_ok(), "{path}");
        }
        for path in [
            "README.md",
            "x.tf",
            "modules/other/x.tf",
            "modules/data",
            "modules/data/",
            "modules/data/db_instance.tf",
            "modules/data/../../x.tf",
            "modules/database/x.tf",
            "stacks/production/eu-west-1/be/data/own.tf",
        ] {
            assert!(checked(path).is_err(), "{path}");
        }
    }

    #[test]
    fn hidden_files_are_passed_over() {
        let world = MemoryWorld::new()
            .with_file("infra/polder-overrides/modules/data/x_override.tf", "x")
            .with_file("infra/polder-overrides/modules/.DS_Store", "y");
        let found = overrides(&world, Path::new("infra")).expect("memory gives everything");
        let wanted = Addition { path: "modules/data/x_override.tf".to_owned(), bytes: b"x".to_vec() };
        assert_eq!(found, [wanted]);
        assert_eq!(overrides(&world, Path::new("")).expect("none"), []);
    }
}
