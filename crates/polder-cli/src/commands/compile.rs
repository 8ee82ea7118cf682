//! `polder compile`: the stacks, without the summary.

use polder_world::{DryRun, World};

use crate::arguments::Compile;
use crate::streams::{Status, Streams};
use crate::{input, lock, output};

pub(crate) fn run(
    arguments: &Compile,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let text = input::read_platform(world, &arguments.input.file, streams)?;
    let outcome = input::compile(&text, world);
    input::tell(&text, &outcome.findings, streams)?;
    let refused = arguments.output.strict && input::warns(&outcome.findings);
    let Some((compiled, _)) = outcome.sound().filter(|_| !refused) else { return Ok(Status::Error) };
    let dry = DryRun(world);
    let target: &dyn World = if arguments.check { &dry } else { world };
    let settled = lock::write(target, &text, &compiled, arguments.output.locked)?;
    if settled && !arguments.check {
        lock::tell(&text, streams)?;
    }
    let built =
        output::written(target, &text, &compiled, (&arguments.output, arguments.standalone), streams)?;
    let folder = output::folder(&arguments.output, &text);
    let (folder, files, counts) = (folder.display(), built.files(), output::counts(&built));
    if !arguments.check {
        streams.note(&format!("{folder}: {files} files ({counts})\n"))?;
        return Ok(output::status(&built));
    }
    if built.was_current() && !settled {
        streams.note(&format!("{folder}: {files} files, all current\n"))?;
        return Ok(Status::Fine);
    }
    streams.message(&format!("{folder}: not current ({counts}); `polder compile` writes it\n"))?;
    Ok(Status::Findings)
}
