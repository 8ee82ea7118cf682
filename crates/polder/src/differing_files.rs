//! Whether a build is what its platform file compiles to.
//!
//! `polder diff` compares builds by the platform files in them. So it is checked that a build is what its file compiles to.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use polder_world::World;

use crate::build::{files, found, modules, stack};
use crate::compiled::Compiled;

/// Whether Polder wrote a build into a folder.
///
/// # Errors
/// If the folder cannot be read.
pub fn is_build(world: &dyn World, folder: &Path) -> io::Result<bool> {
    Ok(found(world, folder)?.is_some())
}

/// The files of a build that are not what a platform compiles to: others edited them, or another version of Polder wrote them.
/// Other files are not read; main files of other stacks that the build's list names count as differing.
///
/// # Errors
/// If the folder cannot be read.
pub fn differing_files(world: &dyn World, folder: &Path, compiled: &Compiled) -> io::Result<Vec<String>> {
    let modules = modules(compiled);
    let (mut differing, mut stacks) = (vec![], BTreeSet::new());
    for file in files(compiled, &modules) {
        match world.read(&folder.join(&file.path)) {
            Ok(bytes) if bytes == file.content.as_bytes() => {}
            Ok(_) => differing.push(file.path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => differing.push(file.path.clone()),
            Err(error) => return Err(error),
        }
        stacks.extend(stack(&file.path).map(str::to_owned));
    }
    let listed = found(world, folder)?.unwrap_or_default();
    let more = listed.paths().filter(|path| stack(path).is_some_and(|stack| !stacks.contains(stack)));
    differing.extend(more.map(str::to_owned));
    Ok(differing)
}
