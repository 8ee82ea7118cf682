//! The bill of a platform, and of the plans of others.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_aws_inventory::{PriceCoverage, price_coverage};
use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index, Stack};
use polder_design::{Design, Role};
use polder_facts::{Facts, MissingFact};
use polder_inventory::Inventory;
use polder_plan::{Document, PlanError};
use polder_price::{
    Bill, Book, Chosen, Dimension, Flows, Forecasts, Form, Picture, Report, Savings, UsageFile, add_usage,
    bill, chosen, flows, pictures, render, render_waste, waste,
};

use crate::compiled::Compiled;
use crate::part;

/// What a bill depends on besides the estate.
#[derive(Debug)]
pub struct Prices<'a> {
    /// The prices.
    pub book: &'a Book,
    /// Usage by resource.
    pub usage: Option<&'a UsageFile>,
    /// The region of resources whose region is not known.
    pub region: Option<&'a str>,
}

/// A bill with its inventory.
#[derive(Debug)]
pub struct Priced {
    /// The bill.
    pub bill: Bill,
    /// What was billed.
    pub inventory: Arc<Inventory>,
    /// Data transfer flow by flow; none for plans, and where a price of it is missing.
    pub flows: Option<Flows>,
    /// What the design chose otherwise than a conventional build of the same guarantees; empty for plans, and where a price of
    /// it is missing.
    pub chosen: Vec<Chosen>,
    /// Types of resources whose price is not modelled, with counts, the most frequent first.
    pub unsupported: Vec<(String, usize)>,
    title: String,
    /// The names of sites in words.
    sites: BTreeMap<String, String>,
}

impl Priced {
    /// A report with sums by these dimensions. Tables list the flows if asked to.
    pub fn report(&self, book: &Book, by: &[Dimension], list_flows: bool, form: Form) -> String {
        render(&self.whole(book, by, list_flows), form)
    }

    /// Pictures of the bill as SVG: what the money is for, where it is spent, and data transfer.
    pub fn pictures(&self, book: &Book) -> Vec<Picture> {
        pictures(&self.whole(book, &[], false), &self.sites)
    }

    /// What could be saved: idle, oversized and duplicated resources.
    pub fn waste(&self, book: &Book) -> Vec<Savings> {
        waste(&self.inventory, &self.bill, book)
    }

    /// A report of what could be saved.
    pub fn waste_report(&self, book: &Book, form: Form) -> String {
        render_waste(&self.title, &self.waste(book), &self.bill, form)
    }

    fn whole<'a>(&'a self, book: &'a Book, by: &'a [Dimension], list_flows: bool) -> Report<'a> {
        Report {
            title: &self.title,
            bill: &self.bill,
            book,
            inventory: &self.inventory,
            flows: self.flows.as_ref(),
            chosen: &self.chosen,
            list_flows,
            by,
            unsupported: &self.unsupported,
        }
    }
}

/// Bills a platform with its inventory. Quantities that depend on use come from the usage file, if one is given, and else from the forecast
/// of the design.
///
/// # Errors
/// If the facts lack a figure of the forecast.
pub fn price(
    compiled: &Compiled,
    inventory: &Arc<Inventory>,
    prices: &Prices<'_>,
) -> Result<Priced, MissingFact> {
    let bill = bill_of(compiled, inventory, prices)?;
    let unsupported = unsupported(&compiled.cloud);
    let flows = flows(&compiled.design, inventory, prices.book, &part::party).ok();
    let chosen = chosen(&compiled.design, inventory, &bill, prices.book).unwrap_or_default();
    let (title, inventory) = (compiled.design.name.clone(), Arc::clone(inventory));
    let sites = sites(&compiled.design);
    Ok(Priced { bill, inventory, flows, chosen, unsupported, title, sites })
}

/// The bill of a platform alone.
pub(crate) fn bill_of(
    compiled: &Compiled,
    inventory: &Inventory,
    prices: &Prices<'_>,
) -> Result<Bill, MissingFact> {
    let forecasts = Forecasts::of(&compiled.design, Facts::embedded(), inventory, &part::party)?;
    Ok(bill(
        inventory,
        prices.book,
        &|asked| prices.usage.and_then(|file| file.amount(asked)).or_else(|| forecasts.amount(asked)),
        prices.region,
    ))
}

/// The names of sites in words: `de, Frankfurt (primary)`.
fn sites(design: &Design) -> BTreeMap<String, String> {
    let words = design.sites.iter().map(|site| {
        let role = if site.role == Role::Primary { "primary" } else { "backup" };
        let words = format!("{}, {} ({role})", design.cells[site.cell].name, site.city);
        (site.name.clone(), words)
    });
    words.collect()
}

/// Bills plans or states, as `terraform show -json` writes them, each with its name.
///
/// # Errors
/// If one of them cannot be read as a plan or a state.
pub fn price_plans(plans: &[(String, Vec<u8>)], prices: &Prices<'_>) -> Result<Priced, PlanError> {
    let documents: Vec<Document<'_>> =
        plans.iter().map(|(name, bytes)| Document { name, bytes, state_key: None }).collect();
    let cloud = polder_plan::read(&documents, Schema::aws())?;
    let mut inventory = polder_aws_inventory::read(&Index::new(&cloud), &|_| None);
    if let Some(file) = prices.usage {
        add_usage(file, &mut inventory);
    }
    let usage = |asked: &polder_price::Asked<'_>| prices.usage.and_then(|file| file.amount(asked));
    let bill = bill(&inventory, prices.book, &usage, prices.region);
    let title = plans.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let unsupported = unsupported(&cloud);
    let (inventory, sites) = (Arc::new(inventory), BTreeMap::new());
    Ok(Priced { bill, inventory, flows: None, chosen: vec![], unsupported, title, sites })
}

fn unsupported(cloud: &Cloud) -> Vec<(String, usize)> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in cloud.stacks.iter().flat_map(Stack::managed) {
        let kind = resource.address.kind.as_str();
        if price_coverage(kind) == PriceCoverage::NotModelled {
            *kinds.entry(kind).or_default() += 1;
        }
    }
    let mut kinds: Vec<(String, usize)> =
        kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), kind.clone()));
    kinds
}
