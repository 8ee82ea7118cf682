//! Writes files below a folder. Each folder is looked up or created once: a build writes a thousand files into two hundred
//! folders.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{fs, process};

use super::refused;
use crate::path;
use crate::world::{Allow, Change, Written};

/// A folder that files are written to.
pub(super) struct Tree<'a> {
    root: &'a Path,
    /// The folders below the root that are known to exist. All are true folders, not links.
    folders: BTreeSet<OsString>,
    /// Whether other programs can read the root already: if so, they must find whole files only.
    visible: bool,
}

impl Tree<'_> {
    /// Below a folder that exists. Its own path may contain links; paths below it may not.
    pub(super) fn existing(root: &Path) -> Tree<'_> {
        Tree { root, folders: BTreeSet::from([OsString::new()]), visible: true }
    }

    /// Writes files in their order.
    pub(super) fn write_all(
        &mut self,
        files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
        allow: &mut Allow<'_>,
    ) -> io::Result<Vec<Written>> {
        files.map(|(path, bytes)| self.write(Path::new(&path), &bytes, allow)).collect()
    }

    /// Writes one file, whole or not at all, unless it has these bytes already or may not be written.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8], allow: &mut Allow<'_>) -> io::Result<Written> {
        let below: PathBuf = path::below(path)?.iter().collect();
        self.folder(below.parent().unwrap_or(Path::new("")))?;
        let target = self.root.join(&below);
        if !self.visible {
            match create(&target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created?.write_all(bytes).map(|()| Written::Added),
            }
        }
        let found = match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() => return Err(refused(&target, "is a symbolic link")),
            Ok(_) => Some(fs::read(&target)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if found.as_deref() == Some(bytes) {
            return Ok(Written::NotNeeded);
        }
        let path = path.to_string_lossy();
        if self.visible && !allow(&Change { path: &path, found: found.as_deref(), wanted: bytes })? {
            return Ok(Written::Kept);
        }
        replace(&target, bytes)?;
        Ok(if found.is_some() { Written::Updated } else { Written::Added })
    }

    /// Creates a folder if it does not exist. Every step must be a true folder, so that nothing outside the root is ever
    /// touched.
    fn folder(&mut self, below: &Path) -> io::Result<()> {
        if self.folders.contains(below.as_os_str()) {
            return Ok(());
        }
        below.parent().map_or(Ok(()), |above| self.folder(above))?;
        let at = self.root.join(below);
        fs::create_dir(&at).or_else(|error| found(&at, error))?;
        self.folders.insert(below.as_os_str().to_owned());
        Ok(())
    }
}

/// Writes files below a root that does not exist: first into a folder beside it, which is then renamed, so that the root
/// appears with all its files or not at all.
pub(super) fn write_new(
    root: &Path,
    files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
) -> io::Result<Vec<Written>> {
    let beside = beside(root);
    root.parent().map_or(Ok(()), fs::create_dir_all)?;
    clearing(&beside, |leftover| fs::remove_dir_all(leftover), || fs::create_dir(&beside))?;
    let mut write = || {
        let mut tree = Tree { visible: false, ..Tree::existing(&beside) };
        let written = tree.write_all(files, &mut |_| Ok(true))?;
        fs::rename(&beside, root).map(|()| written)
    };
    write().inspect_err(|_| {
        // The first error is the one to report.
        fs::remove_dir_all(&beside).ok();
    })
}

/// Succeeds if a folder could not be created because it exists. Anything else in its place is an error.
fn found(at: &Path, error: io::Error) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Ok(found) if found.is_symlink() => Err(refused(at, "is a symbolic link")),
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(refused(at, "is no folder")),
        Err(_) => Err(error),
    }
}

/// Writes a file beside the target and renames it, so that no program reads an incomplete file.
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

/// Creates a file or a folder, after removing what an earlier process with this process's ID left in its place.
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

/// The path where a file or a folder is written before it is renamed to the target.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.new", process::id()));
    target.with_file_name(name)
}
