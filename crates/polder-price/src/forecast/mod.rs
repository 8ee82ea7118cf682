//! The forecast of a design: how much of each usage-based item its resources use in a month.
//!
//! It follows from the flows, transfers and loads of the design, which follow from the platform file. What the design
//! does not tell is in `assumed.rs`. Half and twice the expected amount bound it, and what is stored grows until the
//! horizon of the forecast.

mod account;
mod assumed;
mod edge;
mod site;
mod traffic;

use polder_design::{Design, Party};
use polder_facts::{Facts, MissingFact};
use polder_inventory::Inventory;

use crate::amount::{Amount, Range};
use crate::bill::Asked;
use account::Accounts;
use edge::Edge;
use site::Sites;
use traffic::Figures;

/// The forecast of a design.
pub struct Forecasts<'a> {
    sites: Sites<'a>,
    edge: Edge<'a>,
    accounts: Accounts<'a>,
}

impl<'a> Forecasts<'a> {
    /// Prepares the forecast. `name` names a party as components of the inventory are named.
    ///
    /// # Errors
    /// If the facts lack a figure.
    pub fn of(
        design: &'a Design,
        facts: &Facts,
        inventory: &'a Inventory,
        name: &dyn Fn(&Party) -> String,
    ) -> Result<Forecasts<'a>, MissingFact> {
        let figures = Figures::of(facts)?;
        Ok(Forecasts {
            sites: Sites::of(design, figures, inventory, name),
            edge: Edge::of(design, figures),
            accounts: Accounts::of(design, figures, inventory),
        })
    }

    /// The amount of an item in a month, in its unit; none if it is not forecast.
    pub fn amount(&self, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let place = asked.place;
        let found = match place.site.as_deref() {
            Some(site) => self.sites.amount(site, asked),
            None => None,
        };
        found.or_else(|| self.edge.amount(asked)).or_else(|| self.accounts.amount(asked))
    }
}

/// A number of events in a unit of many, with half and twice of it.
fn events(number: u64, in_one: u64) -> Range<Amount> {
    uncertain(Amount::of(number, in_one))
}

/// Bytes, with half and twice of them.
fn bytes(number: u64) -> Range<Amount> {
    uncertain(Amount::gib(polder_units::Bytes(number)))
}

/// Bytes that are kept: so much today, and more at the horizon.
fn kept(today: u64, horizon: u64) -> Range<Amount> {
    let amount = |bytes| Amount::gib(polder_units::Bytes(bytes));
    Range { low: amount(today), expected: amount(today), high: amount(horizon.max(today)) }
}

fn uncertain(expected: Amount) -> Range<Amount> {
    Range { low: expected.times(1, 2), expected, high: expected.times(2, 1) }
}
