//! Prices of commitments: reservations, and rates of Savings Plans.

use std::sync::LazyLock;

use polder_units::PicoUsd;

use crate::provenance::{Provenance, Quality};
use crate::table::{Row, Sources, TableError, csv_rows};

/// The prices of a kind of commitment for an item, or that none is known.
#[derive(Clone, Debug)]
pub struct CommitmentPrice {
    /// What is bought.
    pub kind: CommitmentKind,
    /// The service, as in the price list: `rds-postgres`.
    pub service: String,
    /// The item, as in the price list, or empty for all items of the service.
    pub item: String,
    /// What else the price depends on, or empty: `db.m6g.large/Multi-AZ`.
    pub variant: String,
    /// The region, or `any`.
    pub region: String,
    /// The prices by term and payment; those that are missing are not known or not for sale.
    pub terms: Vec<CommitmentTerm>,
    /// Where they come from.
    pub provenance: Provenance,
}

/// A kind of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommitmentKind {
    /// A reservation of the item.
    Reservation,
    /// A Convertible Reserved Instance.
    Convertible,
    /// A Compute Savings Plan.
    ComputePlan,
    /// A Database Savings Plan.
    DatabasePlan,
}

/// When a commitment is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Payment {
    /// Each month.
    NoUpfront,
    /// About half at once, the rest each month.
    PartialUpfront,
    /// At once.
    AllUpfront,
}

/// The price of a term with a payment option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentTerm {
    /// The term in years: one or three.
    pub years: u8,
    /// When it is paid.
    pub payment: Payment,
    /// The price.
    pub price: TermPrice,
}

/// The price of a committed unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermPrice {
    /// An amount at once, and one for each hour.
    Amounts {
        /// At once.
        upfront: PicoUsd,
        /// For each hour.
        hourly: PicoUsd,
    },
    /// A share of the price on demand, in percent.
    Percent(u8),
}

/// The columns of the table, with what they mean.
const COLUMNS: [(&str, u8, Payment); 6] = [
    ("one_none", 1, Payment::NoUpfront),
    ("one_partial", 1, Payment::PartialUpfront),
    ("one_all", 1, Payment::AllUpfront),
    ("three_none", 3, Payment::NoUpfront),
    ("three_partial", 3, Payment::PartialUpfront),
    ("three_all", 3, Payment::AllUpfront),
];

static PRICES: LazyLock<Vec<CommitmentPrice>> =
    LazyLock::new(|| read().expect("the compiled-in prices can be read; a test reads them all"));

/// All prices of commitments that are known, and the kinds of which none is.
pub fn commitment_prices() -> &'static [CommitmentPrice] {
    &PRICES
}

fn read() -> Result<Vec<CommitmentPrice>, TableError> {
    let sources = Sources::read(include_str!("../data/sources.toml"))?;
    let rows = csv_rows("commitment-prices.csv", include_str!("../data/commitment-prices.csv"))?;
    rows.iter().map(|row| read_row(row, &sources)).collect()
}

fn read_row(row: &Row, sources: &Sources) -> Result<CommitmentPrice, TableError> {
    let kind = match row.text("kind")? {
        "reservation" => CommitmentKind::Reservation,
        "convertible" => CommitmentKind::Convertible,
        "compute-plan" => CommitmentKind::ComputePlan,
        "database-plan" => CommitmentKind::DatabasePlan,
        _ => return Err(row.error("kind", "is not a known kind")),
    };
    let mut terms = vec![];
    for (column, years, payment) in COLUMNS {
        let Some(cell) = row.optional(column) else { continue };
        let price = term_price(cell).ok_or_else(|| row.error(column, "is not a price"))?;
        terms.push(CommitmentTerm { years, payment, price });
    }
    let provenance = Provenance::read(row, sources)?;
    if terms.is_empty() != (provenance.quality == Quality::Unknown) {
        return Err(row.error("quality", "and prices contradict each other"));
    }
    let text = |cell| row.text(cell).map(str::to_owned);
    let (service, item) = (text("service")?, text("item")?);
    let (variant, region) = (text("variant")?, text("region")?);
    Ok(CommitmentPrice { kind, service, item, variant, region, terms, provenance })
}

/// `80%`, `0.27` for each hour, or `1128+0.1287` with an amount at once.
fn term_price(cell: &str) -> Option<TermPrice> {
    if let Some(percent) = cell.strip_suffix('%') {
        return percent.parse().ok().filter(|it| (1..=100).contains(it)).map(TermPrice::Percent);
    }
    let (upfront, hourly) = cell.split_once('+').unwrap_or(("0", cell));
    let amount = |text| PicoUsd::from_decimal(text).filter(|it| it.0 >= 0);
    Some(TermPrice::Amounts { upfront: amount(upfront)?, hourly: amount(hourly)? })
}

impl Payment {
    /// All of them, in the order of how much is paid at once.
    pub const ALL: [Payment; 3] = [Payment::NoUpfront, Payment::PartialUpfront, Payment::AllUpfront];

    /// Its name in the APIs of AWS: `No Upfront`.
    pub fn name(self) -> &'static str {
        match self {
            Payment::NoUpfront => "No Upfront",
            Payment::PartialUpfront => "Partial Upfront",
            Payment::AllUpfront => "All Upfront",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::price_list::price_list;

    fn amounts(upfront: &str, hourly: &str) -> TermPrice {
        let amount = |text| PicoUsd::from_decimal(text).expect("money");
        TermPrice::Amounts { upfront: amount(upfront), hourly: amount(hourly) }
    }

    #[test]
    fn cells_are_shares_or_amounts() {
        assert_eq!(term_price("80%"), Some(TermPrice::Percent(80)));
        assert_eq!(term_price("0.27"), Some(amounts("0", "0.27")));
        assert_eq!(term_price("1128+0.1287"), Some(amounts("1128", "0.1287")));
        for wrong in ["0%", "101%", "-1", "1+", "+1", "1+2+3", "x"] {
            assert_eq!(term_price(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_reservation_is_cheaper_than_on_demand_and_listed_once() {
        let list: BTreeSet<_> = price_list()
            .iter()
            .map(|it| {
                ((it.service.as_str(), it.item.as_str(), it.variant.as_str(), it.region.as_str()), it.usd)
            })
            .collect();
        let (mut seen, mut compared) = (BTreeSet::new(), 0);
        for price in commitment_prices() {
            let of =
                (price.service.as_str(), price.item.as_str(), price.variant.as_str(), price.region.as_str());
            assert!(seen.insert((price.kind, of)), "{of:?} is listed twice");
            let Some((_, demand)) = list.iter().find(|(key, _)| *key == of) else { continue };
            for term in &price.terms {
                let TermPrice::Amounts { upfront, hourly } = term.price else { continue };
                let hours = i128::from(term.years) * 8760;
                let whole = i128::from(upfront.0) + i128::from(hourly.0) * hours;
                assert!(whole < i128::from(demand.0) * hours, "{of:?}: {term:?}");
                compared += 1;
            }
        }
        assert!(compared > 3_000, "only {compared} prices have an on-demand price to compare with");
    }
}
