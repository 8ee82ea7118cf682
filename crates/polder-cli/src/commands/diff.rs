//! `polder diff`: what a change of the platform would do to what runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::difference::{Change, Form};
use polder::difference_of;
use polder_world::{Command, World};

use crate::arguments::{BillFormat, Diff};
use crate::input::{self, Text};
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Diff, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let new = read(&arguments.new, &arguments.file, world, streams)?;
    let old = read(&arguments.old, &arguments.file, world, streams)?;
    let difference = match difference_of(old.input(), new.input()) {
        Ok(difference) => difference,
        Err([before, after]) => {
            input::tell(&old, &before, streams)?;
            input::tell(&new, &after, streams)?;
            return Ok(Status::Error);
        }
    };
    let form = match arguments.format {
        BillFormat::Text => Form::Text,
        BillFormat::Json => Form::Json,
        BillFormat::Markdown => Form::Markdown,
    };
    streams.data(&difference.report(form))?;
    let grave = difference.changes.iter().any(Change::is_grave);
    Ok(if grave { Status::Findings } else { Status::Fine })
}

/// A platform file, or that of a revision of Git.
fn read(what: &str, file: &Path, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Text> {
    if matches!(what, "-" | input::PLATFORM) || world.read(Path::new(what)).is_ok() {
        return input::read_platform(world, Path::new(what), streams);
    }
    let Some(file_name) = file.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is not a file name", file.display());
    };
    if what.starts_with('-') {
        bail!("`{what}` is neither a file nor a revision of Git");
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
        bail!("`{what}` is neither a file nor a revision of Git that has `{}`", file.display());
    };
    let lock = Path::new(file_name).with_extension("lock");
    let lock = show(&lock.to_string_lossy())?;
    Ok(Text { name: format!("{what}:{file_name}"), text, file: None, lock, root: PathBuf::new() })
}
