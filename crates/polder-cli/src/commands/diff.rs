//! `polder diff`: what a change of the platform would do to what runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::difference::{Change, Form};
use polder::{Compiled, Input, ORIGIN, ORIGIN_LOCK, difference_of, differing_files, is_build};
use polder_world::{Command, World};

use crate::arguments::{BillFormat, Diff};
use crate::file;
use crate::input::{self, Text};
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Diff, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let new = read(&arguments.new, &arguments.file, world, streams)?;
    let old = read(&arguments.old, &arguments.file, world, streams)?;
    let difference = match difference_of(old.text.input(world), new.text.input(world)) {
        Ok(difference) => difference,
        Err([before, after]) => {
            input::tell(&old.text, &before, streams)?;
            input::tell(&new.text, &after, streams)?;
            return Ok(Status::Error);
        }
    };
    for (what, text, compiled) in
        [(&arguments.old, &old, &difference.compiled[0]), (&arguments.new, &new, &difference.compiled[1])]
    {
        if text.is_build {
            is_whole(Path::new(what), &text.text, compiled, world)?;
        }
    }
    let form = match arguments.format {
        BillFormat::Text => Form::Text,
        BillFormat::Json => Form::Json,
        BillFormat::Markdown => Form::Markdown,
    };
    streams.data(&difference.report(form))?;
    let grave = difference.changes.iter().any(Change::is_grave);
    Ok(if grave { Status::Findings } else { Status::Fine })
}

/// One side of a comparison.
struct Side {
    text: Text,
    /// Whether the text is in a build.
    is_build: bool,
}

/// A platform file, or that of a build or of a revision of Git.
fn read(what: &str, file: &Path, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Side> {
    if matches!(what, "-" | input::PLATFORM) || world.read(Path::new(what)).is_ok() {
        return Ok(Side { text: input::read_platform(world, Path::new(what), streams)?, is_build: false });
    }
    // A folder that is not Polder's may have the name of a branch.
    if is_build(world, Path::new(what)).unwrap_or(false) {
        return Ok(Side { text: of_build(Path::new(what), world)?, is_build: true });
    }
    Ok(Side { text: of_revision(what, file, world)?, is_build: false })
}

/// The platform file in a build.
fn of_build(folder: &Path, world: &dyn World) -> anyhow::Result<Text> {
    let read = |name: &str| -> anyhow::Result<Text> {
        let file = folder.join(name);
        match file::read(world, &file)? {
            Some(bytes) => input::decoded(&file.display().to_string(), None, bytes),
            None => bail!(
                "the build `{}` has no `{name}`: an older version of Polder wrote it; compare platform files, or run `polder compile` again",
                folder.display()
            ),
        }
    };
    let platform = read(ORIGIN)?;
    Ok(Text { lock: Some(read(ORIGIN_LOCK)?.text), ..platform })
}

/// Refuses a build that is not what this version of Polder makes of the platform file in it: its stacks are not those that would be
/// compared.
fn is_whole(folder: &Path, text: &Text, compiled: &Compiled, world: &dyn World) -> anyhow::Result<()> {
    let files = differing_files(world, folder, compiled)
        .with_context(|| format!("cannot read the build `{}`", folder.display()))?;
    let Some(first) = files.first() else { return Ok(()) };
    if has_ended_exceptions(text, compiled) {
        bail!(
            "the build `{}` is older than the last day of an exception in its `{ORIGIN}`; compare platform files instead",
            folder.display()
        );
    }
    bail!(
        "the build `{}` differs from what this version of Polder compiles from its `{ORIGIN}`, first in `{first}` (files that \
         differ: {}): another version wrote it, or somebody edited it; compare platform files instead",
        folder.display(),
        files.len()
    )
}

/// Whether an exception of a web ACL has ended: the build may have been written before.
fn has_ended_exceptions(text: &Text, compiled: &Compiled) -> bool {
    let undated = Input { today: None, may_move: true, platform: &text.text, lock: text.lock.as_deref() };
    let all = polder::compile(undated).value.map_or(0, |all| all.platform.edge.exceptions.len());
    all > compiled.platform.edge.exceptions.len()
}

/// The platform file of a revision of Git.
fn of_revision(what: &str, file: &Path, world: &dyn World) -> anyhow::Result<Text> {
    let Some(file_name) = file.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is not a file name", file.display());
    };
    if what.starts_with('-') {
        bail!("`{what}` is neither a file, a build nor a revision of Git");
    }
    // A platform file that is not named is found in folders above, and so are its revisions.
    let folder = match file == Path::new(input::PLATFORM) {
        true => input::root(world)?,
        false => file.parent().map(Path::to_owned),
    };
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let show = |name: &str| -> anyhow::Result<Option<String>> {
        let mut command = Command::new("git", ["show".to_owned(), format!("{what}:./{name}")]);
        command.dir.clone_from(&folder);
        let ran = world.run(&command).context("`polder diff` needs `git` for revisions")?;
        Ok(ran.succeeded().then(|| String::from_utf8_lossy(&ran.stdout).into_owned()))
    };
    let Some(text) = show(file_name)? else {
        bail!("`{what}` is neither a file, a build nor a revision of Git that has `{}`", file.display());
    };
    let lock = Path::new(file_name).with_extension("lock");
    let lock = show(&lock.to_string_lossy())?;
    Ok(Text { name: format!("{what}:{file_name}"), text, file: None, lock, root: PathBuf::new() })
}
