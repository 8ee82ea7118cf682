//! Environment variables that Saleor's programs read.

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// An environment variable.
#[derive(Clone, Debug)]
pub struct EnvironmentVariable {
    /// `SECRET_KEY`.
    pub name: String,
    /// Who reads it: `saleor`, `dashboard` or `storefront`.
    pub of: String,
    /// What it does.
    pub meaning: String,
    /// Its default, if that is known.
    pub default: Option<String>,
    /// Whether production needs it.
    pub required: bool,
    /// Whether its value is confidential.
    pub secret: bool,
    /// The first release that reads it, where earlier ones do not.
    pub since: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<EnvironmentVariable>, TableError> {
    let text = include_str!("../data/saleor-environment.toml");
    let rows = toml_rows("saleor-environment.toml", "variable", text)?;
    Catalog::read(&rows, sources, |row, provenance| {
        let variable = EnvironmentVariable {
            name: row.text("name")?.to_owned(),
            of: row.text("of")?.to_owned(),
            meaning: row.text("meaning")?.to_owned(),
            default: row.optional("default").map(str::to_owned),
            required: row.flag("required")?,
            secret: row.flag("secret")?,
            since: row.optional("since").map(str::to_owned),
            provenance,
        };
        Ok((format!("environment.{}", variable.name), variable))
    })
}
