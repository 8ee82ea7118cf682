//! `polder up`: from the file to the build folder, with a summary.

use std::path::Path;

use anyhow::Context;
use polder::{EXAMPLE, build, compile};
use polder_world::World;

use crate::arguments::Up;
use crate::input::{self, Text};
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Up, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let text = platform_file(arguments.file.as_deref(), world)?;
    let outcome = compile(&text.text);
    input::tell(&text, &outcome.findings, streams)?;
    let warnings = outcome.findings.len();
    let Some(compiled) = outcome.sound() else { return Ok(Status::Error) };
    let folder = &arguments.out;
    let built =
        build(world, folder, &compiled).with_context(|| format!("cannot write `{}`", folder.display()))?;
    input::tell_removals(&built, streams)?;
    streams.data(&screen::up(&text.name, folder, &compiled, &built, warnings))?;
    Ok(Status::Fine)
}

/// The file that was named, else `polder.toml`, else the built-in example.
fn platform_file(file: Option<&Path>, world: &dyn World) -> anyhow::Result<Text> {
    let example = || Text { name: "built-in example".into(), text: EXAMPLE.into() };
    match file {
        Some(file) => input::read(world, file),
        None if world.read(Path::new("polder.toml")).is_ok() => input::read(world, Path::new("polder.toml")),
        None => Ok(example()),
    }
}
