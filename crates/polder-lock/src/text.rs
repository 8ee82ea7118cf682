//! The lock as a file.

use std::fmt;

use polder_diag::{Finding, Outcome};
use toml::{Table, Value};

use crate::codes::{NEWER_LOCK, UNREADABLE_LOCK};
use crate::lock::Lock;

/// The version of the format.
const VERSION: i64 = 1;

/// One table for each cell and each site, so that branches that change different cells merge.
const HEAD: &str = "\
# What Polder settled once and must not move: networks, names, state. Written by Polder; commit it.
# `polder lock --upgrade ENTRY` settles an entry anew.
";

/// Reads a lock file.
pub fn read(text: &str) -> Outcome<Lock> {
    match parsed(text) {
        Ok(lock) => Outcome { value: Some(lock), findings: vec![] },
        Err(finding) => Outcome { value: None, findings: vec![*finding] },
    }
}

fn parsed(text: &str) -> Result<Lock, Box<Finding>> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| text.bytes().take(span.start).filter(|it| *it == b'\n').count() + 1);
        unreadable(format!("line {line} of the lock file is not valid: {}", error.message()))
    })?;
    let mut lock = Lock::default();
    match table.get("version") {
        Some(Value::Integer(VERSION)) => {}
        Some(Value::Integer(newer)) if *newer > VERSION => {
            let message =
                format!("the lock file has version {newer}, and this Polder reads version {VERSION}");
            return Err(Box::new(
                Finding::new(&NEWER_LOCK, message).help("use the Polder that wrote it, or a newer one"),
            ));
        }
        _ => return Err(unreadable(format!("the lock file has no `version = {VERSION}`"))),
    }
    for (key, value) in table.into_iter().filter(|(key, _)| key != "version") {
        match value {
            Value::String(release) if key == "facts" => lock.release = release,
            value => flatten(key, value, &mut lock)?,
        }
    }
    Ok(lock)
}

/// Adds the values of a table with their paths. The parser limits the depth.
fn flatten(path: String, value: Value, lock: &mut Lock) -> Result<(), Box<Finding>> {
    match value {
        Value::String(text) => {
            lock.values.insert(path, text);
            Ok(())
        }
        Value::Table(table) => {
            for (key, value) in table {
                let plain = key.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
                if !plain {
                    return Err(unreadable(format!("the lock file has no entry `{path}.{key}`")));
                }
                flatten(format!("{path}.{key}"), value, lock)?;
            }
            Ok(())
        }
        _ => Err(unreadable(format!("`{path}` in the lock file is neither text nor a table"))),
    }
}

fn unreadable(message: String) -> Box<Finding> {
    let help = "resolve what a merge left, or take the lock file of the last commit";
    Box::new(Finding::new(&UNREADABLE_LOCK, message).help(help))
}

impl fmt::Display for Lock {
    /// The text of the file: tables and keys in order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        write!(f, "{HEAD}version = {VERSION}\nfacts = {}\n", quoted(&self.release))?;
        let mut entries: Vec<(&str, &str, &str)> = self
            .values
            .iter()
            .filter_map(|(path, value)| {
                path.rsplit_once('.').map(|(table, key)| (table, key, value.as_str()))
            })
            .collect();
        entries.sort_unstable();
        let mut last = None;
        for (table, key, value) in entries {
            if last != Some(table) {
                write!(f, "\n[{table}]\n")?;
                last = Some(table);
            }
            writeln!(f, "{key} = {}", quoted(value))?;
        }
        Ok(())
    }
}
