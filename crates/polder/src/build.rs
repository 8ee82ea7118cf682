//! Writes the files of a build to a folder.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use polder_emit::File;
use polder_module::Modules;
use polder_world::{World, Written};

use crate::compile::Compiled;
use crate::words::Words;

/// The list of files that Polder wrote, one a line, so that the next build can remove obsolete ones.
const MANIFEST: &str = ".polder-files";

/// The modules of a build.
pub fn modules(compiled: &Compiled) -> Modules {
    polder_module::generalize(&compiled.cloud, &compiled.links, &Words)
}

/// All files of a build: modules and stacks, Kubernetes manifests, then Saleor's configuration. Lazy, as the stacks
/// are.
pub fn files<'a>(compiled: &'a Compiled, modules: &'a Modules) -> impl Iterator<Item = File> + 'a {
    polder_emit::emit(&compiled.cloud, &compiled.links, modules).chain(beside(compiled))
}

/// Files other than modules and stacks. They are few.
fn beside(compiled: &Compiled) -> impl Iterator<Item = File> + '_ {
    let told = polder_shop::files(&compiled.shops).into_iter();
    let told = told.map(|file| File { path: file.path, content: file.content });
    polder_kubernetes::files(&compiled.design).chain(told)
}

/// The result of writing a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// New files.
    pub added: usize,
    /// Changed files.
    pub updated: usize,
    /// Unchanged files.
    pub unchanged: usize,
    /// Removed files of an earlier build.
    pub removed: usize,
    /// Bytes of all files of the build.
    pub bytes: u64,
    /// Removed stacks of an earlier build: their resources stay in the cloud until they are destroyed.
    pub stacks_removed: Vec<String>,
    /// Lines of the list of files that are not files of a build.
    pub not_ours: Vec<String>,
}

/// Writes all files of a build below `folder` and removes what an earlier build wrote there and this one does not.
///
/// Nothing else in the folder is changed: the user's own files, `.terraform`, plans and variables stay. An interrupted
/// build leaves complete files, and the next one finishes it.
///
/// # Errors
/// If the folder cannot be read or written.
pub fn build(world: &dyn World, folder: &Path, compiled: &Compiled) -> io::Result<Built> {
    let modules = modules(compiled);
    let paths = polder_emit::paths(&compiled.cloud, &compiled.links, &modules);
    let paths = paths.chain(beside(compiled).map(|file| file.path));
    write(world, folder, &paths.collect(), files(compiled, &modules))
}

/// The same, with the files for planning each stack without the others. See [`polder_emit::standalone`].
///
/// # Errors
/// If the folder cannot be read or written.
pub fn build_standalone(world: &dyn World, folder: &Path, compiled: &Compiled) -> io::Result<Built> {
    let (cloud, links, modules) = (&compiled.cloud, &compiled.links, modules(compiled));
    let paths = polder_emit::paths(cloud, links, &modules).chain(polder_emit::standalone_paths(cloud, links));
    let paths = paths.chain(beside(compiled).map(|file| file.path));
    let files = files(compiled, &modules).chain(polder_emit::standalone(cloud, links));
    write(world, folder, &paths.collect(), files)
}

/// Writes files one by one: the text of a large platform is never in memory as a whole. Their paths are known before,
/// in `now`.
fn write(
    world: &dyn World,
    folder: &Path,
    now: &BTreeSet<String>,
    files: impl Iterator<Item = File>,
) -> io::Result<Built> {
    let before = manifest(world, folder)?;
    // The list is written first, with all old and new files, so that it is complete even if the build is interrupted.
    list(world, folder, before.union(now))?;
    let mut built = Built::default();
    for file in files {
        debug_assert!(now.contains(&file.path), "{} is not in the list", file.path);
        let count = match world.write(folder, Path::new(&file.path), file.content.as_bytes())? {
            Written::Added => &mut built.added,
            Written::Updated => &mut built.updated,
            Written::NotNeeded => &mut built.unchanged,
        };
        *count += 1;
        built.bytes += file.content.len() as u64;
    }
    for path in before.difference(now) {
        remove(world, folder, path, &mut built);
    }
    list(world, folder, now.iter())?;
    Ok(built)
}

/// Removes one file of an earlier build, and folders that become empty. The list can be edited by others, so its lines
/// are validated: a folder, or a path outside of the build, is kept.
fn remove(world: &dyn World, folder: &Path, path: &str, built: &mut Built) {
    let is_file = match world.read(&folder.join(path)) {
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(_) => false,
    };
    if !is_file || world.remove(folder, Path::new(path)).is_err() {
        built.not_ours.push(path.to_owned());
        return;
    }
    built.removed += 1;
    let stack =
        path.strip_prefix("stacks/").and_then(|path| path.strip_suffix(polder_emit::MAIN)?.strip_suffix('/'));
    built.stacks_removed.extend(stack.map(str::to_owned));
    for above in Path::new(path).ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
        let empty = world.list(&folder.join(above)).is_ok_and(|files| files.is_empty());
        // A folder that cannot be removed does no harm.
        if !empty || world.remove(folder, above).is_err() {
            break;
        }
    }
}

/// Writes the list of files.
fn list<'a>(world: &dyn World, folder: &Path, paths: impl Iterator<Item = &'a String>) -> io::Result<()> {
    let lines: String = paths.map(|path| format!("{path}\n")).collect();
    world.write(folder, Path::new(MANIFEST), lines.as_bytes()).map(drop)
}

/// The files that the last build wrote; none if the list is not text.
fn manifest(world: &dyn World, folder: &Path) -> io::Result<BTreeSet<String>> {
    let path: PathBuf = folder.join(MANIFEST);
    match world.read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes).unwrap_or_default();
            Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(error),
    }
}
