//! `polder prove`: properties of a platform, or of the plan of another estate, with verdicts.

use polder::spec::{Accepted, Day};
use polder::verdict::{Acceptance, Property, Report, pictures, render};
use polder::{
    accepted, certificate, prove, prove_plans, prove_plans_of_owner, requirements, requirements_of_plans,
};
use polder_world::World;

use super::check_plan;
use crate::arguments::Prove;
use crate::file;
use crate::input;
use crate::streams::{Status, Streams};

/// What was decided.
struct Decided {
    source: String,
    properties: Vec<Property>,
    /// None unless they are asked for, or an entry of the platform file may be about one.
    requirements: Vec<Property>,
    accepted: Vec<Acceptance>,
    /// The files of the certificate, by name, if it is asked for.
    certificate: Vec<(String, Vec<u8>)>,
    /// Whether an entry of the platform file accepts nothing, which is an error.
    wrong: bool,
}

pub(crate) fn run(arguments: &Prove, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some(decided) = decide(arguments, world, streams)? else { return Ok(Status::Error) };
    let report = Report {
        source: &decided.source,
        properties: &decided.properties,
        requirements: arguments.requirements.then_some(&decided.requirements),
        accepted: &decided.accepted,
    };
    streams.data(&render(arguments.format.into(), &report))?;
    if let Some(folder) = &arguments.picture {
        let drawn = pictures(&report);
        let drawn = drawn.iter().map(|picture| (picture.name.as_str(), picture.svg.as_str()));
        file::draw(drawn, folder, world, streams)?;
    }
    if let Some(folder) = &arguments.certificate {
        let files = decided.certificate.iter().map(|(name, bytes)| (name, bytes));
        file::write_all(files, folder, world, streams)?;
    }
    Ok(match (decided.wrong, report.fails()) {
        (true, _) => Status::Error,
        (false, true) => Status::Findings,
        (false, false) => Status::Fine,
    })
}

/// The properties and requirements; none if the platform file has an error.
fn decide(
    arguments: &Prove,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Decided>> {
    let files = arguments.plan.iter().chain(&arguments.state);
    let plans = files.map(|file| check_plan::read(world, file)).collect::<anyhow::Result<Vec<_>>>()?;
    if let Some((source, _)) = plans.first() {
        let Some(properties) = of_plans(arguments, &plans, world, streams)? else { return Ok(None) };
        let requirements = if arguments.requirements { requirements_of_plans(&properties) } else { vec![] };
        let (source, accepted) = (source.clone(), vec![]);
        let certificate = vec![];
        return Ok(Some(Decided { source, properties, requirements, accepted, certificate, wrong: false }));
    }
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else { return Ok(None) };
    let properties = prove(&compiled, &inventory);
    let (entries, today) = (&compiled.platform.accepted, Day::at(world.now()));
    let needed = arguments.requirements || entries.iter().any(Accepted::is_about_a_property);
    let requirements = if needed { requirements(&compiled, &properties) } else { vec![] };
    let (accepted, findings) = accepted(entries, properties.iter().chain(&requirements), today);
    input::tell_all(&text, &findings, streams)?;
    let wrong = input::status(&findings) == Status::Error;
    let certificate = match &arguments.certificate {
        Some(_) => certificate(&compiled, &inventory, &properties, &text.name),
        None => vec![],
    };
    Ok(Some(Decided { source: text.name, properties, requirements, accepted, certificate, wrong }))
}

/// The properties of plans and states; none if the platform file that states where data may be has an error.
fn of_plans(
    arguments: &Prove,
    plans: &[(String, Vec<u8>)],
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Vec<Property>>> {
    let Some(file) = &arguments.file else { return Ok(Some(prove_plans(plans)?)) };
    let text = input::read_platform(world, file, streams)?;
    let Some((compiled, _)) = input::compiled(&text, world, streams)? else { return Ok(None) };
    Ok(Some(prove_plans_of_owner(plans, &compiled)?))
}
