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
}

impl Streams<'_> {
    /// Writes data.
    pub(crate) fn data(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Writes a message.
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
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Fine => ExitCode::SUCCESS,
            Status::Error => ExitCode::from(1),
            Status::Findings => ExitCode::from(2),
        }
    }
}
