//! `polder recheck`: certificates of verdicts, checked again without the engines that decided them.

use anyhow::Context;
use polder::diag::visible;
use polder::recheck::{json, lines, recheck};
use polder_world::World;

use crate::arguments::{Recheck, RecheckFormat};
use crate::streams::{Status, Streams};

pub(crate) fn run(
    arguments: &Recheck,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let folder = &arguments.folder;
    let outcome = recheck(&|file| world.read(&folder.join(file)))
        .with_context(|| format!("cannot check `{}`", folder.display()))?;
    let text = match arguments.format {
        RecheckFormat::Json => json(&outcome),
        RecheckFormat::Full => lines(&outcome).iter().map(|line| format!("{}\n", visible(line))).collect(),
    };
    streams.data(&text)?;
    Ok(if outcome.is_refused() { Status::Findings } else { Status::Fine })
}
