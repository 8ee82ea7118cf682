//! `polder compile`: the stacks, without the summary.

use anyhow::Context;
use polder::{build, build_standalone};
use polder_world::World;

use crate::arguments::Compile;
use crate::input;
use crate::streams::{Status, Streams};

pub(crate) fn run(
    arguments: &Compile,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let text = input::read(world, &arguments.input.file)?;
    let Some(compiled) = input::compiled(&text, streams)? else { return Ok(Status::Error) };
    let folder = &arguments.out;
    let build = if arguments.standalone { build_standalone } else { build };
    let built =
        build(world, folder, &compiled).with_context(|| format!("cannot write `{}`", folder.display()))?;
    input::tell_removals(&built, streams)?;
    let files = built.added + built.updated + built.unchanged;
    streams.message(&format!(
        "{}: {files} files ({} new, {} changed, {} removed)\n",
        folder.display(),
        built.added,
        built.updated,
        built.removed
    ))?;
    Ok(Status::Fine)
}
