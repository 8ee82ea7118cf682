//! `polder lock`: settles what a platform leaves open, and settles entries anew.

use anyhow::{Context, bail};
use polder::lock;
use polder_world::World;

use crate::arguments::Lock;
use crate::input;
use crate::lock::write;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Lock, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let mut text = input::read_platform(world, &arguments.input.file, streams)?;
    let Some(file) = text.lock_file() else { bail!("the standard input has no lock file") };
    let before = match &text.lock {
        None => None,
        Some(lock_text) => {
            let outcome = lock::read(lock_text);
            input::tell(&text, &outcome.findings, streams)?;
            let Some(lock) = outcome.sound() else { return Ok(Status::Error) };
            Some(lock)
        }
    };
    if !arguments.upgrade.is_empty() {
        let mut kept = before.clone().with_context(|| format!("there is no `{}`", file.display()))?;
        for entry in &arguments.upgrade {
            kept = kept.without(entry)?;
        }
        text.lock = Some(kept.to_string());
    }
    let Some((compiled, _)) = input::compiled(&text, world, streams)? else { return Ok(Status::Error) };
    let after = &compiled.settled;
    write(world, &text, &compiled, false)?;
    let before = before.unwrap_or_default();
    let mut lines = String::new();
    for (path, new) in after.values().filter(|(path, new)| before.get(path) != Some(new)) {
        lines.push_str(&match before.get(path) {
            Some(old) => format!("{path}: {old} -> {new}\n"),
            None => format!("{path}: {new}\n"),
        });
    }
    let gone = before.values().filter(|(path, _)| after.get(path).is_none());
    lines.extend(gone.map(|(path, old)| format!("{path}: {old} -> none\n")));
    streams.data(&lines)?;
    Ok(Status::Fine)
}
