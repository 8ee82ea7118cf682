//! Single numbers.

use polder_units::{Bytes, Duration, Ppm};

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A single number.
#[derive(Clone, Debug)]
pub struct Figure {
    /// `saleor.api.keep-alive`.
    pub id: String,
    /// How many units.
    pub value: u64,
    /// The unit: `s`, `ms`, `d`, `MiB`, `B`, `ppm`, `count`.
    pub unit: String,
    /// Where this comes from.
    pub provenance: Provenance,
}

impl Figure {
    /// As a span of time, if its unit is one.
    pub fn duration(&self) -> Option<Duration> {
        format!("{}{}", self.value, self.unit).parse().ok()
    }

    /// As an amount of bytes, if its unit is one.
    pub fn bytes(&self) -> Option<Bytes> {
        match self.unit.as_str() {
            "B" => Some(Bytes(self.value)),
            "MiB" => Bytes::checked_mib(self.value),
            _ => None,
        }
    }

    /// As a ratio, if its unit is one.
    pub fn share(&self) -> Option<Ppm> {
        (self.unit == "ppm").then(|| u32::try_from(self.value).ok().map(Ppm)).flatten()
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Figure>, TableError> {
    let rows = toml_rows("figures.toml", "figure", include_str!("../data/figures.toml"))?;
    Catalog::read(&rows, sources, |row, provenance| {
        let (id, unit) = (row.text("id")?.to_owned(), row.text("unit")?.to_owned());
        Ok((id.clone(), Figure { id, value: row.parse("value")?, unit, provenance }))
    })
}
