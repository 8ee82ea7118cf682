//! `polder init`: a file to start from.

use std::path::Path;

use anyhow::{Context, bail};
use polder_world::World;

use crate::arguments::Init;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Init, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let file = &arguments.file;
    if !arguments.force && world.read(file).is_ok() {
        bail!("`{}` is there already; `--force` replaces it", file.display());
    }
    let text = if arguments.example { polder::EXAMPLE } else { polder::spec::template() };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = file.file_name() else { bail!("`{}` is no name of a file", file.display()) };
    world
        .write(folder, Path::new(name), text.as_bytes())
        .with_context(|| format!("cannot write `{}`", file.display()))?;
    streams.message(&format!(
        "wrote {}\nnext: change it to your shop, then run `polder up`\n",
        file.display()
    ))?;
    Ok(Status::Fine)
}
