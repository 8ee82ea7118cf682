//! A world for tests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use crate::command::{Command, Ran};
use crate::path;
use crate::world::{Held, Stream, World, Written};

/// A world in memory. Everything is prepared by the test, and nothing is there by itself.
#[derive(Default)]
pub struct MemoryWorld {
    files: RefCell<BTreeMap<PathBuf, Vec<u8>>>,
    /// Folders that were made without files. All others are there because of their files.
    folders: RefCell<BTreeSet<PathBuf>>,
    variables: BTreeMap<String, String>,
    terminals: BTreeSet<Stream>,
    programs: BTreeMap<String, Program>,
    clock: Cell<u64>,
    failures: BTreeMap<(Act, PathBuf), io::ErrorKind>,
    commands: RefCell<Vec<Command>>,
    locks: RefCell<BTreeMap<PathBuf, Weak<()>>>,
}

/// What plays the part of a program.
type Program = Box<dyn Fn(&MemoryWorld, &Command) -> io::Result<Ran>>;

/// Something that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Reading a file.
    Read,
    /// Writing a file.
    Write,
    /// Removing a file or folder.
    Remove,
    /// Listing a folder.
    List,
}

impl MemoryWorld {
    /// An empty world, at the start of 1970, without a terminal.
    pub fn new() -> MemoryWorld {
        MemoryWorld::default()
    }

    /// The same with a file.
    #[must_use]
    pub fn with_file(self, file: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> MemoryWorld {
        self.files.borrow_mut().insert(path::plain(file.as_ref()), bytes.into());
        self
    }

    /// The same with a variable of the environment.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> MemoryWorld {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with a person at the other end of a stream.
    #[must_use]
    pub fn with_terminal(mut self, stream: Stream) -> MemoryWorld {
        self.terminals.insert(stream);
        self
    }

    /// The same with a program on the search path. It may use the world that it runs in.
    #[must_use]
    pub fn with_program(
        mut self,
        name: &str,
        run: impl Fn(&MemoryWorld, &Command) -> io::Result<Ran> + 'static,
    ) -> MemoryWorld {
        self.programs.insert(name.to_owned(), Box::new(run));
        self
    }

    /// The same with an act on one path that fails from now on.
    #[must_use]
    pub fn with_failure(mut self, act: Act, at: impl AsRef<Path>, kind: io::ErrorKind) -> MemoryWorld {
        self.failures.insert((act, path::plain(at.as_ref())), kind);
        self
    }

    /// Sets the clock to seconds since the start of 1970.
    pub fn set_clock(&self, seconds: u64) {
        self.clock.set(seconds);
    }

    /// All files in order.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.files.borrow().clone()
    }

    /// All commands that were run, in the order of their start.
    pub fn commands(&self) -> Vec<Command> {
        self.commands.borrow().clone()
    }

    fn may(&self, act: Act, at: &Path) -> io::Result<()> {
        self.failures.get(&(act, at.to_owned())).map_or(Ok(()), |kind| Err(io::Error::from(*kind)))
    }
}

impl World for MemoryWorld {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let file = path::plain(file);
        self.may(Act::Read, &file)?;
        self.files.borrow().get(&file).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn write(&self, root: &Path, file: &Path, bytes: &[u8]) -> io::Result<Written> {
        let parts = path::below(file)?;
        let file = path::plain(&root.join(parts.iter().collect::<PathBuf>()));
        self.may(Act::Write, &file)?;
        let mut files = self.files.borrow_mut();
        let through_a_file = file.ancestors().skip(1).any(|above| files.contains_key(above));
        if through_a_file || files.keys().any(|other| *other != file && other.starts_with(&file)) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match files.insert(file, bytes.to_owned()) {
            None => Ok(Written::Added),
            Some(old) if old == bytes => Ok(Written::NotNeeded),
            Some(_) => Ok(Written::Updated),
        }
    }

    fn append<'a>(&'a self, root: &Path, file: &Path) -> io::Result<Box<dyn io::Write + 'a>> {
        let parts = path::below(file)?;
        let file = path::plain(&root.join(parts.iter().collect::<PathBuf>()));
        self.may(Act::Write, &file)?;
        self.files.borrow_mut().entry(file.clone()).or_default();
        Ok(Box::new(End { world: self, file }))
    }

    fn make_private_folder(&self, root: &Path, path: &Path) -> io::Result<()> {
        let parts = path::below(path)?;
        let folder = path::plain(&root.join(parts.iter().collect::<PathBuf>()));
        self.may(Act::Write, &folder)?;
        let is_there = self.files.borrow().keys().any(|file| file.starts_with(&folder));
        if is_there || !self.folders.borrow_mut().insert(folder) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(())
    }

    fn lock(&self, root: &Path, file: &Path) -> io::Result<Option<Held>> {
        let parts = path::below(file)?;
        let file = path::plain(&root.join(parts.iter().collect::<PathBuf>()));
        self.may(Act::Write, &file)?;
        let mut locks = self.locks.borrow_mut();
        if locks.get(&file).is_some_and(|held| held.strong_count() > 0) {
            return Ok(None);
        }
        let held = Rc::new(());
        locks.insert(file.clone(), Rc::downgrade(&held));
        self.files.borrow_mut().entry(file).or_default();
        Ok(Some(Held(Box::new(held))))
    }

    fn remove(&self, root: &Path, at: &Path) -> io::Result<()> {
        let parts = path::below(at)?;
        let at = path::plain(&root.join(parts.iter().collect::<PathBuf>()));
        self.may(Act::Remove, &at)?;
        self.files.borrow_mut().retain(|file, _| !file.starts_with(&at));
        self.folders.borrow_mut().retain(|folder| !folder.starts_with(&at));
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let folder = path::plain(folder);
        self.may(Act::List, &folder)?;
        let files = self.files.borrow();
        let below = files.keys().filter_map(|file| file.strip_prefix(&folder).ok());
        Ok(below.filter(|file| !file.as_os_str().is_empty()).map(Path::to_owned).collect())
    }

    fn now(&self) -> u64 {
        self.clock.get()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn run(&self, command: &Command) -> io::Result<Ran> {
        let program = self.programs.get(&command.program).ok_or(io::ErrorKind::NotFound)?;
        self.commands.borrow_mut().push(command.clone());
        program(self, command)
    }

    fn which(&self, program: &str) -> Option<PathBuf> {
        self.programs.contains_key(program).then(|| PathBuf::from(program))
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        self.terminals.contains(&stream)
    }
}

/// The end of a file.
struct End<'a> {
    world: &'a MemoryWorld,
    file: PathBuf,
}

impl io::Write for End<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.world.files.borrow_mut().entry(self.file.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_behave_as_on_a_disk() {
        let world = MemoryWorld::new().with_file("./polder.toml", "version = 1");
        let (root, file) = (Path::new("build"), Path::new("a/b.tf"));
        assert_eq!(world.read(Path::new("polder.toml")).ok().as_deref(), Some(b"version = 1".as_slice()));
        assert_eq!(world.write(root, file, b"1").ok(), Some(Written::Added));
        assert_eq!(world.write(root, file, b"1").ok(), Some(Written::NotNeeded));
        assert_eq!(world.write(root, file, b"2").ok(), Some(Written::Updated));
        assert!(world.write(root, Path::new("a"), b"").is_err(), "a folder is no file");
        assert!(world.write(root, Path::new("a/b.tf/c"), b"").is_err(), "a file is no folder");
        assert!(world.write(root, Path::new("../c"), b"").is_err());
        assert_eq!(world.list(root).ok(), Some(vec![PathBuf::from("a/b.tf")]));
        assert_eq!(world.list(Path::new("")).map(|files| files.len()).ok(), Some(2));
        world.remove(root, Path::new("a")).expect("removed");
        assert_eq!(world.files().len(), 1);
    }

    #[test]
    fn a_private_folder_is_made_once_and_where_nothing_is() {
        let world = MemoryWorld::new().with_file("scratch/taken/x", "");
        let made = |name: &str| world.make_private_folder(Path::new("scratch"), Path::new(name));
        assert!(made("mine").is_ok());
        for taken in ["mine", "taken", "taken/x"] {
            assert_eq!(made(taken).map_err(|e| e.kind()), Err(io::ErrorKind::AlreadyExists), "{taken}");
        }
        assert!(made("../x").is_err());
        world.remove(Path::new("scratch"), Path::new("mine")).expect("removed");
        assert!(made("mine").is_ok());
    }

    #[test]
    fn failures_come_where_they_were_asked_for() {
        let denied = io::ErrorKind::PermissionDenied;
        let world = MemoryWorld::new().with_failure(Act::Write, "build/a", denied);
        let root = Path::new("build");
        assert_eq!(world.write(root, Path::new("a"), b"").map_err(|e| e.kind()), Err(denied));
        assert!(world.write(root, Path::new("b"), b"").is_ok());
        assert_eq!(world.files().len(), 1);
    }

    #[test]
    fn a_lock_is_held_once_and_ends_with_its_value() {
        let (world, root, file) = (MemoryWorld::new(), Path::new("build"), Path::new("lock"));
        let held = world.lock(root, file).expect("memory takes everything");
        assert!(held.is_some());
        assert!(world.lock(root, file).is_ok_and(|second| second.is_none()));
        drop(held);
        assert!(world.lock(root, file).is_ok_and(|third| third.is_some()));
    }

    #[test]
    fn a_file_grows_at_its_end() {
        let world = MemoryWorld::new().with_file("build/a", "1");
        let mut end = world.append(Path::new("build"), Path::new("a")).expect("a file");
        end.write_all(b"23").expect("memory takes everything");
        assert_eq!(world.read(Path::new("build/a")).ok().as_deref(), Some(b"123".as_slice()));
    }

    #[test]
    fn programs_are_played() {
        let world = MemoryWorld::new().with_program("terraform", |world, command| {
            world.write(Path::new("run"), Path::new("trace"), command.line().as_bytes())?;
            Ok(Ran { status: Some(2), ..Ran::default() })
        });
        assert!(world.which("terraform").is_some() && world.which("tofu").is_none());
        let ran = world.run(&Command::new("terraform", ["plan"])).expect("played");
        assert_eq!(ran.status, Some(2));
        assert_eq!(world.read(Path::new("run/trace")).ok().as_deref(), Some(b"terraform plan".as_slice()));
        assert_eq!(world.commands().len(), 1);
        assert!(world.run(&Command::new("tofu", ["plan"])).is_err());
    }

    #[test]
    fn clock_and_environment_are_the_tests_own() {
        let world = MemoryWorld::new().with_env("NO_COLOR", "1").with_terminal(Stream::Output);
        world.set_clock(1_800_000_000);
        assert_eq!((world.now(), world.env("NO_COLOR").as_deref()), (1_800_000_000, Some("1")));
        assert!(world.is_terminal(Stream::Output) && !world.is_terminal(Stream::Input));
        assert_eq!(world.env("HOME"), None);
    }
}
