//! Writes the files of a build to a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{io, iter};

use polder_emit::File;
use polder_module::Modules;
use polder_world::{World, Written};

use crate::compiled::Compiled;
use crate::words::Words;

/// The list of files that Polder wrote, one per line, so that the next build can remove obsolete ones.
const MANIFEST: &str = ".polder-files";

/// The modules of a build.
pub fn modules(compiled: &Compiled) -> Modules {
    polder_module::generalize(&compiled.cloud, &compiled.links, &Words)
}

/// All files of a build: modules and stacks, Kubernetes manifests, then Saleor's configuration. The files of modules
/// and stacks are made lazily.
pub fn files<'a>(compiled: &'a Compiled, modules: &'a Modules) -> impl Iterator<Item = File> + 'a {
    polder_emit::emit(&compiled.cloud, &compiled.links, modules).chain(beside(compiled))
}

/// Files other than modules and stacks. They are few.
fn beside(compiled: &Compiled) -> impl Iterator<Item = File> + '_ {
    let shops = polder_shop::files(&compiled.shops).into_iter();
    let shops = shops.map(|file| File { path: file.path, content: file.content });
    polder_kubernetes::files(&compiled.design).chain(shops)
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
/// build into a new folder leaves no folder; another one leaves complete files, and the next build finishes it.
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
    let mut built = Built::default();
    // The list is written first, with all old and new files, so that it is complete even if the build is interrupted.
    let manifest = (MANIFEST.to_owned(), lines(before.union(now)).into_bytes());
    let files = files.map(|file| {
        debug_assert!(now.contains(&file.path), "{} is not in the list", file.path);
        built.bytes += file.content.len() as u64;
        (file.path, file.content.into_bytes())
    });
    let written = world.write_all(folder, &mut iter::once(manifest).chain(files))?;
    for file in written.into_iter().skip(1) {
        *match file {
            Written::Added => &mut built.added,
            Written::Updated => &mut built.updated,
            Written::NotNeeded => &mut built.unchanged,
        } += 1;
    }
    for path in before.difference(now) {
        remove(world, folder, path, &mut built);
    }
    world.write(folder, Path::new(MANIFEST), lines(now.iter()).as_bytes())?;
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

/// The text of the list of files.
fn lines<'a>(paths: impl Iterator<Item = &'a String>) -> String {
    paths.map(|path| format!("{path}\n")).collect()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use polder_world::{Act, MemoryWorld};

    use super::*;

    const FOLDER: &str = "build";

    fn file(path: &str, content: &str) -> File {
        File { path: path.to_owned(), content: content.to_owned() }
    }

    /// A build of two stacks, and a later one without the first, with a change and with a new file.
    fn builds() -> [Vec<File>; 2] {
        let main = |stack: &str| format!("stacks/{stack}/{}", polder_emit::MAIN);
        let first = [
            file("README.md", "one"),
            file(&main("a"), "a"),
            file(&main("b"), "b"),
            file("modules/m/x.tf", "m"),
        ];
        let second =
            [file("README.md", "two"), file(&main("b"), "b"), file("modules/m/x.tf", "m"), file("new", "n")];
        [first.to_vec(), second.to_vec()]
    }

    fn write_all(world: &MemoryWorld, files: &[File]) -> io::Result<Built> {
        let now = files.iter().map(|file| file.path.clone()).collect();
        write(world, Path::new(FOLDER), &now, files.iter().cloned())
    }

    fn world_of(files: BTreeMap<PathBuf, Vec<u8>>) -> MemoryWorld {
        files.into_iter().fold(MemoryWorld::new(), |world, (path, bytes)| world.with_file(path, bytes))
    }

    /// The files after a build into an empty folder.
    fn fresh(files: &[File]) -> BTreeMap<PathBuf, Vec<u8>> {
        let world = MemoryWorld::new();
        write_all(&world, files).expect("memory accepts every write");
        world.files()
    }

    #[test]
    fn a_build_counts_added_updated_unchanged_and_removed_files() {
        let [first, second] = builds();
        let world = MemoryWorld::new();
        let built = |files| write_all(&world, files).expect("memory accepts every write");
        let bytes = |files: &[File]| files.iter().map(|file| file.content.len() as u64).sum();
        assert_eq!(built(&first), Built { added: 4, bytes: bytes(&first), ..Built::default() });
        assert_eq!(built(&first), Built { unchanged: 4, bytes: bytes(&first), ..Built::default() });
        let wanted = Built {
            added: 1,
            updated: 1,
            unchanged: 2,
            removed: 1,
            bytes: bytes(&second),
            stacks_removed: vec!["a".to_owned()],
            ..Built::default()
        };
        assert_eq!(built(&second), wanted);
        assert_eq!(world.files(), fresh(&second));
    }

    /// Wherever a build is interrupted, the next one results in the same files as a build into an empty folder, plus the
    /// user's own files: the same build, or that of the previous version of the platform.
    #[test]
    fn a_build_after_an_interrupted_one_is_complete() {
        let [first, second] = builds();
        let own = (PathBuf::from("build/stacks/a/terraform.tfvars"), b"mine".to_vec());
        let with_own =
            |files: &[File]| -> BTreeMap<_, _> { fresh(files).into_iter().chain([own.clone()]).collect() };
        for path in second.iter().map(|file| file.path.as_str()).chain([MANIFEST]) {
            let at = Path::new(FOLDER).join(path);
            let world = world_of(with_own(&first)).with_failure(Act::Write, &at, io::ErrorKind::StorageFull);
            let failed = write_all(&world, &second).map_err(|error| error.kind());
            assert_eq!(failed, Err(io::ErrorKind::StorageFull), "{path}");
            for next in [&first, &second] {
                let world = world_of(world.files());
                write_all(&world, next).expect("memory accepts every write");
                assert_eq!(world.files(), with_own(next), "{path}");
            }
        }
    }

    /// A file that cannot be removed is reported and no longer listed; the rest of the build is written.
    #[test]
    fn files_that_cannot_be_removed_are_reported() {
        let [first, second] = builds();
        let old = format!("stacks/a/{}", polder_emit::MAIN);
        let world = world_of(fresh(&first)).with_failure(
            Act::Remove,
            Path::new(FOLDER).join(&old),
            io::ErrorKind::PermissionDenied,
        );
        let built = write_all(&world, &second).expect("the rest is written");
        assert_eq!((built.removed, built.not_ours, built.stacks_removed), (0, vec![old.clone()], vec![]));
        assert!(world.files().contains_key(&Path::new(FOLDER).join(old)));
    }

    #[test]
    fn an_unreadable_list_of_files_stops_the_build() {
        let [first, _] = builds();
        let list = Path::new(FOLDER).join(MANIFEST);
        let world = MemoryWorld::new().with_failure(Act::Read, list, io::ErrorKind::PermissionDenied);
        assert_eq!(
            write_all(&world, &first).map_err(|error| error.kind()),
            Err(io::ErrorKind::PermissionDenied)
        );
        assert!(world.files().is_empty(), "no file is overwritten without the list");
    }
}
