//! Limits of costs, which follow from the bill.

use std::collections::BTreeMap;

use polder_aws::CostLimit;
use polder_design::Component;
use polder_inventory::Inventory;
use polder_inventory::model::Known;
use polder_price::{Book, Dimension, Money, Range};
use polder_units::PicoUsd;

use crate::compiled::Compiled;
use crate::part;
use crate::price::{Prices, bill_of};

/// A dollar.
const DOLLAR: i128 = 1_000_000_000_000;
/// Limits are rounded up to as many dollars.
const STEP: i128 = 10;

/// Sets the default limits of budgets and of cost anomalies from the bill of a platform, in its graph and in its inventory. If the
/// facts lack a figure of the forecast, they stay as the lowering wrote them.
pub(crate) fn set(compiled: &mut Compiled, inventory: &mut Inventory) {
    let book = Book::embedded(true);
    let Ok(bill) = bill_of(compiled, inventory, &Prices { book: &book, usage: None, region: None }) else {
        return;
    };
    let by = |dimension: &Dimension| -> BTreeMap<String, Range<Money>> {
        let sums = bill.by(|line| Some(dimension.of(line, inventory)));
        sums.into_iter().map(|(name, month)| (name.to_string(), month)).collect()
    };
    // The budget of a cell counts what has its tag, and not all that is created for it.
    let (accounts, cells) = (by(&Dimension::Account), by(&Dimension::Tag("cell".to_owned())));
    let design = &compiled.design;
    let accounts = design.accounts.iter().filter_map(|it| {
        Some((CostLimit::Account(it.id), Component::Account(it.id), most(*accounts.get(&it.name)?)))
    });
    let cells = design
        .cells
        .iter()
        .filter_map(|it| Some((CostLimit::Cell(it.id), Component::Cell(it.id), most(*cells.get(&it.name)?))));
    let budgets: Vec<(CostLimit, Component, u64)> = accounts.chain(cells).collect();
    let anomaly = rounded(bill.month().expected.times(1, 100));
    let dollars = |limit| match limit {
        CostLimit::Anomaly => Some(anomaly),
        limit => budgets.iter().find(|(it, _, _)| *it == limit).map(|(_, _, dollars)| *dollars),
    };
    polder_aws::set_cost_limits(&mut compiled.cloud, design, &dollars);
    let names = budgets.iter().map(|(_, component, dollars)| (part::component(design, component), *dollars));
    written(inventory, &names.collect());
}

/// Writes the limits into the inventory, by the component that a budget is for.
fn written(inventory: &mut Inventory, dollars: &BTreeMap<String, u64>) {
    let (sources, origins) = (&inventory.sources, &inventory.origins);
    for budget in inventory.billing.budgets.values_mut() {
        let origin = sources.get(budget.source).and_then(|source| source.origin);
        let component = origin.and_then(|id| origins.get(id)).map(|origin| origin.component.as_str());
        if let Some(dollars) = component.and_then(|name| dollars.get(name)) {
            let pico = i128::from(*dollars) * DOLLAR;
            budget.limit = Known::Value(PicoUsd(i64::try_from(pico).unwrap_or(i64::MAX)));
        }
    }
}

/// The budget for a cost: what may be spent at most. A budget notifies when four fifths of it are spent, so it is at least a
/// quarter above what is expected: else every month would notify.
fn most(month: Range<Money>) -> u64 {
    rounded(month.high.max(month.expected.times(5, 4)))
}

/// In whole dollars, rounded up to the next step.
fn rounded(money: Money) -> u64 {
    let steps = (money.0.max(1) + DOLLAR * STEP - 1) / (DOLLAR * STEP);
    u64::try_from(steps * STEP).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_does_not_notify_of_what_is_expected() {
        let dollars = |amount: i128| Money(amount * DOLLAR);
        let range =
            |expected, high| Range { low: dollars(0), expected: dollars(expected), high: dollars(high) };
        assert_eq!(most(range(100, 100)), 130);
        assert_eq!(most(range(100, 300)), 300);
        assert_eq!(most(range(0, 0)), 10);
    }
}
