//! `polder prove`: properties of a platform, or of the plan of another estate, with verdicts.

use polder::verdict::{Label, Property, json};
use polder::{compile_with_inventory, prove, prove_plans};
use polder_world::World;

use super::price::sound;
use super::{check_plan, up};
use crate::arguments::{Prove, ReportFormat};
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Prove, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some(properties) = properties(arguments, world, streams)? else { return Ok(Status::Error) };
    match arguments.format {
        ReportFormat::Text => streams.data(&screen::properties(&properties))?,
        ReportFormat::Json => streams.data(&polder::diag::json_text(&json(&properties)))?,
    }
    let refuted = properties.iter().any(|property| property.verdict.label() == Label::Refuted);
    Ok(if refuted { Status::Findings } else { Status::Fine })
}

/// The properties; none if the platform file has an error.
fn properties(
    arguments: &Prove,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Vec<Property>>> {
    let files = arguments.plan.iter().chain(&arguments.state);
    let plans = files.map(|file| check_plan::read(world, file)).collect::<anyhow::Result<Vec<_>>>()?;
    if !plans.is_empty() {
        return Ok(Some(prove_plans(&plans)?));
    }
    let text = up::platform_file(arguments.file.as_deref(), world)?;
    let outcome = compile_with_inventory(text.input());
    let Some((compiled, inventory)) = sound(&text, outcome, streams)? else { return Ok(None) };
    Ok(Some(prove(&compiled, &inventory)))
}
