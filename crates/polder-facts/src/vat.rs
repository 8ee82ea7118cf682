//! Standard rates of value added tax.

use std::collections::BTreeMap;

use crate::provenance::{Provenance, Sourced};
use crate::table::{Sources, TableError, csv_rows};

/// Standard rates by country, in thousandths of the net price: 255 is 25.5 %.
pub(crate) type VatRates = BTreeMap<String, Sourced<u32>>;

pub(crate) fn read(sources: &Sources) -> Result<VatRates, TableError> {
    let mut rates = VatRates::new();
    for row in csv_rows("vat-rates.csv", include_str!("../data/vat-rates.csv"))? {
        let rate = Sourced { value: row.parse("permille")?, provenance: Provenance::read(&row, sources)? };
        if rates.insert(row.text("country")?.to_owned(), rate).is_some() {
            return Err(row.error("country", "repeats another row's"));
        }
    }
    Ok(rates)
}
