//! Dated and sourced facts, compiled in.
//!
//! A fact is looked up and never computed: prices, instance types, round-trip times, timings, Saleor's resource usage.
//! Each has a source, a date and a [`Quality`]. A fact that is not known is a [`MissingFact`] or `None`, never zero.
//! The tables are in `data/` next to this folder, and are edited by hand.

mod facts;

pub mod ids;

mod cache;
mod catalog;
mod commitment;
mod country;
mod database;
mod entry;
mod environment;
mod figure;
mod machine;
mod operation;
mod price;
mod price_list;
mod process;
mod provenance;
mod region;
mod round_trip;
mod serverless;
mod service;
mod table;
mod text;
mod timing;
mod vat;
mod web_rule;

pub use cache::CacheClass;
pub use commitment::{
    CommitmentKind, CommitmentPrice, CommitmentTerm, Payment, TermPrice, commitment_prices,
};
pub use country::Country;
pub use database::DatabaseClass;
pub use entry::Entry;
pub use environment::EnvironmentVariable;
pub use facts::Facts;
pub use figure::Figure;
pub use machine::MachineClass;
pub use operation::Operation;
pub use price::Price;
pub use price_list::{ListPrice, price_list};
pub use process::Process;
pub use provenance::{MissingFact, Provenance, Quality, Sourced};
pub use region::{Arch, Region};
pub use round_trip::CityRoundTrip;
pub use serverless::{ServerlessPrice, ServerlessSize};
pub use text::Text;
pub use timing::Timing;
pub use web_rule::WebRule;

#[cfg(test)]
mod tests;
