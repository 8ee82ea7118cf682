//! Writes the files of a build to a folder.

use std::cell::RefCell;
use std::path::{Component, Path};
use std::{io, iter};

use polder_emit::File;
use polder_module::Modules;
use polder_world::{Change, World, Written};

use crate::build_error::BuildError;
use crate::compiled::Compiled;
use crate::git_files;
use crate::manifest::{self, Author, MANIFEST, Manifest};
use crate::overrides::{self, Addition};
use crate::source_files;
use crate::words::Words;

/// The file in a build that a run locks.
const LOCK: &str = ".polder-lock";

/// The modules of a build.
pub fn modules(compiled: &Compiled) -> Modules {
    polder_module::generalize(&compiled.cloud, &compiled.links, &Words)
}

/// All files of a build: modules and stacks, the pages of images, the README, Kubernetes manifests, Saleor's configuration, the
/// script that applies the stacks, Git's own files, then `platform.toml` and `platform.lock`. The files of modules and stacks are
/// made lazily.
pub fn files<'a>(compiled: &'a Compiled, modules: &'a Modules) -> impl Iterator<Item = File> + 'a {
    polder_emit::emit(&compiled.cloud, &compiled.links, modules).chain(beside(compiled))
}

/// Files other than modules and stacks. They are few.
fn beside(compiled: &Compiled) -> impl Iterator<Item = File> + '_ {
    let shops = polder_shop::files(&compiled.shops).into_iter();
    let shops = shops.map(|file| File { path: file.path, content: file.content });
    let script = polder_pipeline::local(&compiled.design, &compiled.cloud, &compiled.links);
    let aside = git_files::files().into_iter().chain(source_files::files(compiled));
    polder_kubernetes::files(&compiled.design).chain(shops).chain([script]).chain(aside)
}

/// How a build is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions<'a> {
    /// Whether it gets the files for planning each stack without the others. See [`polder_emit::standalone`].
    pub standalone: bool,
    /// Whether files that others wrote or edited are replaced.
    pub force: bool,
    /// The user's own files.
    pub additions: &'a [Addition],
}

/// The result of writing a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// New files.
    pub added: usize,
    /// Changed files.
    pub updated: usize,
    /// Unchanged files, and those that were kept.
    pub unchanged: usize,
    /// Removed files of an earlier build.
    pub removed: usize,
    /// Bytes of all files of the build.
    pub bytes: u64,
    /// Removed stacks of an earlier build: their resources stay in the cloud until they are destroyed.
    pub stacks_removed: Vec<String>,
    /// Lines of the list of files that are not files of a build.
    pub not_ours: Vec<String>,
    /// Files with other content than the build would have, which were kept.
    pub kept: Vec<Kept>,
    /// Stacks that were found in a folder that was taken over, and that this build does not have.
    pub strange_stacks: Vec<String>,
}

/// A file that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its path in the build.
    pub path: String,
    /// Why.
    pub why: KeptBecause,
}

/// Why a file was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptBecause {
    /// Polder wrote it, and somebody edited it.
    Edited,
    /// The same, and the build has no such file any more.
    EditedAndObsolete,
    /// Polder did not write it.
    Foreign,
}

impl Built {
    /// All files of the build.
    pub fn files(&self) -> usize {
        self.added + self.updated + self.unchanged
    }

    /// Whether the folder had exactly the files of the build.
    pub fn was_current(&self) -> bool {
        self.added + self.updated + self.removed + self.kept.len() == 0
    }
}

/// Writes all files of a build below `folder` and removes what an earlier build wrote there and this one does not.
///
/// Nothing else in the folder is changed: the user's own files, `.terraform`, plans and variables stay, and so do files of the
/// build that were edited, unless `options.force` is set. An interrupted build into a new folder leaves no folder; another one
/// leaves complete files, and the next build finishes it.
///
/// # Errors
/// If the folder is not Polder's, another run writes it, the user's own files do not fit, or it cannot be read or written.
pub fn build(
    world: &dyn World,
    folder: &Path,
    compiled: &Compiled,
    options: &BuildOptions<'_>,
) -> Result<Built, BuildError> {
    let (cloud, links, modules) = (&compiled.cloud, &compiled.links, modules(compiled));
    if !options.additions.is_empty() {
        let paths = polder_emit::paths(cloud, links, &modules).chain(beside(compiled).map(|file| file.path));
        overrides::check(options.additions, &paths.collect())?;
    }
    let standalone = options.standalone.then(|| polder_emit::standalone(cloud, links));
    let files = files(compiled, &modules).chain(standalone.into_iter().flatten());
    let files = files.map(|file| (file.path, file.content.into_bytes()));
    let additions = options.additions.iter().map(|it| (it.path.clone(), it.bytes.clone()));
    write(world, folder, options.force, files.chain(additions))
}

/// Writes files one by one: the text of a large platform is never in memory as a whole.
fn write(
    world: &dyn World,
    folder: &Path,
    force: bool,
    files: impl Iterator<Item = (String, Vec<u8>)>,
) -> Result<Built, BuildError> {
    let taken_over = match found(world, folder)? {
        None => {
            let own = |file: &&std::path::PathBuf| *file != Path::new(LOCK);
            let there = world.list(folder)?;
            if there.iter().any(|file| own(&file)) && !force {
                return Err(BuildError::NotOurs);
            }
            there
        }
        Some(_) => vec![],
    };
    // A folder that is not there appears at once, and only one run can be the one that makes it.
    let fresh = taken_over.is_empty() && found(world, folder)?.is_none();
    let _held = match fresh {
        true => None,
        false => Some(world.lock(folder, Path::new(LOCK))?.ok_or(BuildError::Busy)?),
    };
    let before = found(world, folder)?.unwrap_or_default();
    let (mut built, now) = write_files(world, folder, (&before, force), files)?;
    let mut last = now.clone();
    for path in before.paths().filter(|path| !now.lists(path)) {
        remove(world, folder, path, (&before, force), &mut built);
    }
    for kept in built.kept.iter().filter(|kept| kept.why == KeptBecause::EditedAndObsolete) {
        last.keep(&kept.path, &before);
    }
    world.write(folder, Path::new(MANIFEST), last.text().as_bytes())?;
    let stacks = taken_over.iter().filter_map(|file| file.to_str()).filter(|file| !now.lists(file));
    built.strange_stacks = stacks.filter_map(stack).map(str::to_owned).collect();
    Ok(built)
}

/// Writes the files of a build, then the list of them with those of earlier builds. Returns the list of this build alone.
///
/// Before a file changes, its new hash is added to the list: a file that was written by a build which was then interrupted is
/// no edited file.
fn write_files(
    world: &dyn World,
    folder: &Path,
    (before, force): (&Manifest, bool),
    files: impl Iterator<Item = (String, Vec<u8>)>,
) -> Result<(Built, Manifest), BuildError> {
    if before.paths().next().is_some() {
        world.write(folder, Path::new(MANIFEST), before.text().as_bytes())?;
    }
    let (now, bytes) = (RefCell::new(Manifest::default()), RefCell::new(0));
    let kept: RefCell<Vec<Kept>> = RefCell::default();
    let files = files.inspect(|(path, content)| {
        *bytes.borrow_mut() += content.len() as u64;
        now.borrow_mut().add(path, Some(manifest::hash(content)));
    });
    let list = iter::once_with(|| {
        let mut all = before.clone();
        let now = now.borrow();
        for path in now.paths().filter(|path| kept.borrow().iter().all(|kept| kept.path != *path)) {
            all.keep(path, &now);
        }
        (MANIFEST.to_owned(), all.text().into_bytes())
    });
    let mut journal = None;
    let mut allow = |change: &Change<'_>| {
        if change.path == MANIFEST {
            return Ok(true);
        }
        let author = change.found.map_or(Author::Polder, |found| before.author(change.path, found));
        if author != Author::Polder && !force {
            let why = if author == Author::Edited { KeptBecause::Edited } else { KeptBecause::Foreign };
            kept.borrow_mut().push(Kept { path: change.path.to_owned(), why });
            return Ok(false);
        }
        let journal = match &mut journal {
            Some(journal) => journal,
            none => none.insert(world.append(folder, Path::new(MANIFEST))?),
        };
        // Its hash was computed when the file was made.
        journal.write_all(now.borrow().lines(change.path).as_bytes())?;
        Ok(true)
    };
    let written = world.write_all(folder, &mut files.chain(list), &mut allow).map_err(taken)?;
    let mut built = Built { bytes: bytes.into_inner(), kept: kept.into_inner(), ..Built::default() };
    for file in written.iter().take(written.len().saturating_sub(1)) {
        *match file {
            Written::Added => &mut built.added,
            Written::Updated => &mut built.updated,
            Written::NotNeeded | Written::Kept => &mut built.unchanged,
        } += 1;
    }
    let mut now = now.into_inner();
    for kept in &built.kept {
        now.forget(&kept.path);
        now.keep(&kept.path, before);
    }
    Ok((built, now))
}

/// An error of a folder that another run made in the meantime.
fn taken(error: io::Error) -> BuildError {
    match error.kind() {
        io::ErrorKind::DirectoryNotEmpty => BuildError::Busy,
        _ => BuildError::Io(error),
    }
}

/// Removes one file of an earlier build, and folders that become empty. The list can be edited by others, so its lines
/// are validated: a folder, a path outside of the build, or a file with other content, is kept.
fn remove(
    world: &dyn World,
    folder: &Path,
    path: &str,
    (before, force): (&Manifest, bool),
    built: &mut Built,
) {
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        built.not_ours.push(path.to_owned());
        return;
    }
    let is_file = match world.read(&folder.join(path)) {
        Ok(found) if before.author(path, &found) == Author::Edited && !force => {
            built.kept.push(Kept { path: path.to_owned(), why: KeptBecause::EditedAndObsolete });
            return;
        }
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(_) => false,
    };
    if !is_file || world.remove(folder, Path::new(path)).is_err() {
        built.not_ours.push(path.to_owned());
        return;
    }
    built.removed += 1;
    built.stacks_removed.extend(stack(path).map(str::to_owned));
    for above in Path::new(path).ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
        let empty = world.list(&folder.join(above)).is_ok_and(|files| files.is_empty());
        // A folder that cannot be removed does no harm.
        if !empty || world.remove(folder, above).is_err() {
            break;
        }
    }
}

/// The stack whose main file a path is.
pub(crate) fn stack(path: &str) -> Option<&str> {
    path.strip_prefix("stacks/")?.strip_suffix(polder_emit::MAIN)?.strip_suffix('/')
}

/// The list of files that the last build wrote, if there is one. What is not text in it is no line of it.
pub(crate) fn found(world: &dyn World, folder: &Path) -> io::Result<Option<Manifest>> {
    match world.read(&folder.join(MANIFEST)) {
        Ok(bytes) => Ok(Some(Manifest::parse(&String::from_utf8_lossy(&bytes)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

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

    fn write_with(world: &MemoryWorld, files: &[File], force: bool) -> Result<Built, BuildError> {
        let files = files.iter().cloned().map(|file| (file.path, file.content.into_bytes()));
        write(world, Path::new(FOLDER), force, files)
    }

    fn write_all(world: &MemoryWorld, files: &[File]) -> Result<Built, BuildError> {
        write_with(world, files, false)
    }

    /// The kind of an error of the file system.
    fn kind(result: Result<Built, BuildError>) -> Option<io::ErrorKind> {
        match result {
            Err(BuildError::Io(error)) => Some(error.kind()),
            _ => None,
        }
    }

    /// What is in the folder, without the file that a run locks.
    fn build_files(world: &MemoryWorld) -> BTreeMap<PathBuf, Vec<u8>> {
        let lock = Path::new(FOLDER).join(LOCK);
        world.files().into_iter().filter(|(path, _)| *path != lock).collect()
    }

    fn world_of(files: BTreeMap<PathBuf, Vec<u8>>) -> MemoryWorld {
        files.into_iter().fold(MemoryWorld::new(), |world, (path, bytes)| world.with_file(path, bytes))
    }

    /// The files after a build into an empty folder.
    fn fresh(files: &[File]) -> BTreeMap<PathBuf, Vec<u8>> {
        let world = MemoryWorld::new();
        write_all(&world, files).expect("memory accepts every write");
        build_files(&world)
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
        assert_eq!(build_files(&world), fresh(&second));
    }

    /// Wherever a build is interrupted, the next one results in the same files as a build into an empty folder, plus the
    /// user's own files: the same build, or that of the previous version of the platform.
    #[test]
    fn a_build_after_an_interrupted_one_is_complete() {
        let [first, second] = builds();
        let own = (PathBuf::from("build/stacks/a/terraform.tfvars"), b"mine".to_vec());
        let with_own =
            |files: &[File]| -> BTreeMap<_, _> { fresh(files).into_iter().chain([own.clone()]).collect() };
        // Files that stay as they are are not written.
        let changed = second.iter().filter(|file| !first.contains(file)).map(|file| file.path.as_str());
        for path in changed.chain([MANIFEST]) {
            let at = Path::new(FOLDER).join(path);
            let world = world_of(with_own(&first)).with_failure(Act::Write, &at, io::ErrorKind::StorageFull);
            assert_eq!(kind(write_all(&world, &second)), Some(io::ErrorKind::StorageFull), "{path}");
            for next in [&first, &second] {
                let world = world_of(world.files());
                let built = write_all(&world, next).expect("memory accepts every write");
                assert_eq!(built.kept, [], "{path}");
                assert_eq!(build_files(&world), with_own(next), "{path}");
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
    fn paths_outside_of_the_build_are_neither_read_nor_removed() {
        let [first, second] = builds();
        let world = MemoryWorld::new();
        write_all(&world, &first).expect("a build");
        let list = Path::new(FOLDER).join(MANIFEST);
        let lines = world.read(&list).expect("a list");
        let outside = "../mine";
        let lines =
            format!("{}{}", String::from_utf8(lines).expect("text"), crate::manifest::line(1, outside));
        let world = world_of(world.files()).with_file(list, lines).with_file("mine", "x").with_failure(
            Act::Read,
            Path::new(FOLDER).join(outside),
            io::ErrorKind::OutOfMemory,
        );
        let built = write_all(&world, &second).expect("the rest is written");
        assert_eq!(built.not_ours, [outside]);
        assert!(world.files().contains_key(Path::new("mine")));
    }

    #[test]
    fn an_unreadable_list_of_files_stops_the_build() {
        let [first, _] = builds();
        let list = Path::new(FOLDER).join(MANIFEST);
        let world = MemoryWorld::new().with_failure(Act::Read, list, io::ErrorKind::PermissionDenied);
        assert_eq!(kind(write_all(&world, &first)), Some(io::ErrorKind::PermissionDenied));
        assert!(world.files().is_empty(), "no file is overwritten without the list");
    }

    /// The world with a file of the build that has other content.
    fn edited(world: &MemoryWorld, path: &str) -> MemoryWorld {
        world_of(world.files()).with_file(Path::new(FOLDER).join(path), "mine")
    }

    #[test]
    fn edited_files_are_kept_until_they_are_given_up() {
        let [first, second] = builds();
        let built = world_of(fresh(&first));
        let world = edited(&built, "README.md");
        let kept = Kept { path: "README.md".to_owned(), why: KeptBecause::Edited };
        for _ in 0..2 {
            let done = write_all(&world, &second).expect("memory accepts every write");
            assert_eq!(done.kept, std::slice::from_ref(&kept), "each build says it");
            assert_eq!(world.files()[Path::new("build/README.md")], b"mine");
        }
        write_with(&world, &second, true).expect("memory accepts every write");
        assert_eq!(build_files(&world), fresh(&second));
    }

    #[test]
    fn an_edited_file_that_a_build_has_no_more_is_kept() {
        let [first, second] = builds();
        let old = format!("stacks/a/{}", polder_emit::MAIN);
        let world = edited(&world_of(fresh(&first)), &old);
        let kept = Kept { path: old.clone(), why: KeptBecause::EditedAndObsolete };
        for _ in 0..2 {
            let done = write_all(&world, &second).expect("memory accepts every write");
            assert_eq!((done.kept, done.stacks_removed), (vec![kept.clone()], vec![]));
        }
        let done = write_with(&world, &second, true).expect("memory accepts every write");
        assert_eq!((done.removed, done.stacks_removed), (1, vec!["a".to_owned()]));
        assert_eq!(build_files(&world), fresh(&second));
    }

    #[test]
    fn a_file_that_polder_did_not_write_is_kept() {
        let [first, second] = builds();
        let world = edited(&world_of(fresh(&first)), "new");
        let done = write_all(&world, &second).expect("memory accepts every write");
        assert_eq!(done.kept, [Kept { path: "new".to_owned(), why: KeptBecause::Foreign }]);
        assert_eq!(world.files()[Path::new("build/new")], b"mine");
    }

    #[test]
    fn a_folder_of_others_is_taken_over_by_force_only() {
        let [first, _] = builds();
        let strange = format!("build/stacks/old/{}", polder_emit::MAIN);
        let world =
            MemoryWorld::new().with_file("build/README.md", "mine").with_file(&strange, "from elsewhere");
        let before = world.files();
        assert!(matches!(write_all(&world, &first), Err(BuildError::NotOurs)));
        assert_eq!(world.files(), before, "nothing was written");
        let done = write_with(&world, &first, true).expect("memory accepts every write");
        assert_eq!((done.updated, done.strange_stacks), (1, vec!["old".to_owned()]));
        assert!(world.files().contains_key(Path::new(&strange)), "what is not in the build stays");
    }

    #[test]
    fn two_runs_do_not_write_at_once() {
        let [first, second] = builds();
        let world = world_of(fresh(&first));
        let before = world.files();
        let held = world.lock(Path::new(FOLDER), Path::new(LOCK)).expect("memory accepts every lock");
        assert!(matches!(write_all(&world, &second), Err(BuildError::Busy)));
        assert_eq!(build_files(&world), before);
        drop(held);
        assert!(write_all(&world, &second).is_ok());
    }

    #[test]
    fn a_list_without_hashes_is_renewed() {
        let [first, second] = builds();
        let list: String = first.iter().map(|file| format!("{}\n", file.path)).collect();
        let world = world_of(fresh(&first)).with_file(Path::new(FOLDER).join(MANIFEST), list);
        let done = write_all(&world, &second).expect("memory accepts every write");
        assert_eq!((done.updated, done.removed, done.kept), (1, 1, vec![]));
        assert_eq!(build_files(&world), fresh(&second));
    }
}
