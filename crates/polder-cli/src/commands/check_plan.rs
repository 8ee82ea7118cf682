//! `polder check --plan`: what AWS refuses in plans that Terraform accepts.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use polder::check_plans;
use polder::diag::{Source, render, render_full};
use polder_world::World;

use crate::arguments::{Check, Format};
use crate::input;
use crate::streams::{Status, Streams};

/// The most bytes that are read from the standard input: the reader of plans refuses a document of that size.
const MAX_BYTES: u64 = 1 << 30;

pub(crate) fn run(arguments: &Check, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let plans = arguments.plan.iter().map(|file| read(world, file)).collect::<anyhow::Result<Vec<_>>>()?;
    let checked = check_plans(&plans)?;
    let findings = checked.findings();
    let name = plans.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let source = Source { name: &name, text: "" };
    match arguments.format {
        Format::Json => streams.data(&checked.json())?,
        Format::Full => {
            streams.message(&render_full(&findings, &source, streams.colour))?;
            let (resources, undecided) = (checked.resources(), checked.undecided());
            let found = findings.len();
            streams.note(&format!(
                "resources: {resources}, findings: {found}, undecided because a value is known after apply only: {undecided}\n"
            ))?;
        }
        other => streams.data(&render(other.into(), &findings, &source))?,
    }
    Ok(input::strict_status(&findings, arguments.strict))
}

pub(crate) fn read(world: &dyn World, file: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    if file == Path::new("-") {
        let mut bytes = vec![];
        std::io::stdin().take(MAX_BYTES).read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(("standard input".to_owned(), bytes));
    }
    let name = file.display().to_string();
    let bytes = world.read(file).with_context(|| format!("cannot read `{name}`"))?;
    Ok((name, bytes))
}
