//! Output streams and exit status.

use std::io::{self, Write};
use std::process::ExitCode;

/// Both output streams.
pub(crate) struct Streams<'a> {
    /// Data.
    pub(crate) out: &'a mut dyn Write,
    /// Messages.
    pub(crate) messages: &'a mut dyn Write,
    /// Whether messages may be coloured.
    pub(crate) colour: bool,
    /// Which messages are written.
    pub(crate) verbosity: Verbosity,
}

/// Which messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Warnings and errors.
    Quiet,
    /// Also notes, and that there are remarks.
    Normal,
    /// Also remarks.
    Verbose,
}

impl Streams<'_> {
    /// Writes data.
    pub(crate) fn data(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Writes a message that matters to whoever looks on, unless the user wants quiet.
    pub(crate) fn note(&mut self, text: &str) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet { Ok(()) } else { self.message(text) }
    }

    /// Writes a message: a warning, an error, or what belongs to one.
    pub(crate) fn message(&mut self, text: &str) -> io::Result<()> {
        self.messages.write_all(text.as_bytes())?;
        self.messages.flush()
    }

    /// Writes an error without a location in a file.
    pub(crate) fn error(&mut self, text: &str) -> io::Result<()> {
        self.message(&format!("error: {}\n", polder::diag::visible(text)))
    }
}

/// The exit status, in the order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All is well.
    Fine,
    /// There are findings.
    Findings,
    /// Something went wrong.
    Error,
    /// The arguments make no sense.
    Usage,
}

/// Arguments that make no sense, which the parser of the command line cannot know.
#[derive(Debug)]
pub(crate) struct WrongUsage(pub(crate) String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Fine => ExitCode::SUCCESS,
            Status::Error => ExitCode::from(1),
            Status::Findings => ExitCode::from(2),
            // `EX_USAGE` of sysexits.h.
            Status::Usage => ExitCode::from(64),
        }
    }
}
