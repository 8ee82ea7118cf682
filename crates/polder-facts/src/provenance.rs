//! Where a fact comes from, and what it is worth.

use std::fmt;

use crate::table::{Row, Sources, TableError};

/// How a fact came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// Read from the thing itself: a row of a price list, a line of code.
    Exact,
    /// Said by the vendor, or quoted from a price list by someone else.
    Published,
    /// Measured by someone.
    Measured,
    /// Arithmetic on facts with a source.
    Derived,
    /// Assumed for this catalog; nobody measured it.
    Assumed,
    /// Looked for and not found. Such an entry only says what is missing.
    Unknown,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What it is worth.
    pub quality: Quality,
    /// Who says so.
    pub source: String,
    /// When it was so: a year, a month or a day.
    pub dated: String,
    /// What else one should know, or empty.
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

/// A fact that was asked for and is not known.
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
        let quality = quality.ok_or_else(|| row.error("quality", "is none of the six"))?;
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
    /// From the best to none at all.
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
