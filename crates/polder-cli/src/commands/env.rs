//! `polder env`: the environment variables of a process.

use polder::environment;
use polder_world::World;

use crate::arguments::Env;
use crate::input;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Env, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let text = input::read_platform(world, &arguments.input.file, streams)?;
    let Some((compiled, _)) = input::compiled(&text, world, streams)? else { return Ok(Status::Error) };
    let Env { cell, site, process, .. } = arguments;
    let pairs = environment(&compiled.design, cell, site.as_deref(), process)?;
    let lines: String = pairs.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
    streams.data(&lines)?;
    Ok(Status::Fine)
}
