//! The bill of a platform, and of the plans of others.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_aws_inventory::{PriceCoverage, price_coverage};
use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index, Stack};
use polder_facts::{Facts, MissingFact};
use polder_inventory::Inventory;
use polder_plan::{Document, PlanError};
use polder_price::{Bill, Book, Dimension, Flows, Forecasts, Form, Report, UsageFile, bill, flows, render};

use crate::compile::Compiled;
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
    /// Types of resources whose price is not modelled, with counts, the most frequent first.
    pub unsupported: Vec<(String, usize)>,
    title: String,
}

impl Priced {
    /// A report with sums by these dimensions. Tables list the flows if asked to.
    pub fn report(&self, book: &Book, by: &[Dimension], list_flows: bool, form: Form) -> String {
        let report = Report {
            title: &self.title,
            bill: &self.bill,
            book,
            inventory: &self.inventory,
            flows: self.flows.as_ref(),
            list_flows,
            by,
            unsupported: &self.unsupported,
        };
        render(&report, form)
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
    let forecasts = Forecasts::of(&compiled.design, Facts::embedded(), inventory, &part::party)?;
    let bill = bill(
        inventory,
        prices.book,
        &|asked| prices.usage.and_then(|file| file.amount(asked)).or_else(|| forecasts.amount(asked)),
        prices.region,
    );
    let unsupported = unsupported(&compiled.cloud);
    let flows = flows(&compiled.design, inventory, prices.book, &part::party).ok();
    let (title, inventory) = (compiled.design.name.clone(), Arc::clone(inventory));
    Ok(Priced { bill, inventory, flows, unsupported, title })
}

/// Bills plans or states, as `terraform show -json` writes them, each with its name.
///
/// # Errors
/// If one of them cannot be read as a plan or a state.
pub fn price_plans(plans: &[(String, Vec<u8>)], prices: &Prices<'_>) -> Result<Priced, PlanError> {
    let documents: Vec<Document<'_>> =
        plans.iter().map(|(name, bytes)| Document { name, bytes, state_key: None }).collect();
    let cloud = polder_plan::read(&documents, Schema::aws())?;
    let inventory = polder_aws_inventory::read(&Index::new(&cloud), &|_| None);
    let usage = |asked: &polder_price::Asked<'_>| prices.usage.and_then(|file| file.amount(asked));
    let bill = bill(&inventory, prices.book, &usage, prices.region);
    let title = plans.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Priced { bill, inventory: Arc::new(inventory), flows: None, unsupported: unsupported(&cloud), title })
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
