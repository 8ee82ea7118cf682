//! `polder init`: a file to start from, and the workflows that go with it.

use std::path::{Component, Path};

use anyhow::{Context, bail};
use polder::pipeline::Repository;
use polder_world::World;

use crate::arguments::{Ci, Init};
use crate::input;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Init, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    match arguments.ci {
        None => {
            if !arguments.force && world.read(&arguments.file).is_ok() {
                bail!("`{}` already exists; use `--force` to overwrite it", arguments.file.display());
            }
            write_platform(arguments, world, streams)?;
            streams.message("next: edit it for your shop, then run `polder up`\n")?;
            Ok(Status::Fine)
        }
        Some(Ci::Github) => {
            let repository = repository(&arguments.file)?;
            if world.read(&arguments.file).is_err() {
                write_platform(arguments, world, streams)?;
            }
            write_workflows(arguments, &repository, world, streams)
        }
    }
}

fn write_platform(arguments: &Init, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<()> {
    let file = &arguments.file;
    let text = if arguments.example { polder::EXAMPLE } else { polder::spec::template() };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = file.file_name() else { bail!("`{}` is not a file name", file.display()) };
    world
        .write(folder, Path::new(name), text.as_bytes())
        .with_context(|| format!("cannot write `{}`", file.display()))?;
    streams.message(&format!("wrote {}\n", file.display()))?;
    Ok(())
}

fn write_workflows(
    arguments: &Init,
    repository: &Repository,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let text = input::read_platform(world, &arguments.file)?;
    let Some(compiled) = input::compiled(&text, world, streams)? else { return Ok(Status::Error) };
    let files = polder::pipeline::github(&compiled.design, &compiled.cloud, &compiled.links, repository);
    let root = Path::new(".");
    if !arguments.force
        && let Some(file) = files.iter().find(|file| world.read(&root.join(&file.path)).is_ok())
    {
        bail!("`{}` already exists; use `--force` to overwrite it", file.path);
    }
    for file in &files {
        world
            .write(root, Path::new(&file.path), file.content.as_bytes())
            .with_context(|| format!("cannot write `{}`", file.path))?;
        streams.message(&format!("wrote {}\n", file.path))?;
    }
    streams.message(&format!(
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
