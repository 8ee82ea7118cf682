//! Regions of the provider.

use std::fmt;
use std::str::FromStr;

use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A region.
#[derive(Clone, Debug)]
pub struct Region {
    /// As the provider calls it: `eu-central-1`.
    pub id: String,
    /// Its city.
    pub city: String,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
    /// Its jurisdiction: `EU`, `UK`, or the code of its country.
    pub jurisdiction: String,
    /// The number of its zones. Zone letters differ between accounts.
    pub zones: Vec<String>,
    /// The region whose order of prices ranks choices where its own prices are not known; itself where they are.
    pub prices_like: String,
    /// Whether an account must enable it first.
    pub opt_in: bool,
    /// The provider's account that publishes the image of its threat detection agent in this region.
    pub agent_account: String,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// An instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arch {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    X86_64,
}

impl FromStr for Arch {
    type Err = ();

    fn from_str(text: &str) -> Result<Arch, ()> {
        match text {
            "arm64" => Ok(Arch::Arm64),
            "x86-64" => Ok(Arch::X86_64),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Arch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Arch::Arm64 => "arm64",
            Arch::X86_64 => "x86-64",
        })
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<Region>, TableError> {
    let rows = toml_rows("regions.toml", "region", include_str!("../data/regions.toml"))?;
    let region = |row: &crate::table::Row| {
        Ok(Region {
            id: row.text("id")?.to_owned(),
            city: row.text("city")?.to_owned(),
            country: row.text("country")?.to_owned(),
            jurisdiction: row.text("jurisdiction")?.to_owned(),
            zones: row.words("zones")?,
            prices_like: row.text("prices_like")?.to_owned(),
            opt_in: row.flag("opt_in")?,
            agent_account: row.text("agent_account")?.to_owned(),
            provenance: Provenance::read(row, sources)?,
        })
    };
    rows.iter().map(region).collect()
}
