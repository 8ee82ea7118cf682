//! The graph's files in a folder.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use polder_emit::File;
use polder_world::{World, Written};

use crate::compile::Compiled;

/// Names the files that Polder wrote, one a line, so that the next build can remove those that are no more.
const MANIFEST: &str = ".polder-files";

/// All files of a build: the stacks, then what Saleor itself is told. Lazy, as the stacks are.
pub fn files(compiled: &Compiled) -> impl Iterator<Item = File> + '_ {
    polder_emit::emit(&compiled.cloud, &compiled.links).chain(polder_shop::files(&compiled.shops))
}

/// What writing a build did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Files that were not there.
    pub added: usize,
    /// Files that were different.
    pub updated: usize,
    /// Files that were so already.
    pub unchanged: usize,
    /// Files of an earlier build that are no more.
    pub removed: usize,
    /// Bytes of all files of the build.
    pub bytes: u64,
}

/// Writes all files of a build below `folder` and removes what an earlier build wrote there and this one does not.
///
/// Nothing else in the folder is touched: the user's own files, `.terraform`, plans and variables stay. An interrupted
/// build leaves whole files, and the next one finishes the work.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn build(world: &dyn World, folder: &Path, compiled: &Compiled) -> io::Result<Built> {
    let before = manifest(world, folder)?;
    let mut built = Built::default();
    let mut written = BTreeSet::new();
    for file in files(compiled) {
        let count = match world.write(folder, Path::new(&file.path), file.content.as_bytes())? {
            Written::Added => &mut built.added,
            Written::Updated => &mut built.updated,
            Written::NotNeeded => &mut built.unchanged,
        };
        *count += 1;
        built.bytes += file.content.len() as u64;
        written.insert(file.path);
    }
    for path in before.difference(&written) {
        world.remove(folder, Path::new(path))?;
        built.removed += 1;
    }
    let lines: String = written.iter().map(|path| format!("{path}\n")).collect();
    world.write(folder, Path::new(MANIFEST), lines.as_bytes())?;
    Ok(built)
}

/// The files that the last build wrote. A manifest that is not text names none.
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
