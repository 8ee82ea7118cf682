//! `polder graph`: drawings of a platform.

use polder::{GraphBy, GraphFormat, graph};
use polder_world::World;

use crate::arguments::{By, Drawing, Graph};
use crate::input;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Graph, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let text = input::read_platform(world, &arguments.input.file, streams)?;
    let Some((compiled, _)) = input::compiled(&text, world, streams)? else { return Ok(Status::Error) };
    let by = match arguments.by {
        By::Flow => GraphBy::Flow,
        By::Stack => GraphBy::Stack,
        By::Site => GraphBy::Site,
    };
    let format = match arguments.format {
        Drawing::Mermaid => GraphFormat::Mermaid,
        Drawing::Dot => GraphFormat::Dot,
        Drawing::Json => GraphFormat::Json,
    };
    streams.data(&graph(&compiled, by, format))?;
    Ok(Status::Fine)
}
