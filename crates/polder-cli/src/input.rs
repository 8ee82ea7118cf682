//! Reading a platform file and reporting its errors.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::diag::{Finding, Severity, Source, render_full};
use polder::spec::{Day, Platform, accept};
use polder::{Compiled, Input, compile};
use polder_world::World;

use crate::streams::{Status, Streams};

/// A platform file as text, with the name that messages use.
pub(crate) struct Text {
    /// `polder.toml`, `standard input` or `built-in example`.
    pub(crate) name: String,
    /// All of it.
    pub(crate) text: String,
    /// The file, unless it is the standard input or the example.
    pub(crate) file: Option<PathBuf>,
    /// The text of the lock file beside it.
    pub(crate) lock: Option<String>,
}

impl Text {
    /// The folder of the file.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.file.as_deref().and_then(Path::parent)
    }

    /// Its lock file: `polder.lock` for `polder.toml`. The standard input and the example have none.
    pub(crate) fn lock_file(&self) -> Option<PathBuf> {
        self.file.as_deref().map(|file| file.with_extension("lock"))
    }

    /// What is compiled.
    pub(crate) fn input(&self) -> Input<'_> {
        Input { platform: &self.text, lock: self.lock.as_deref(), may_move: false }
    }
}

/// Reads a platform file, or the standard input for `-`.
pub(crate) fn read(world: &dyn World, file: &Path) -> anyhow::Result<Text> {
    if file == Path::new("-") {
        let mut bytes = vec![];
        // The reader rejects a file of more than a mebibyte, so the rest is not read.
        io::stdin().take(2 << 20).read_to_end(&mut bytes).context("cannot read standard input")?;
        return decoded("standard input", None, bytes);
    }
    let name = file.display().to_string();
    match world.read(file) {
        Ok(bytes) => decoded(&name, Some(file), bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("there is no file `{name}`; `polder init` writes one to start from")
        }
        Err(error) => Err(error).with_context(|| format!("cannot read `{name}`")),
    }
}

/// Reads a platform file, or the standard input for `-`, with its lock file.
pub(crate) fn read_platform(world: &dyn World, file: &Path) -> anyhow::Result<Text> {
    let text = read(world, file)?;
    let Some(lock) = text.lock_file().filter(|lock| lock != file) else { return Ok(text) };
    match world.read(&lock) {
        Ok(bytes) => Ok(Text { lock: Some(decoded(&lock.display().to_string(), None, bytes)?.text), ..text }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(text),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", lock.display())),
    }
}

fn decoded(name: &str, file: Option<&Path>, bytes: Vec<u8>) -> anyhow::Result<Text> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Text { name: name.to_owned(), text, file: file.map(Path::to_owned), lock: None }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            bail!("`{name}` is not UTF-8 text: the byte at offset {at} does not belong there")
        }
    }
}

/// Compiles a platform and reports the findings that it does not accept. `None` if there is an error.
pub(crate) fn compiled(
    text: &Text,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Compiled>> {
    let outcome = compile(text.input());
    let platform = outcome.value.as_ref().map(|compiled| &compiled.platform);
    tell(text, &not_accepted(outcome.findings.clone(), platform, world, false), streams)?;
    Ok(outcome.sound())
}

/// The findings that the platform does not accept today. With `all`, an entry that accepts none of them is an error.
pub(crate) fn not_accepted(
    findings: Vec<Finding>,
    platform: Option<&Platform>,
    world: &dyn World,
    all: bool,
) -> Vec<Finding> {
    match platform {
        Some(platform) => accept(findings, &platform.accepted, Day::at(world.now()), all),
        None => findings,
    }
}

/// Whether there is a warning, which `--strict` treats as an error.
pub(crate) fn warns(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Warning)
}

/// Writes findings as messages.
pub(crate) fn tell(text: &Text, findings: &[Finding], streams: &mut Streams<'_>) -> io::Result<()> {
    let source = Source { name: &text.name, text: &text.text };
    streams.message(&render_full(findings, &source, streams.colour))
}

/// The status of a command that only checks.
pub(crate) fn status(findings: &[Finding]) -> Status {
    let worst = findings.iter().map(Finding::severity).min();
    match worst {
        Some(Severity::Error) => Status::Error,
        Some(Severity::Warning) => Status::Findings,
        Some(Severity::Info) | None => Status::Fine,
    }
}
