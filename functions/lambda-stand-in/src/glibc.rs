//! The requirements of a binary on glibc.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use object::read::elf::{Dyn as _, ElfFile64};
use object::{Endianness, elf};

/// glibc of `provided.al2023`.
pub const GLIBC_OF_LAMBDA: Version = Version { major: 2, minor: 34, patch: 0 };

/// A version of glibc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 2, for decades.
    pub major: u32,
    /// Counts half-years.
    pub minor: u32,
    /// Old ones have a patch level.
    pub patch: u32,
}

impl Version {
    /// From the name of a symbol version: `GLIBC_2.34`. Names without numbers are not releases.
    fn parse(name: &str) -> Option<Version> {
        let mut numbers = name.strip_prefix("GLIBC_")?.split('.').map(|part| part.parse().ok());
        let mut next = || numbers.next().unwrap_or(Some(0));
        Some(Version { major: next()?, minor: next()?, patch: next()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 { write!(f, ".{}", self.patch) } else { Ok(()) }
    }
}

/// The requirements of a binary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The libraries by name: `libc.so.6`.
    pub libraries: BTreeSet<String>,
    /// The required symbol versions, with the number of libraries that require them: `GLIBC_2.34`, `GCC_3.0`.
    pub versions: BTreeMap<String, BTreeSet<String>>,
}

impl Needs {
    /// The newest required release of glibc. `None` if it requires none.
    pub fn glibc(&self) -> Option<Version> {
        self.versions.keys().filter_map(|name| Version::parse(name)).max()
    }

    /// The versions that Lambda's glibc does not have.
    pub fn missing_on_lambda(&self) -> Vec<&str> {
        let newer = |name: &str| Version::parse(name).is_some_and(|version| version > GLIBC_OF_LAMBDA);
        // `GLIBC_PRIVATE` and the like are not stable between builds of the library.
        let unnumbered = |name: &str| name.starts_with("GLIBC_") && Version::parse(name).is_none();
        self.versions.keys().map(String::as_str).filter(|name| newer(name) || unnumbered(name)).collect()
    }
}

/// A file that cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no 64-bit ELF binary: {0}")]
pub struct BinaryError(String);

/// Reads the requirements of a binary.
///
/// # Errors
/// If the bytes are not a valid 64-bit ELF binary.
pub fn needs(bytes: &[u8]) -> Result<Needs, BinaryError> {
    let broken = |error: object::Error| BinaryError(error.to_string());
    let file: ElfFile64<'_, Endianness> = ElfFile64::parse(bytes).map_err(broken)?;
    let (endian, sections) = (file.endian(), file.elf_section_table());
    let mut found = Needs::default();
    if let Some((mut entries, strings)) = sections.gnu_verneed(endian, bytes).map_err(broken)? {
        let strings = sections.strings(endian, bytes, strings).map_err(broken)?;
        while let Some((entry, mut versions)) = entries.next().map_err(broken)? {
            let library = text(entry.file(endian, strings).map_err(broken)?);
            while let Some(version) = versions.next().map_err(broken)? {
                let name = text(version.name(endian, strings).map_err(broken)?);
                found.versions.entry(name).or_default().insert(library.clone());
            }
        }
    }
    if let Some((entries, strings)) = sections.dynamic(endian, bytes).map_err(broken)? {
        let strings = sections.strings(endian, bytes, strings).map_err(broken)?;
        for entry in entries.iter().filter(|entry| entry.tag(endian) == elf::DT_NEEDED) {
            found.libraries.insert(text(entry.string(endian, strings).map_err(broken)?));
        }
    }
    Ok(found)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks_for(names: &[&str]) -> Needs {
        let versions = names.iter().map(|name| ((*name).to_owned(), BTreeSet::new())).collect();
        Needs { libraries: BTreeSet::new(), versions }
    }

    #[test]
    fn versions_are_numbers_and_no_texts() {
        let some = asks_for(&["GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.9", "GCC_4.2.0"]);
        assert_eq!(some.glibc(), Some(GLIBC_OF_LAMBDA));
        assert_eq!(some.missing_on_lambda(), [""; 0]);
    }

    #[test]
    fn what_lambda_has_not_is_named() {
        let some = asks_for(&["GLIBC_2.35", "GLIBC_2.4", "GLIBC_3.0", "GLIBC_PRIVATE", "GLIBC_2.34.1"]);
        assert_eq!(some.missing_on_lambda(), ["GLIBC_2.34.1", "GLIBC_2.35", "GLIBC_3.0", "GLIBC_PRIVATE"]);
    }

    #[test]
    fn other_files_are_refused() {
        assert!(needs(b"#!/bin/sh\n").is_err());
        assert!(needs(b"").is_err());
    }
}
