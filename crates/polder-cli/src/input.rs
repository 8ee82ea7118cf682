//! Reading a platform file and reporting its errors.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use polder::diag::{Finding, Outcome, Severity, Source, render_full};
use polder::spec::{Day, accept};
use polder::{Compiled, EXAMPLE, Input, Inventory, compile_with_inventory, limits, rights};
use polder_world::World;

use crate::file;
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
    pub(crate) fn input(&self, world: &dyn World) -> Input<'_> {
        let today = Some(Day::at(world.now()));
        Input { platform: &self.text, lock: self.lock.as_deref(), may_move: false, today }
    }
}

/// Reads a platform file, or the standard input for `-`.
pub(crate) fn read(world: &dyn World, name: &Path) -> anyhow::Result<Text> {
    if name == Path::new("-") {
        let mut bytes = vec![];
        // The reader rejects a file of more than a mebibyte, so the rest is not read.
        io::stdin().take(2 << 20).read_to_end(&mut bytes).context("cannot read standard input")?;
        return decoded("standard input", None, bytes);
    }
    match file::read(world, name)? {
        Some(bytes) => decoded(&name.display().to_string(), Some(name), bytes),
        None => bail!("there is no file `{}`; `polder init` writes one to start from", name.display()),
    }
}

/// The name of a platform file that is not named.
pub(crate) const PLATFORM: &str = "polder.toml";

/// The folders above that are searched for a platform file. Above the root is the root, so that more are no error.
const ABOVE: usize = 32;

/// Reads a platform file, or the standard input for `-`, with its lock file. `polder.toml` is also found in folders above.
pub(crate) fn read_platform(
    world: &dyn World,
    file: &Path,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Text> {
    if file != Path::new(PLATFORM) {
        return with_lock(world, read(world, file)?);
    }
    match found(world, streams)? {
        Some(text) => Ok(text),
        None => bail!("there is no file `{PLATFORM}`; `polder init` writes one to start from"),
    }
}

/// The file that was named, else `polder.toml` here or above, else the built-in example.
pub(crate) fn platform_or_example(
    world: &dyn World,
    file: Option<&Path>,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Text> {
    if let Some(file) = file {
        return read_platform(world, file, streams);
    }
    // Only without a file: one that cannot be read must not be taken for the example.
    Ok(found(world, streams)?.unwrap_or_else(|| Text {
        name: "built-in example".into(),
        text: EXAMPLE.into(),
        file: None,
        lock: None,
        root: PathBuf::new(),
    }))
}

/// `polder.toml` in the current folder or the closest one above that has it, with its lock file.
fn found(world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Option<Text>> {
    let Some((root, bytes)) = closest(world)? else { return Ok(None) };
    let file = root.join(PLATFORM);
    let name = file.display().to_string();
    if !root.as_os_str().is_empty() {
        streams.note(&format!("note: the platform file is `{name}`\n"))?;
    }
    let text = decoded(&name, Some(&file), bytes)?;
    Ok(Some(Text { root, ..with_lock(world, text)? }))
}

/// The folder of `polder.toml`, if one is here or above: nothing, or as many `..` as it is above.
pub(crate) fn root(world: &dyn World) -> anyhow::Result<Option<PathBuf>> {
    Ok(closest(world)?.map(|(root, _)| root))
}

/// The closest `polder.toml`, with its folder.
fn closest(world: &dyn World) -> anyhow::Result<Option<(PathBuf, Vec<u8>)>> {
    let mut root = PathBuf::new();
    for _ in 0..=ABOVE {
        if let Some(bytes) = file::read(world, &root.join(PLATFORM))? {
            return Ok(Some((root, bytes)));
        }
        root.push("..");
    }
    Ok(None)
}

/// A platform file with its lock file.
fn with_lock(world: &dyn World, text: Text) -> anyhow::Result<Text> {
    let file = text.file.clone().unwrap_or_default();
    let Some(lock) = text.lock_file().filter(|lock| *lock != file) else { return Ok(text) };
    match file::read(world, &lock)? {
        Some(bytes) => {
            Ok(Text { lock: Some(decoded(&lock.display().to_string(), None, bytes)?.text), ..text })
        }
        None => Ok(text),
    }
}

/// Text from the bytes of a file.
pub(crate) fn decoded(name: &str, file: Option<&Path>, bytes: Vec<u8>) -> anyhow::Result<Text> {
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

/// Compiles a platform. The findings are those that it does not accept today.
pub(crate) fn compile(text: &Text, world: &dyn World) -> Outcome<(Compiled, Inventory)> {
    not_accepted(compile_with_inventory(text.input(world)), world, false)
}

/// As [`compile`], with the findings that only `polder check` looks for. An entry that accepts none of them is an error.
pub(crate) fn check(text: &Text, world: &dyn World) -> Outcome<(Compiled, Inventory)> {
    let mut outcome = compile_with_inventory(text.input(world));
    if let Some((compiled, inventory)) = &outcome.value {
        outcome.findings.extend(limits(compiled));
        outcome.findings.extend(rights(compiled, inventory));
    }
    not_accepted(outcome, world, true)
}

/// Without the findings that the platform accepts today. With `all`, an entry that accepts none of them is an error.
fn not_accepted(
    outcome: Outcome<(Compiled, Inventory)>,
    world: &dyn World,
    all: bool,
) -> Outcome<(Compiled, Inventory)> {
    let Outcome { value, findings } = outcome;
    let findings = match &value {
        Some((compiled, _)) => accept(findings, &compiled.platform.accepted, Day::at(world.now()), all),
        None => findings,
    };
    Outcome { value, findings }
}

/// Compiles a platform and reports the findings that it does not accept. `None` if there is an error.
pub(crate) fn compiled(
    text: &Text,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<(Compiled, Inventory)>> {
    sound(text, compile(text, world), streams)
}

/// The value of an outcome without errors. Its findings are reported.
pub(crate) fn sound<T>(
    text: &Text,
    outcome: Outcome<T>,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<T>> {
    tell(text, &outcome.findings, streams)?;
    Ok(outcome.sound())
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

/// The status of a command that only checks. With `strict`, a warning is an error.
pub(crate) fn strict_status(findings: &[Finding], strict: bool) -> Status {
    if strict && warns(findings) { Status::Error } else { status(findings) }
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
