//! A world in which nothing is written.

use std::io;
use std::path::{Path, PathBuf};

use crate::command::{Command, Ran};
use crate::path;
use crate::world::{Held, Stream, World, Written};

/// Another world, without its changes: what would be written is compared with what is there, and what would be removed
/// stays. Programs are run, since not all of them change something: whoever wants a dry run does not run those that do.
#[derive(Clone, Copy)]
pub struct DryRun<'a>(pub &'a dyn World);

impl World for DryRun<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn write(&self, root: &Path, file: &Path, bytes: &[u8]) -> io::Result<Written> {
        path::below(file)?;
        match self.0.read(&root.join(file)) {
            Ok(found) if found == bytes => Ok(Written::NotNeeded),
            Ok(_) => Ok(Written::Updated),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Written::Added),
            Err(error) => Err(error),
        }
    }

    fn append<'a>(&'a self, _: &Path, file: &Path) -> io::Result<Box<dyn io::Write + 'a>> {
        path::below(file)?;
        Ok(Box::new(io::sink()))
    }

    fn make_private_folder(&self, _: &Path, path: &Path) -> io::Result<()> {
        path::below(path).map(|_| ())
    }

    fn lock(&self, _: &Path, file: &Path) -> io::Result<Option<Held>> {
        path::below(file)?;
        Ok(Some(Held(Box::new(()))))
    }

    fn remove(&self, _: &Path, file: &Path) -> io::Result<()> {
        path::below(file).map(|_| ())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.0.list(folder)
    }

    fn now(&self) -> u64 {
        self.0.now()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.0.env(name)
    }

    fn run(&self, command: &Command) -> io::Result<Ran> {
        self.0.run(command)
    }

    fn which(&self, program: &str) -> Option<PathBuf> {
        self.0.which(program)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        self.0.is_terminal(stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryWorld;

    #[test]
    fn nothing_is_written_or_removed() {
        let world = MemoryWorld::new().with_file("build/a", "1").with_file("build/b", "2");
        let before = world.files();
        let (dry, root) = (DryRun(&world), Path::new("build"));
        let written = |file: &str, bytes: &[u8]| dry.write(root, Path::new(file), bytes).ok();
        assert_eq!(written("a", b"1"), Some(Written::NotNeeded));
        assert_eq!(written("a", b"2"), Some(Written::Updated));
        assert_eq!(written("c", b"3"), Some(Written::Added));
        assert_eq!(written("../c", b"3"), None);
        let mut end = dry.append(root, Path::new("a")).expect("a writer");
        end.write_all(b"more").expect("nothing fails");
        dry.remove(root, Path::new("a")).expect("nothing fails");
        assert!(dry.lock(root, Path::new("lock")).is_ok_and(|held| held.is_some()));
        assert_eq!(world.files(), before);
    }
}
