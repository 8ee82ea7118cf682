//! `polder man`: manual pages.

use anyhow::Context;
use clap::CommandFactory;
use polder_world::World;

use crate::arguments::{Arguments, Man};
use crate::file;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Man, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let command = Arguments::command();
    let Some(folder) = &arguments.out else {
        streams.data(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(Status::Fine);
    };
    let mut pages = vec![("polder.1".to_owned(), command.clone())];
    for sub in command.get_subcommands() {
        let name = format!("polder-{}", sub.get_name());
        pages.push((format!("{name}.1"), sub.clone().name(name)));
    }
    for (name, command) in pages {
        file::write(world, &folder.join(name), &page(command)?)?;
    }
    Ok(Status::Fine)
}

fn page(command: clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = vec![];
    clap_mangen::Man::new(command).render(&mut page).context("cannot write the manual page")?;
    Ok(page)
}
