//! Reading a platform file and reporting its errors.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::diag::{Finding, Severity, Source, render_full};
use polder::spec::{Day, Platform, accept};
use polder::{Compiled, Input, compile};
use polder_world::World;

use crate::streams::{Status, Streams, Verbosity};

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
    /// The folder above in which it was found, or nothing: where the build belongs.
    pub(crate) root: PathBuf,
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

/// The name of a platform file that is not named.
const PLATFORM: &str = "polder.toml";

/// The folders above that are searched for a platform file. Above the root is the root, so that more are no error.
const ABOVE: usize = 32;

/// Reads a platform file, or the standard input for `-`, with its lock file. `polder.toml` is also found in folders above.
pub(crate) fn read_platform(world: &dyn World, file: &Path) -> anyhow::Result<Text> {
    if file != Path::new(PLATFORM) {
        return with_lock(world, read(world, file)?);
    }
    match found(world)? {
        Some(text) => Ok(text),
        None => bail!("there is no file `{PLATFORM}`; `polder init` writes one to start from"),
    }
}

/// `polder.toml` in the current folder or the closest one above that has it.
pub(crate) fn found(world: &dyn World) -> anyhow::Result<Option<Text>> {
    let mut root = PathBuf::new();
    for _ in 0..=ABOVE {
        let file = root.join(PLATFORM);
        match world.read(&file) {
            Ok(bytes) => {
                let text = decoded(&file.display().to_string(), Some(&file), bytes)?;
                return Ok(Some(Text { root, ..with_lock(world, text)? }));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => root.push(".."),
            // What is above may be closed to this user, and is no platform file then.
            Err(_) if root.components().next().is_some() => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", file.display())),
        }
    }
    Ok(None)
}

/// A platform file with its lock file.
fn with_lock(world: &dyn World, text: Text) -> anyhow::Result<Text> {
    let file = text.file.clone().unwrap_or_default();
    let Some(lock) = text.lock_file().filter(|lock| *lock != file) else { return Ok(text) };
    match world.read(&lock) {
        Ok(bytes) => Ok(Text { lock: Some(decoded(&lock.display().to_string(), None, bytes)?.text), ..text }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(text),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", lock.display())),
    }
}

fn decoded(name: &str, file: Option<&Path>, bytes: Vec<u8>) -> anyhow::Result<Text> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Text {
            name: name.to_owned(),
            text,
            file: file.map(Path::to_owned),
            lock: None,
            root: PathBuf::new(),
        }),
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

/// Writes findings as messages. Remarks are counted only, unless the user wants to see them: a command that does something else is
/// not the place to read them.
pub(crate) fn tell(text: &Text, findings: &[Finding], streams: &mut Streams<'_>) -> io::Result<()> {
    if streams.verbosity == Verbosity::Verbose {
        return tell_all(text, findings, streams);
    }
    let (remarks, rest): (Vec<Finding>, Vec<Finding>) =
        findings.iter().cloned().partition(|finding| finding.severity() == Severity::Info);
    tell_all(text, &rest, streams)?;
    match remarks.len() {
        0 => Ok(()),
        1 => streams.note("note: 1 remark, which `polder check` prints\n"),
        count => streams.note(&format!("note: {count} remarks, which `polder check` prints\n")),
    }
}

/// Writes all findings as messages.
pub(crate) fn tell_all(text: &Text, findings: &[Finding], streams: &mut Streams<'_>) -> io::Result<()> {
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
