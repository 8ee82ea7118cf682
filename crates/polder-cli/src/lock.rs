//! The lock file beside the platform file.

use std::io;

use anyhow::bail;
use polder::{Compiled, lock};
use polder_world::World;

use crate::file;
use crate::input::Text;
use crate::streams::Streams;

/// Writes what a platform settles into its lock file. Returns whether the file changed. With `locked`, a change is an error.
pub(crate) fn write(
    world: &dyn World,
    text: &Text,
    compiled: &Compiled,
    locked: bool,
) -> anyhow::Result<bool> {
    let Some(file) = text.lock_file() else { return Ok(false) };
    if text.file.as_ref() == Some(&file) {
        bail!("`{}` is the name of a lock file; give the platform file another name", file.display());
    }
    let new = &compiled.settled;
    // Comments and ends of lines are no values.
    let old = text.lock.as_deref().and_then(|old| lock::read(old).sound());
    if old.as_ref() == Some(new) {
        return Ok(false);
    }
    if locked {
        bail!(
            "`{}` would change, and `--locked` forbids it; run `polder lock` and commit it",
            file.display()
        );
    }
    file::write(world, &file, new.to_string().as_bytes())?;
    Ok(true)
}

/// Reports that the lock file changed.
pub(crate) fn tell(text: &Text, streams: &mut Streams<'_>) -> io::Result<()> {
    let file = text.lock_file().unwrap_or_default();
    streams.note(&format!("note: settled networks and names in {}; commit it\n", file.display()))
}
