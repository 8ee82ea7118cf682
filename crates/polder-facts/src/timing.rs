//! Durations.

use polder_units::Duration;

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A duration. At least one of the two bounds is present.
#[derive(Clone, Debug)]
pub struct Timing {
    /// `rds.multi-az-instance.failover`.
    pub id: String,
    /// The low end of the usual range.
    pub low: Option<Duration>,
    /// The high end of the usual range.
    pub high: Option<Duration>,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Timing>, TableError> {
    let rows = toml_rows("timings.toml", "timing", include_str!("../data/timings.toml"))?;
    Catalog::read(&rows, sources, |row, provenance| {
        let (low, high) = (row.parse_optional("low")?, row.parse_optional("high")?);
        if low.is_none() && high.is_none() {
            return Err(row.error("low", "is missing, nor is `high`"));
        }
        let id = row.text("id")?.to_owned();
        Ok((id.clone(), Timing { id, low, high, provenance }))
    })
}
