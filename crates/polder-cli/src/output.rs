//! Writing a build, and reporting what was removed and what was kept.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use polder::diag::visible;
use polder::{Addition, BuildOptions, Built, Compiled, Kept, KeptBecause, OVERRIDES, build, overrides};
use polder_world::World;

use crate::arguments::Output;
use crate::input::Text;
use crate::streams::{Status, Streams};

/// Writes a build with the user's own files, which are beside the platform file.
pub(crate) fn written(
    world: &dyn World,
    text: &Text,
    compiled: &Compiled,
    (output, standalone): (&Output, bool),
    streams: &mut Streams<'_>,
) -> anyhow::Result<Built> {
    let additions = additions(world, text)?;
    let options = BuildOptions { standalone, force: output.force, additions: &additions };
    let folder = &folder(output, text);
    let built = build(world, folder, compiled, &options)
        .with_context(|| format!("cannot write `{}`", folder.display()))?;
    tell(folder, &built, streams)?;
    Ok(built)
}

/// The user's own files, which are beside the platform file.
pub(crate) fn additions(world: &dyn World, text: &Text) -> anyhow::Result<Vec<Addition>> {
    let Some(folder) = text.folder() else { return Ok(vec![]) };
    overrides(world, folder).with_context(|| format!("cannot read `{}`", folder.join(OVERRIDES).display()))
}

/// The folder of a build: the one that was named, else `build`, beside a platform file that was found above.
pub(crate) fn folder(output: &Output, text: &Text) -> PathBuf {
    output.out.clone().unwrap_or_else(|| text.root.join("build"))
}

/// The status of a command that wrote a build.
pub(crate) fn status(built: &Built) -> Status {
    if built.kept.is_empty() && built.strange_stacks.is_empty() { Status::Fine } else { Status::Findings }
}

/// How many files are new, changed and removed.
pub(crate) fn counts(built: &Built) -> String {
    format!("{} new, {} changed, {} removed", built.added, built.updated, built.removed)
}

/// Reports what was removed of an earlier build, and what was kept.
fn tell(folder: &Path, built: &Built, streams: &mut Streams<'_>) -> io::Result<()> {
    for stack in &built.stacks_removed {
        streams.note(&format!(
            "note: the stack `{}` was removed; if it was deployed, destroy it with its earlier code first\n",
            visible(stack)
        ))?;
    }
    for path in &built.not_ours {
        let path = visible(path);
        streams
            .message(&format!("note: `{path}` in `.polder-files` is not a file of a build and was kept\n"))?;
    }
    for Kept { path, why } in &built.kept {
        let path = folder.join(path);
        let what = match why {
            KeptBecause::Edited => "was edited and is kept; Polder would now write other text",
            KeptBecause::EditedAndObsolete => "was edited and is kept; this build does not have it any more",
            KeptBecause::Foreign => {
                "was not written by Polder and is kept; this build has a file of that name"
            }
        };
        streams.message(&format!("warning: `{}` {what}\n", visible(&path.display().to_string())))?;
    }
    for stack in &built.strange_stacks {
        streams.message(&format!(
            "warning: the folder has a stack `{}` that this build does not have; it was kept\n",
            visible(stack)
        ))?;
    }
    if !built.kept.is_empty() {
        streams.message(&format!(
            "help: move your changes to `*_override.tf` below `{OVERRIDES}/`, in the layout of the build; then delete the \
             files, or use `--force`\n"
        ))?;
    }
    Ok(())
}
