//! Countries and currencies, and what Saleor accepts of them.

use std::collections::BTreeSet;

use crate::provenance::{Provenance, Sourced};
use crate::table::{Row, Sources, TableError, csv_rows, toml_row};

/// A country.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2: `NL`.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// The jurisdiction of its data protection law: `EU`, `EEA` for the three others of the area, `CH`, `UK`. None of a
    /// country that only its name, currency and languages are known of.
    pub jurisdiction: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// ISO 639-1 codes of its official languages, the most spoken first.
    pub languages: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Codes that Saleor accepts.
pub(crate) type Codes = Sourced<BTreeSet<String>>;

pub(crate) fn read(sources: &Sources) -> Result<Vec<Country>, TableError> {
    let mut rows = csv_rows("countries.csv", include_str!("../data/countries.csv"))?;
    let near = rows.len();
    rows.extend(csv_rows("countries-elsewhere.csv", include_str!("../data/countries-elsewhere.csv"))?);
    let country = |(at, row): (usize, &Row)| {
        Ok(Country {
            code: row.text("code")?.to_owned(),
            name: row.text("name")?.to_owned(),
            jurisdiction: if at < near { Some(row.text("jurisdiction")?.to_owned()) } else { None },
            currency: row.text("currency")?.to_owned(),
            languages: row.words("languages")?,
            provenance: Provenance::read(row, sources)?,
        })
    };
    let mut countries = rows.iter().enumerate().map(country).collect::<Result<Vec<Country>, TableError>>()?;
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(countries)
}

/// The currencies of ISO 4217.
pub(crate) fn read_iso_currencies(sources: &Sources) -> Result<Codes, TableError> {
    let row = toml_row("iso-4217.toml", "currencies", include_str!("../data/iso-4217.toml"))?;
    let value = row.words("codes")?.into_iter().collect();
    Ok(Sourced { value, provenance: Provenance::read(&row, sources)? })
}

/// The list `currencies` or `languages`.
pub(crate) fn read_codes(key: &str, sources: &Sources) -> Result<Codes, TableError> {
    let row = toml_row("saleor-lists.toml", key, include_str!("../data/saleor-lists.toml"))?;
    let value = row.words("codes")?.into_iter().collect();
    Ok(Sourced { value, provenance: Provenance::read(&row, sources)? })
}
