//! `polder prove`: properties of a platform, or of the plan of another estate, with verdicts.

use polder::verdict::{Label, Property, json, json_with};
use polder::{prove, prove_plans, requirements, requirements_of_plans};
use polder_world::World;

use super::check_plan;
use crate::arguments::{Prove, ReportFormat};
use crate::input;
use crate::screen;
use crate::streams::{Status, Streams};

/// What was decided.
struct Decided {
    properties: Vec<Property>,
    /// None unless they are asked for.
    requirements: Option<Vec<Property>>,
}

pub(crate) fn run(arguments: &Prove, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some(decided) = decide(arguments, world, streams)? else { return Ok(Status::Error) };
    let Decided { properties, requirements } = &decided;
    match (arguments.format, requirements) {
        (ReportFormat::Text, None) => streams.data(&screen::properties(properties))?,
        (ReportFormat::Text, Some(rows)) => streams.data(&screen::verdicts(properties, rows))?,
        (ReportFormat::Json, None) => streams.data(&polder::diag::json_text(&json(properties)))?,
        (ReportFormat::Json, Some(rows)) => {
            streams.data(&polder::diag::json_text(&json_with(properties, rows)))?;
        }
    }
    let mut all = properties.iter().chain(requirements.iter().flatten());
    let refuted = all.any(|property| property.verdict.label() == Label::Refuted);
    Ok(if refuted { Status::Findings } else { Status::Fine })
}

/// The properties and requirements; none if the platform file has an error.
fn decide(
    arguments: &Prove,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Decided>> {
    let files = arguments.plan.iter().chain(&arguments.state);
    let plans = files.map(|file| check_plan::read(world, file)).collect::<anyhow::Result<Vec<_>>>()?;
    if !plans.is_empty() {
        let properties = prove_plans(&plans)?;
        let requirements = arguments.requirements.then(|| requirements_of_plans(&properties));
        return Ok(Some(Decided { properties, requirements }));
    }
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else { return Ok(None) };
    let properties = prove(&compiled, &inventory);
    let requirements = arguments.requirements.then(|| requirements(&compiled, &properties));
    Ok(Some(Decided { properties, requirements }))
}
