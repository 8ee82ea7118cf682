//! What a world can do.

use std::io;
use std::path::{Path, PathBuf};

use crate::command::{Command, Ran};

/// One of the three streams of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// What it reads.
    Input,
    /// Where its data goes.
    Output,
    /// Where its messages go.
    Messages,
}

/// The outside. Paths are relative to the root of the world, with `..` allowed where that is the file system's own.
pub trait World {
    /// The bytes of a file.
    ///
    /// # Errors
    /// When the file is not there or may not be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Writes a file below `root`, whole or not at all, and makes the folders between them. `path` is relative to
    /// `root`. A file that has these bytes already is left alone, so that its time does not change.
    ///
    /// # Errors
    /// When `path` would leave `root`, by its words or through a symbolic link, or cannot be written.
    fn write(&self, root: &Path, path: &Path, bytes: &[u8]) -> io::Result<Written>;

    /// Writes many files below `root` in their order, each as [`World::write`] does. Where `root` is not there, it
    /// appears with all its files at once, or not at all.
    ///
    /// Before a file is written or replaced that others can see, `allow` is asked. A file with these bytes already is not
    /// asked for, and neither are the files of a root that was not there.
    ///
    /// # Errors
    /// As [`World::write`], and those of `allow`; the files before the one that fails may be written.
    fn write_all(
        &self,
        root: &Path,
        files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
        allow: &mut Allow<'_>,
    ) -> io::Result<Vec<Written>> {
        let write = |(path, bytes): (String, Vec<u8>)| {
            let found = match self.read(&root.join(&path)) {
                Ok(found) => Some(found),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
            if found.as_ref() == Some(&bytes) {
                return Ok(Written::NotNeeded);
            }
            if !allow(&Change { path: &path, found: found.as_deref(), wanted: &bytes })? {
                return Ok(Written::Kept);
            }
            self.write(root, Path::new(&path), &bytes)
        };
        files.map(write).collect()
    }

    /// A writer that adds to the end of a file below `root`, which is made if it is not there. Each call of its `write` is
    /// one write of the system.
    ///
    /// # Errors
    /// When `path` would leave `root`, by its words or through a symbolic link, or cannot be opened.
    fn append<'a>(&'a self, root: &Path, path: &Path) -> io::Result<Box<dyn io::Write + 'a>>;

    /// Makes a folder that only this user may enter, below `root`, which is there.
    ///
    /// # Errors
    /// When `path` would leave `root`, by its words or through a symbolic link, or anything is there already, whoever made
    /// it.
    fn make_private_folder(&self, root: &Path, path: &Path) -> io::Result<()>;

    /// Locks a file below `root`, which is made if it is not there, against other runs of this program. `None` if another
    /// run holds the lock. The lock ends with the value, also if the program is killed; the file stays.
    ///
    /// # Errors
    /// As [`World::append`].
    fn lock(&self, root: &Path, path: &Path) -> io::Result<Option<Held>>;

    /// Removes a file below `root`, or a folder with all that is in it. What is not there is no error.
    ///
    /// # Errors
    /// When `path` would leave `root`, by its words or through a symbolic link, or cannot be removed.
    fn remove(&self, root: &Path, path: &Path) -> io::Result<()>;

    /// All files below a folder, relative to it and in order. Symbolic links are named and not followed. A folder
    /// that is not there has none.
    ///
    /// # Errors
    /// When the folder may not be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Seconds since the start of 1970 in UTC.
    fn now(&self) -> u64;

    /// A variable of the environment, if it is set and is text.
    fn env(&self, name: &str) -> Option<String>;

    /// Runs a program to its end.
    ///
    /// # Errors
    /// When the program cannot be started or spoken to. A program that fails is no error: see [`Ran::status`].
    fn run(&self, command: &Command) -> io::Result<Ran>;

    /// The file of a program that the search path finds.
    fn which(&self, program: &str) -> Option<PathBuf>;

    /// Whether a person sits at the other end of a stream.
    fn is_terminal(&self, stream: Stream) -> bool;
}

/// A lock that is held until the value is dropped.
pub struct Held(#[expect(dead_code, reason = "its drop ends the lock")] pub(crate) Box<dyn std::any::Any>);

/// Decides whether a file may be written; see [`World::write_all`].
pub type Allow<'a> = dyn FnMut(&Change<'_>) -> io::Result<bool> + 'a;

/// A file that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Its path below the root.
    pub path: &'a str,
    /// What is there.
    pub found: Option<&'a [u8]>,
    /// What is to be there.
    pub wanted: &'a [u8],
}

/// What writing a file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// There was none.
    Added,
    /// There was another one.
    Updated,
    /// It was so already.
    NotNeeded,
    /// There was another one, which may not be replaced.
    Kept,
}
