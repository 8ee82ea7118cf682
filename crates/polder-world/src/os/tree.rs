//! Writes files below a folder. What the file system has said once is not asked again: a build writes a thousand files
//! into two hundred folders.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{fs, process};

use super::refused;
use crate::path;
use crate::world::Written;

/// A folder that files are written to.
pub(super) struct Tree<'a> {
    root: &'a Path,
    /// The folders below the root that were looked at or made.
    folders: BTreeMap<OsString, Folder>,
    /// Whether other programs can read the root already: if so, they must find whole files only.
    visible: bool,
}

/// What is known of a folder. All are true folders, not links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folder {
    /// It was there.
    Found,
    /// It was made for this tree, so only this tree's files are in it.
    Made,
}

impl Tree<'_> {
    /// Below a folder that is there. It may be reached through links; what is below it may not.
    pub(super) fn existing(root: &Path) -> Tree<'_> {
        Tree { root, folders: BTreeMap::from([(OsString::new(), Folder::Found)]), visible: true }
    }

    /// Writes files in their order.
    pub(super) fn write_all(
        &mut self,
        files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
    ) -> io::Result<Vec<Written>> {
        files.map(|(path, bytes)| self.write(Path::new(&path), &bytes)).collect()
    }

    /// Writes one file, whole or not at all, unless it has these bytes already.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<Written> {
        let below: PathBuf = path::below(path)?.iter().collect();
        let folder = self.folder(below.parent().unwrap_or(Path::new("")))?;
        let target = self.root.join(&below);
        if folder == Folder::Made && !self.visible {
            match create(&target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created?.write_all(bytes).map(|()| Written::Added),
            }
        }
        let written = match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() => return Err(refused(&target, "is a symbolic link")),
            Ok(_) if fs::read(&target)? == bytes => return Ok(Written::NotNeeded),
            Ok(_) => Written::Updated,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Written::Added,
            Err(error) => return Err(error),
        };
        replace(&target, bytes)?;
        Ok(written)
    }

    /// Makes sure that a folder is there. Every step must be a true folder, so that nothing outside the root is ever
    /// touched.
    fn folder(&mut self, below: &Path) -> io::Result<Folder> {
        if let Some(folder) = self.folders.get(below.as_os_str()) {
            return Ok(*folder);
        }
        below.parent().map_or(Ok(Folder::Found), |above| self.folder(above))?;
        let at = self.root.join(below);
        let folder = match fs::create_dir(&at) {
            Ok(()) => Folder::Made,
            Err(error) => found(&at, error)?,
        };
        self.folders.insert(below.as_os_str().to_owned(), folder);
        Ok(folder)
    }
}

/// Writes files below a root that is not there: beside it first, so that it appears with all its files or not at all.
pub(super) fn write_new(
    root: &Path,
    files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
) -> io::Result<Vec<Written>> {
    let beside = beside(root);
    root.parent().map_or(Ok(()), fs::create_dir_all)?;
    clearing(&beside, |leftover| fs::remove_dir_all(leftover), || fs::create_dir(&beside))?;
    let mut write = || {
        let folders = BTreeMap::from([(OsString::new(), Folder::Made)]);
        let written = Tree { root: &beside, folders, visible: false }.write_all(files)?;
        fs::rename(&beside, root).map(|()| written)
    };
    write().inspect_err(|_| {
        // The first error is the one to report.
        fs::remove_dir_all(&beside).ok();
    })
}

/// A folder that could not be made because it is there. Anything else in its place is an error.
fn found(at: &Path, error: io::Error) -> io::Result<Folder> {
    match fs::symlink_metadata(at) {
        Ok(found) if found.is_symlink() => Err(refused(at, "is a symbolic link")),
        Ok(found) if found.is_dir() => Ok(Folder::Found),
        Ok(_) => Err(refused(at, "is no folder")),
        Err(_) => Err(error),
    }
}

/// Writes beside the target and then takes its place, so that nobody ever reads half a file.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(target);
    let mut file = clearing(&beside, |leftover| fs::remove_file(leftover), || create(&beside))?;
    let write = || {
        file.write_all(bytes)?;
        drop(file);
        fs::rename(&beside, target)
    };
    write().inspect_err(|_| {
        // The first error is the one to report.
        fs::remove_file(&beside).ok();
    })
}

/// Makes something, after removing what an earlier process with this process's ID left in its place.
fn clearing<T>(
    at: &Path,
    remove: impl Fn(&Path) -> io::Result<()>,
    make: impl Fn() -> io::Result<T>,
) -> io::Result<T> {
    match make() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            remove(at)?;
            make()
        }
        made => made,
    }
}

/// A new file. Links are refused.
fn create(at: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(at)
}

/// The path where something is written before it takes its place.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.new", process::id()));
    target.with_file_name(name)
}
