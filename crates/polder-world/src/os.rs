//! The real world.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that touches the file system, the clock, the environment and other programs"
)]

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, process, thread};

use crate::command::{Command, Ran};
use crate::path;
use crate::world::{Allow, Held, Stream, World, Written};

mod tree;

use tree::Tree;

/// The machine that this program runs on. Relative paths start at the folder the program was started in.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsWorld;

impl World for OsWorld {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write(&self, root: &Path, path: &Path, bytes: &[u8]) -> io::Result<Written> {
        fs::create_dir_all(root)?;
        Tree::existing(root).write(path, bytes, &mut |_| Ok(true))
    }

    fn write_all(
        &self,
        root: &Path,
        files: &mut dyn Iterator<Item = (String, Vec<u8>)>,
        allow: &mut Allow<'_>,
    ) -> io::Result<Vec<Written>> {
        match fs::symlink_metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => tree::write_new(root, files),
            _ => Tree::existing(root).write_all(files, allow),
        }
    }

    fn append<'a>(&'a self, root: &Path, path: &Path) -> io::Result<Box<dyn Write + 'a>> {
        let target = made(root, path)?;
        Ok(Box::new(fs::OpenOptions::new().append(true).create(true).open(target)?))
    }

    fn make_private_folder(&self, root: &Path, path: &Path) -> io::Result<()> {
        let parts = path::below(path)?;
        if descend(root, &parts)?.is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        // The system makes it or fails if it is there, so that nobody can prepare it in the meantime.
        private().create(root.join(parts.iter().collect::<PathBuf>()))
    }

    fn lock(&self, root: &Path, path: &Path) -> io::Result<Option<Held>> {
        let target = made(root, path)?;
        let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(target)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held(Box::new(file)))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn remove(&self, root: &Path, path: &Path) -> io::Result<()> {
        let parts = path::below(path)?;
        let Some(target) = descend(root, &parts)? else { return Ok(()) };
        let removed = match fs::symlink_metadata(&target) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(&target),
            Ok(_) => fs::remove_file(&target),
            Err(error) => Err(error),
        };
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut waiting = vec![PathBuf::new()];
        while let Some(below) = waiting.pop() {
            let entries = match fs::read_dir(folder.join(&below)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let path = below.join(entry.file_name());
                // The type of the entry itself: a link to a folder is listed, not entered.
                if entry.file_type()?.is_dir() { waiting.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        Ok(files)
    }

    fn now(&self) -> u64 {
        // A clock before 1970 is a broken clock; the start of time is as good as any other answer.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    fn env(&self, name: &str) -> Option<String> {
        env::var(name).ok()
    }

    fn run(&self, command: &Command) -> io::Result<Ran> {
        let mut child = process::Command::new(&command.program);
        child.args(&command.args).envs(&command.env);
        if let Some(dir) = &command.dir {
            child.current_dir(dir);
        }
        let input = if command.stdin.is_empty() { Stdio::null() } else { Stdio::piped() };
        let mut child = child.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let pipe = child.stdin.take();
        let output = thread::scope(|scope| {
            // The program can write output before it has read all of its input, and a full pipe blocks the writer. So input
            // and output are transferred concurrently.
            if let Some(mut pipe) = pipe {
                // If the program closes its input early, the write fails. That is no error here: the exit status shows
                // whether the program succeeded.
                scope.spawn(move || pipe.write_all(&command.stdin).ok());
            }
            child.wait_with_output()
        })?;
        Ok(Ran { status: output.status.code(), stdout: output.stdout, stderr: output.stderr })
    }

    fn which(&self, program: &str) -> Option<PathBuf> {
        if Path::new(program).components().count() > 1 {
            return is_program(Path::new(program)).then(|| PathBuf::from(program));
        }
        let search = env::var_os("PATH")?;
        let folders = env::split_paths(&search).filter(|folder| !folder.as_os_str().is_empty());
        folders.map(|folder| folder.join(program)).find(|file| is_program(file))
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        match stream {
            Stream::Input => io::stdin().is_terminal(),
            Stream::Output => io::stdout().is_terminal(),
            Stream::Messages => io::stderr().is_terminal(),
        }
    }
}

/// The file at a path, with the folders above it, which are made.
fn made(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let parts = path::below(path)?;
    let below: PathBuf = parts.iter().collect();
    descend(root, &parts)?;
    let target = root.join(below);
    target.parent().map_or(Ok(()), fs::create_dir_all)?;
    Ok(target)
}

/// Walks down from the root, and ends where a folder is missing. Every step but the last must be a true folder, and the
/// last may be no link, so that nothing outside the root is ever touched.
fn descend(root: &Path, parts: &[PathBuf]) -> io::Result<Option<PathBuf>> {
    let mut at = root.to_owned();
    for (index, part) in parts.iter().enumerate() {
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_symlink() => return Err(refused(&at, "is a symbolic link")),
            Ok(found) if index + 1 < parts.len() && !found.is_dir() => {
                return Err(refused(&at, "is no folder"));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(at))
}

fn refused(path: &Path, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("`{}` {why}", path.display()))
}

#[cfg(unix)]
fn private() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests;
