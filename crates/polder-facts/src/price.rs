//! Prices of services.

use polder_units::PicoUsd;

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Row, Sources, TableError, csv_rows};

/// The price of one unit of a service.
#[derive(Clone, Debug)]
pub struct Price {
    /// The service: `nat-gateway`.
    pub category: String,
    /// What is counted: `data-processed`.
    pub item: String,
    /// The region, a pair of regions such as `eu-west-1->eu-central-1`, `europe` or `global`.
    pub region: String,
    /// What the price is for: `gb`, `hour`, `million-requests`.
    pub unit: String,
    /// The price of one unit.
    pub usd: PicoUsd,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// The name of a price among the facts.
pub(crate) fn id(category: &str, item: &str, region: &str) -> String {
    format!("price.{category}.{item}.{region}")
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Price>, TableError> {
    let rows = csv_rows("service-prices.csv", include_str!("../data/service-prices.csv"))?;
    let name = |row: &Row| Ok(id(row.text("category")?, row.text("item")?, row.text("region")?));
    Catalog::read_named(&rows, sources, name, |row, provenance| {
        let price = Price {
            category: row.text("category")?.to_owned(),
            item: row.text("item")?.to_owned(),
            region: row.text("region")?.to_owned(),
            unit: row.text("unit")?.to_owned(),
            usd: row.money("usd")?.ok_or_else(|| row.error("usd", "is empty"))?,
            provenance,
        };
        Ok((name(row)?, price))
    })
}
