//! `polder completions`: a script for a shell.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Completions, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    // The script is written to memory first: the generator panics when its writer fails.
    let mut script = vec![];
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "polder", &mut script);
    streams.data(&String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
