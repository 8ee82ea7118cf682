//! Facts by name, with the gaps among them.

use std::collections::BTreeMap;

use crate::provenance::{MissingFact, Provenance, Quality};
use crate::table::{Row, Sources, TableError};

/// Facts by the name that `polder facts` shows. Facts that were looked for and not found are included.
#[derive(Clone, Debug)]
pub(crate) struct Catalog<T>(BTreeMap<String, Result<T, Gap>>);

/// A fact that was looked for and not found.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    /// The unit that it would have, or empty.
    pub(crate) unit: String,
    /// The sources that were searched, and when.
    pub(crate) provenance: Provenance,
}

impl<T> Catalog<T> {
    /// Rows of quality `UNKNOWN` become gaps under their `id`; `known` reads the others.
    pub(crate) fn read(
        rows: &[Row],
        sources: &Sources,
        known: impl Fn(&Row, Provenance) -> Result<(String, T), TableError>,
    ) -> Result<Catalog<T>, TableError> {
        Catalog::read_named(rows, sources, |row| row.text("id").map(str::to_owned), known)
    }

    /// The same for rows whose name is in other cells.
    pub(crate) fn read_named(
        rows: &[Row],
        sources: &Sources,
        name: impl Fn(&Row) -> Result<String, TableError>,
        known: impl Fn(&Row, Provenance) -> Result<(String, T), TableError>,
    ) -> Result<Catalog<T>, TableError> {
        let mut facts = BTreeMap::new();
        for row in rows {
            let provenance = Provenance::read(row, sources)?;
            let (id, fact) = if provenance.quality == Quality::Unknown {
                let unit = row.optional("unit").unwrap_or_default().to_owned();
                (name(row)?, Err(Gap { unit, provenance }))
            } else {
                let (id, fact) = known(row, provenance)?;
                (id, Ok(fact))
            };
            if facts.insert(id, fact).is_some() {
                return Err(row.error("id", "repeats another row's"));
            }
        }
        Ok(Catalog(facts))
    }

    /// The fact of that name.
    pub(crate) fn get(&self, id: &str) -> Result<&T, MissingFact> {
        match self.0.get(id) {
            Some(Ok(fact)) => Ok(fact),
            Some(Err(gap)) => Err(MissingFact::unknown(id, &gap.provenance)),
            None => Err(MissingFact::unheard(id)),
        }
    }

    /// All facts and gaps in the order of their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Result<&T, &Gap>)> {
        self.0.iter().map(|(id, fact)| (id.as_str(), fact.as_ref()))
    }

    /// The facts in the order of their names.
    pub(crate) fn known(&self) -> impl Iterator<Item = &T> {
        self.0.values().filter_map(|fact| fact.as_ref().ok())
    }
}
