//! The list of what the emulators do wrong: a second plan may contain this, and nothing else.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::results::Drift;

/// The file, relative to the workspace.
pub(super) const FILE: &str = "testing/apply/emulator-faults.toml";

/// The list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    /// In the order of the file.
    #[serde(rename = "fault", default)]
    pub(super) list: Vec<Fault>,
}

/// A fault of an emulator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// The kind of resources.
    kind: String,
    /// The attributes that differ.
    attributes: Vec<String>,
    /// The emulator.
    emulator: String,
    /// What it does.
    reason: String,
}

impl Faults {
    /// Reads the file.
    pub(super) fn read(root: &Path) -> Result<Faults> {
        let text = fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read `{FILE}`"))?;
        Faults::parse(&text).with_context(|| format!("`{FILE}` is invalid"))
    }

    fn parse(text: &str) -> Result<Faults> {
        let faults: Faults = toml::from_str(text)?;
        for Fault { kind, attributes, emulator, reason } in &faults.list {
            ensure!(["moto", "ministack", "stub"].contains(&&**emulator), "`{kind}` names no emulator");
            ensure!(!attributes.is_empty() && !reason.is_empty(), "`{kind}` has no attribute, or no reason");
        }
        Ok(faults)
    }

    /// The entry that explains a drift, and which of its attributes.
    pub(super) fn explain(&self, drift: &Drift) -> Option<(usize, usize)> {
        let entries = self.list.iter().enumerate().filter(|(_, fault)| fault.kind == drift.kind);
        entries.into_iter().find_map(|(index, fault)| {
            Some((index, fault.attributes.iter().position(|attribute| *attribute == drift.attribute)?))
        })
    }

    /// All attributes, each with the name that a report gives it.
    pub(super) fn attributes(&self) -> impl Iterator<Item = ((usize, usize), String)> {
        self.list.iter().enumerate().flat_map(|(index, fault)| {
            let all = fault.attributes.iter().enumerate();
            all.map(move |(at, attribute)| ((index, at), format!("{} {attribute}", fault.kind)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_explains_its_attributes_only() {
        let text =
            "[[fault]]\nkind = \"aws_x\"\nattributes = [\"a\", \"b\"]\nemulator = \"moto\"\nreason = \"r\"\n";
        let faults = Faults::parse(text).expect("a list");
        let drift = |kind: &str, attribute: &str| Drift { kind: kind.into(), attribute: attribute.into() };
        assert_eq!(faults.explain(&drift("aws_x", "b")), Some((0, 1)));
        assert_eq!(faults.explain(&drift("aws_x", "*")), None);
        assert_eq!(faults.explain(&drift("aws_y", "a")), None);
        assert!(Faults::parse(&text.replace("moto", "none")).is_err());
        assert!(Faults::parse(&text.replace("\"r\"", "\"\"")).is_err());
    }
}
