//! The bill of a platform, and of the plans of others.

use std::collections::BTreeMap;

use polder_aws_inventory::{PriceCoverage, price_coverage};
use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index, Stack};
use polder_facts::{Facts, MissingFact};
use polder_inventory::Inventory;
use polder_plan::{Document, PlanError};
use polder_price::{Bill, Book, Dimension, Forecasts, Form, Report, UsageFile, bill, render};

use crate::compile::Compiled;
use crate::inventory::inventory;
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
    pub inventory: Inventory,
    /// Types of resources whose price is not modelled, with counts, the most frequent first.
    pub unsupported: Vec<(String, usize)>,
    title: String,
}

impl Priced {
    /// A report with sums by these dimensions.
    pub fn report(&self, book: &Book, by: &[Dimension], form: Form) -> String {
        let report = Report {
            title: &self.title,
            bill: &self.bill,
            book,
            inventory: &self.inventory,
            by,
            unsupported: &self.unsupported,
        };
        render(&report, form)
    }
}

/// Bills a platform. Quantities that depend on use come from the usage file, if one is given, and else from the forecast
/// of the design.
///
/// # Errors
/// If the facts lack a figure of the forecast.
pub fn price(compiled: &Compiled, prices: &Prices<'_>) -> Result<Priced, MissingFact> {
    let inventory = inventory(compiled);
    let forecasts = Forecasts::of(&compiled.design, Facts::embedded(), &inventory, &part::party)?;
    let bill = bill(
        &inventory,
        prices.book,
        &|asked| prices.usage.and_then(|file| file.amount(asked)).or_else(|| forecasts.amount(asked)),
        prices.region,
    );
    let unsupported = unsupported(&compiled.cloud);
    Ok(Priced { bill, unsupported, title: compiled.design.name.clone(), inventory })
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
    Ok(Priced { bill, unsupported: unsupported(&cloud), title, inventory })
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
