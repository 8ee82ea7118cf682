//! `polder check`: errors of a platform file, the origin of its values, the arithmetic of its sizes.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::check::{json, table};
use polder::diag::{Source, render};
use polder::{BuildOptions, Checked, Compiled, Engine, build, check_stack};
use polder_world::World;

use crate::arguments::{Check, Explanation, Format};
use crate::commands::check_plan;
use crate::input::{self, Text};
use crate::output;
use crate::screen;
use crate::streams::{Status, Streams, WrongUsage};

pub(crate) fn run(arguments: &Check, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    if !arguments.plan.is_empty() {
        return check_plan::run(arguments, world, streams);
    }
    let text = input::read_platform(world, &arguments.input.file, streams)?;
    let outcome = input::check(&text, world);
    let mut status = input::strict_status(&outcome.findings, arguments.strict);
    let asked = arguments.requirements.is_some();
    if asked && !matches!(arguments.format, Format::Full | Format::Json) {
        bail!(WrongUsage("`--requirements` supports `--format full` and `json`".to_owned()));
    }
    if asked || arguments.format == Format::Full {
        input::tell_all(&text, &outcome.findings, streams)?;
    } else {
        let source = Source { name: &text.name, text: &text.text };
        streams.data(&render(arguments.format.into(), &outcome.findings, &source))?;
    }
    let Some((compiled, _)) = outcome.sound() else { return Ok(Status::Error) };
    match arguments.explain {
        Some(Explanation::Values) => streams.data(&screen::values(&compiled.platform))?,
        Some(Explanation::Sizing) => streams.data(&screen::sizing(&compiled.design))?,
        None => {}
    }
    if let Some(id) = &arguments.requirements {
        requirements(&compiled, id.as_deref(), arguments.format, streams)?;
    }
    if arguments.engine {
        status = status.max(engine(&text, &compiled, world, streams)?);
    }
    if arguments.format == Format::Full && !asked && status == Status::Fine {
        streams.note("no errors\n")?;
    }
    Ok(status)
}

/// Prints the requirements, or one of them.
fn requirements(
    compiled: &Compiled,
    id: Option<&str>,
    format: Format,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    let mut rows = table(&compiled.design, &compiled.cloud);
    if let Some(id) = id {
        rows.retain(|row| row.requirement.id.eq_ignore_ascii_case(id));
    }
    let text = match (format, id, rows.as_slice()) {
        (_, Some(id), []) => bail!("there is no requirement `{id}`; `--requirements` lists all"),
        (Format::Json, _, rows) => json(rows),
        (_, Some(_), [row, ..]) => screen::requirement(row),
        (_, _, rows) => screen::requirements(rows),
    };
    streams.data(&text)?;
    Ok(())
}

/// Lines of another program, without what would change the terminal.
fn visible_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", polder::diag::visible(line))).collect()
}

/// Validates every stack with the engine, with the user's own files, in a temporary folder that nobody else can prepare or change.
/// It is removed afterwards. One that an interrupted run leaves is not in the build, and the system removes it.
fn engine(
    text: &Text,
    compiled: &Compiled,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let engine = Engine::find(world).context("`--engine` needs `tofu` or `terraform` in `PATH`")?;
    let temporary =
        PathBuf::from(world.env("TMPDIR").filter(|it| !it.is_empty()).unwrap_or("/tmp".to_owned()));
    let name = PathBuf::from(format!("polder-check-{}", std::process::id()));
    let private = temporary.join(&name);
    world
        .make_private_folder(&temporary, &name)
        .with_context(|| format!("cannot make the temporary folder `{}`", private.display()))?;
    let validated = validated(text, compiled, (&engine, &private.join("build")), world, streams);
    world.remove(&temporary, &name).context("cannot remove the temporary folder")?;
    validated
}

fn validated(
    text: &Text,
    compiled: &Compiled,
    (engine, scratch): (&Engine, &Path),
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let additions = output::additions(world, text)?;
    let options = BuildOptions { additions: &additions, ..BuildOptions::default() };
    build(world, scratch, compiled, &options)
        .with_context(|| format!("cannot write `{}`", scratch.display()))?;
    let mut status = Status::Fine;
    let count = compiled.cloud.stacks.len();
    for (index, id) in compiled.links.order.iter().enumerate() {
        let Some(stack) = compiled.cloud.stack(*id) else { continue };
        let folder = scratch.join("stacks").join(stack.key.to_string());
        let checked =
            check_stack(world, engine, &folder).with_context(|| format!("cannot run {}", engine.name))?;
        let line = |word: &str| format!("{:>4}/{count}  {word:<9}  {}\n", index + 1, stack.key);
        match checked {
            Checked::Valid => streams.note(&line("valid"))?,
            Checked::Invalid(output) => {
                streams.message(&line("not valid"))?;
                streams.message(&visible_lines(&output))?;
                status = Status::Error;
            }
            // It would fail in the same way at each of the others.
            Checked::NotPrepared(output) => {
                streams.message(&visible_lines(&output))?;
                anyhow::bail!(
                    "{} cannot prepare the stack `{}`, so the stacks from it on are not checked. Without a network, \
                     `POLDER_TF_PLUGIN_DIR` names a folder that has the provider",
                    engine.name,
                    stack.key
                );
            }
        }
    }
    Ok(status)
}
