//! A bill with what its reports need.

use polder_inventory::Inventory;

use crate::bill::Bill;
use crate::book::Book;
use crate::conventional::Chosen;
use crate::flows::Flows;
use crate::group::Dimension;

/// A bill with what its reports need.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What is billed.
    pub title: &'a str,
    /// The bill.
    pub bill: &'a Bill,
    /// The prices behind it.
    pub book: &'a Book,
    /// The inventory behind it.
    pub inventory: &'a Inventory,
    /// The flows of the design behind it; none for plans.
    pub flows: Option<&'a Flows>,
    /// What the design chose otherwise than a conventional build of the same guarantees; empty for plans.
    pub chosen: &'a [Chosen],
    /// Whether tables list the flows.
    pub list_flows: bool,
    /// What the lines are added up by.
    pub by: &'a [Dimension],
    /// Types of resources whose price is not modelled, with counts.
    pub unsupported: &'a [(String, usize)],
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table for terminals.
    Text,
    /// JSON with a `format_version`.
    Json,
    /// Markdown.
    Markdown,
}
