//! The source and quality of a fact.

use std::fmt;

use crate::table::{Row, Sources, TableError};

/// The quality of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// Read from the primary source: a row of a price list, a line of code.
    Exact,
    /// Stated by the vendor, or quoted from a price list by a third party.
    Published,
    /// Measured by someone.
    Measured,
    /// Arithmetic on facts with a source.
    Derived,
    /// Assumed for this catalog; not measured.
    Assumed,
    /// Looked for and not found.
    Unknown,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Its quality.
    pub quality: Quality,
    /// The source.
    pub source: String,
    /// The date: a year, a month or a day.
    pub dated: String,
    /// A note, or empty.
    pub note: String,
}

/// A value with its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A requested fact that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the fact `{id}` is not known{}", if why.is_empty() { String::new() } else { format!(": {why}") })]
pub struct MissingFact {
    /// Its name, as in `polder facts`.
    pub id: String,
    /// What is known about the gap, or empty.
    pub why: String,
}

impl MissingFact {
    pub(crate) fn unheard(id: impl Into<String>) -> MissingFact {
        MissingFact { id: id.into(), why: String::new() }
    }

    pub(crate) fn unknown(id: impl Into<String>, provenance: &Provenance) -> MissingFact {
        MissingFact { id: id.into(), why: provenance.note.clone() }
    }
}

impl Provenance {
    /// From the columns `quality`, `source`, `dated` and, where there is one, `note`.
    pub(crate) fn read(row: &Row, sources: &Sources) -> Result<Provenance, TableError> {
        let quality = row.text("quality")?;
        let quality = Quality::ALL.into_iter().find(|known| known.name() == quality);
        let quality = quality.ok_or_else(|| row.error("quality", "is not a known quality"))?;
        let dated = row.text("dated")?.to_owned();
        if dated.is_empty() {
            return Err(row.error("dated", "is empty"));
        }
        let source = sources.resolve(row, row.text("source")?)?;
        let note = row.optional("note").unwrap_or_default().to_owned();
        Ok(Provenance { quality, source, dated, note })
    }
}

impl Quality {
    /// From the best to the worst.
    pub const ALL: [Quality; 6] = [
        Quality::Exact,
        Quality::Published,
        Quality::Measured,
        Quality::Derived,
        Quality::Assumed,
        Quality::Unknown,
    ];

    /// As the tables write it: `EXACT`.
    pub const fn name(self) -> &'static str {
        match self {
            Quality::Exact => "EXACT",
            Quality::Published => "PUBLISHED",
            Quality::Measured => "MEASURED",
            Quality::Derived => "DERIVED",
            Quality::Assumed => "ASSUMED",
            Quality::Unknown => "UNKNOWN",
        }
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
