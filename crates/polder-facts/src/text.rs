//! Facts with text values.

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A fact that is words: a command, a path, a version.
#[derive(Clone, Debug)]
pub struct Text {
    /// `saleor.api.health-path`.
    pub id: String,
    /// The text. Items of a list are separated by spaces.
    pub value: String,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Text>, TableError> {
    let rows = toml_rows("texts.toml", "text", include_str!("../data/texts.toml"))?;
    Catalog::read(&rows, sources, |row, provenance| {
        let (id, value) = (row.text("id")?.to_owned(), row.text("value")?.to_owned());
        Ok((id.clone(), Text { id, value, provenance }))
    })
}
