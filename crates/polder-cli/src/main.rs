//! The command line: the only crate that prints.
//!
//! Data goes to the standard output, messages to the standard error. Exit status: 0 success, 1 errors, 2 findings, 64 wrong usage.
//! [`run`] takes the world and both streams, so that tests run whole commands in memory.

mod arguments;
mod commands;
mod file;
mod input;
mod lock;
mod output;
mod screen;
mod streams;

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use polder_world::{OsWorld, Stream, World};

use crate::arguments::{Arguments, Colour, Command, FactsCommand, Global};
use crate::streams::{Status, Streams, Verbosity, WrongUsage};

/// A graph is made of many small allocations; this allocator takes a sixth off a compilation (`docs/performance.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help and the version are asked for, and are no errors. If they cannot be written, nobody reads them.
            drop(message.print());
            return if message.use_stderr() { Status::Usage.into() } else { ExitCode::SUCCESS };
        }
    };
    let world = OsWorld;
    let (mut out, mut messages) = (io::stdout().lock(), io::stderr().lock());
    let colour = is_coloured(arguments.global.color, &world);
    let verbosity = verbosity(&arguments.global);
    let mut streams = Streams { out: &mut out, messages: &mut messages, colour, verbosity };
    match done(&arguments, &world, &mut streams) {
        Ok(status) => status.into(),
        // The pipe was closed (`polder facts | head`): there is nothing to report.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // If this cannot be written either, the exit status still reports it.
            drop(streams.error(&format!("{error:#}")));
            failed(&error).into()
        }
    }
}

/// Changes the folder, if asked to, and runs the command.
fn done(arguments: &Arguments, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    if let Some(folder) = &arguments.global.directory {
        std::env::set_current_dir(folder)
            .with_context(|| format!("cannot change to the folder `{}`", folder.display()))?;
    }
    run(&arguments.command, world, streams)
}

/// Whether messages are coloured: the option decides, then `NO_COLOR`, then `FORCE_COLOR`, then the terminal.
fn is_coloured(asked: Colour, world: &dyn World) -> bool {
    let set = |name: &str| world.env(name).is_some_and(|value| !value.is_empty());
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if set("NO_COLOR") => false,
        Colour::Auto => {
            let forced = set("FORCE_COLOR") && world.env("FORCE_COLOR").as_deref() != Some("0");
            forced || world.is_terminal(Stream::Messages)
        }
    }
}

fn verbosity(global: &Global) -> Verbosity {
    match (global.quiet, global.verbose) {
        (true, _) => Verbosity::Quiet,
        (false, false) => Verbosity::Normal,
        (false, true) => Verbosity::Verbose,
    }
}

/// The status of an error.
fn failed(error: &anyhow::Error) -> Status {
    if error.is::<WrongUsage>() { Status::Usage } else { Status::Error }
}

/// Runs one command.
fn run(command: &Command, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    match command {
        Command::Up(arguments) => commands::up::run(arguments, world, streams),
        Command::Init(arguments) => commands::init::run(arguments, world, streams),
        Command::Lock(arguments) => commands::lock::run(arguments, world, streams),
        Command::Diff(arguments) => commands::diff::run(arguments, world, streams),
        Command::Check(arguments) => commands::check::run(arguments, world, streams),
        Command::Compile(arguments) => commands::compile::run(arguments, world, streams),
        Command::Env(arguments) => commands::env::run(arguments, world, streams),
        Command::Price(arguments) => commands::price::run(arguments, world, streams),
        Command::Prove(arguments) => commands::prove::run(arguments, world, streams),
        Command::Recheck(arguments) => commands::recheck::run(arguments, world, streams),
        Command::Shop(arguments) => commands::shop::run(arguments, world, streams),
        Command::Commitments(arguments) => commands::commitments::run(arguments, world, streams),
        Command::Graph(arguments) => commands::graph::run(arguments, world, streams),
        Command::Facts(arguments) => match &arguments.command {
            Some(FactsCommand::Refresh(refresh)) => commands::refresh::run(refresh, world, streams),
            None => commands::facts::run(arguments, streams),
        },
        Command::Schema => commands::schema::run(streams),
        Command::Explain(arguments) => commands::explain::run(arguments, streams),
        Command::Completions(arguments) => commands::completions::run(arguments, streams),
        Command::Man(arguments) => commands::man::run(arguments, world, streams),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    kind == Some(io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests;
