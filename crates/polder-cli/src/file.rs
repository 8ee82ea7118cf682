//! Files that an argument names.

use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use polder_world::World;

use crate::streams::Streams;

/// Writes a file that an argument names, with the folders above it.
pub(crate) fn write(world: &dyn World, file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = file.file_name() else { bail!("`{}` is not a file name", file.display()) };
    world
        .write(folder, Path::new(name), bytes)
        .with_context(|| format!("cannot write `{}`", file.display()))?;
    Ok(())
}

/// Writes drawings with their names into a folder, as SVG, and says so.
pub(crate) fn draw<'a>(
    drawings: impl IntoIterator<Item = (&'a str, &'a str)>,
    folder: &Path,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    let files = drawings.into_iter().map(|(name, svg)| (format!("{name}.svg"), svg.as_bytes()));
    write_all(files, folder, world, streams)
}

/// Writes files with their names into a folder, and says so.
pub(crate) fn write_all(
    files: impl IntoIterator<Item = (impl AsRef<Path>, impl AsRef<[u8]>)>,
    folder: &Path,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        write(world, &path, bytes.as_ref())?;
        streams.note(&format!("wrote {}\n", path.display()))?;
    }
    Ok(())
}

/// The bytes of a file; none if it is not there. One that cannot be read is not absent.
pub(crate) fn read(world: &dyn World, file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match world.read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", file.display())),
    }
}
