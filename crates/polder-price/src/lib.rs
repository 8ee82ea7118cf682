//! The bill of an inventory: price book, quantities, and what an estate costs in a month.
//!
//! [`bill`] prices every billable of an inventory with a [`Book`]. Quantities that depend on use come from a forecast: that
//! of a design ([`Forecasts`]) or a [`UsageFile`]. Money is an integer of 10⁻¹² dollars, and a sum is exact. A price that is
//! not known is [`Missing`] and never zero.

mod aligned;
mod lines;
mod amount;
mod book;
mod bill;
mod codes;
mod copies;
mod flows;
mod conventional;
mod free;
mod forecast;
mod group;
mod guarantees;
mod hours;
mod item;
mod json;
mod own;
mod picture;
mod render;
mod report;
mod table;
mod usage;
mod waste;

pub use aligned::aligned;
pub use amount::{Amount, AmountError, Money, Range};
pub use bill::{Asked, Basis, Bill, Forecast, HOURS, Line, Open, bill};
pub use book::{Book, Euro, Key, Mark, Missing, Rate};
pub use codes::codes;
pub use conventional::{Chosen, chosen, conventional};
pub use flows::{Choice, FlowCost, Flows, Path, flows};
pub use forecast::Forecasts;
pub use group::Dimension;
pub use guarantees::{
    Change, Guarantees, Point, Recovery, Share, mark_front, recovery, render_guarantees, shares,
};
pub use hours::weeks;
pub use item::Place;
pub use json::money as money_json;
pub use lines::{paragraph, tabled};
pub use own::own_prices;
pub use picture::{Picture, front_picture, pictures};
pub use render::render;
pub use report::{Form, Report};
pub use usage::{UsageFile, add_usage, usage_file};
pub use waste::{Found, Loss, Rule, Savings, render_waste, savings_together, waste, waste_rules};
