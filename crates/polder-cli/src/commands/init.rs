//! `polder init`: a file to start from, and the workflows that go with it.

use std::path::{Component, Path};

use anyhow::{Context, bail};
use polder::pipeline::Repository;
use polder_world::World;

use crate::arguments::{Ci, Init};
use crate::streams::{Status, Streams};
use crate::{file, input};

pub(crate) fn run(arguments: &Init, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    match arguments.ci {
        None => {
            if !arguments.force && file::read(world, &arguments.file)?.is_some() {
                bail!("`{}` already exists; use `--force` to overwrite it", arguments.file.display());
            }
            write_platform(arguments, world, streams)?;
            streams.note("next: edit it for your shop, then run `polder up`\n")?;
            Ok(Status::Fine)
        }
        Some(Ci::Github) => {
            let repository = repository(&arguments.file)?;
            if file::read(world, &arguments.file)?.is_none() {
                write_platform(arguments, world, streams)?;
            }
            write_workflows(arguments, &repository, world, streams)
        }
    }
}

fn write_platform(arguments: &Init, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<()> {
    let file = &arguments.file;
    let text = if arguments.example { polder::EXAMPLE } else { polder::spec::template() };
    if file == Path::new(input::PLATFORM)
        && let Some(root) = input::root(world)?
        && !root.as_os_str().is_empty()
    {
        bail!(
            "a platform file here would hide `{}`, which commands find from this folder; `polder -C {}` works beside it",
            root.join(file).display(),
            root.display()
        );
    }
    file::write(world, file, text.as_bytes())?;
    streams.note(&format!("wrote {}\n", file.display()))?;
    Ok(())
}

fn write_workflows(
    arguments: &Init,
    repository: &Repository,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let text = input::read_platform(world, &arguments.file, streams)?;
    let Some((compiled, _)) = input::compiled(&text, world, streams)? else { return Ok(Status::Error) };
    let files = polder::pipeline::github(&compiled.design, &compiled.cloud, &compiled.links, repository);
    let root = Path::new(".");
    for file in files.iter().filter(|_| !arguments.force) {
        if file::read(world, &root.join(&file.path))?.is_some() {
            bail!("`{}` already exists; use `--force` to overwrite it", file.path);
        }
    }
    for file in &files {
        // Below this folder, through no link.
        world
            .write(root, Path::new(&file.path), file.content.as_bytes())
            .with_context(|| format!("cannot write `{}`", file.path))?;
        streams.note(&format!("wrote {}\n", file.path))?;
    }
    streams.note(&format!(
        "next: commit them with `{}`; the comments at their top list what the repository needs\n",
        repository.build
    ))?;
    Ok(Status::Fine)
}

/// The path of the platform file in the repository, whose root is the current folder.
fn repository(file: &Path) -> anyhow::Result<Repository> {
    let inside = file.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    match file.to_str() {
        Some(path) if inside && path != "-" => {
            Ok(Repository { platform: path.to_owned(), ..Repository::default() })
        }
        _ => bail!("`{}` is not in this folder; workflows find only files of the repository", file.display()),
    }
}
