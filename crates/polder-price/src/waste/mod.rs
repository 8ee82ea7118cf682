//! Rightsizing: what an estate pays for and could do without, each with its saving in a month.
//!
//! A [`Rule`] reads the inventory and the lines of the bill, and compares prices of the book. It fires only where the
//! inventory is sure: a link that is not known counts as a use.

mod classes;
mod data;
mod estate;
mod networks;
mod oversight;
mod report;
mod volumes;

use std::collections::BTreeMap;

use polder_inventory::Inventory;

use crate::amount::Money;
use crate::bill::{Bill, Line};
use crate::book::Book;

use estate::Estate;
pub use estate::Found;
pub use report::render_waste;

/// What a saving costs besides work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Nothing: capacity and guarantees stay.
    Nothing,
    /// Nothing, if the use of the resource is as its configuration suggests. What to look at is in the text.
    IfUnused(&'static str),
    /// A guarantee, which the text names.
    Guarantee(&'static str),
}

/// A rule that finds savings.
#[derive(Debug)]
pub struct Rule {
    /// Its name: `gp2-volume`. Names are not used again for another rule.
    pub name: &'static str,
    /// What it finds, as a headline.
    pub summary: &'static str,
    /// What a saving costs besides work.
    pub loss: Loss,
    find: fn(&Estate<'_>) -> Vec<Found>,
}

/// All rules, in the order in which they are reported.
pub fn waste_rules() -> impl Iterator<Item = &'static Rule> {
    [classes::RULES, volumes::RULES, networks::RULES, data::RULES, oversight::RULES].into_iter().flatten()
}

/// The savings that a rule found.
#[derive(Debug)]
pub struct Savings {
    /// The rule.
    pub rule: &'static Rule,
    /// What it found, the largest saving first.
    pub found: Vec<Found>,
}

impl Savings {
    /// The sum of the savings that are known.
    pub fn month(&self) -> Money {
        self.found.iter().filter_map(|found| found.month).sum()
    }
}

/// What savings come to in a month, and what they come to on the lines that `on` names. No resource is counted with more than it
/// costs, or than one rule saves, also where several rules name it.
pub fn savings_together(savings: &[Savings], bill: &Bill, on: &dyn Fn(&Line) -> bool) -> (Money, Money) {
    let mut costs: BTreeMap<(&str, &str), (Money, Money)> = BTreeMap::new();
    for line in &bill.lines {
        let (cost, part) = costs.entry((line.place.stack.as_str(), line.place.address.as_str())).or_default();
        *cost = cost.plus(line.month.expected);
        *part = part.plus(if on(line) { line.month.expected } else { Money::ZERO });
    }
    let mut sums: BTreeMap<(&str, &str), (Money, Money)> = BTreeMap::new();
    for found in savings.iter().flat_map(|it| &it.found) {
        let (sum, most) = sums.entry((found.stack.as_str(), found.address.as_str())).or_default();
        let month = found.month.unwrap_or_default();
        (*sum, *most) = (sum.plus(month), month.max(*most));
    }
    let once = sums.into_iter().map(|(at, (sum, most))| {
        let (cost, part) = costs.get(&at).copied().unwrap_or_default();
        // A rule may count what goes with the resource, such as the address of a gateway.
        let once = sum.min(cost.max(most));
        (once, once.min(part))
    });
    once.fold((Money::ZERO, Money::ZERO), |sums, it| (sums.0.plus(it.0), sums.1.plus(it.1)))
}

/// Less than half a cent is no saving.
const LEAST: Money = Money(5_000_000_000);

/// What could be saved on a bill. Rules that find nothing are left out.
pub fn waste(inventory: &Inventory, bill: &Bill, book: &Book) -> Vec<Savings> {
    let estate = Estate::of(inventory, bill, book);
    let savings = waste_rules().map(|rule| {
        let mut found = (rule.find)(&estate);
        found.retain(|found| found.month.is_none_or(|month| month >= LEAST));
        found.sort_by(|a, b| (b.month, &a.stack, &a.address).cmp(&(a.month, &b.stack, &b.address)));
        Savings { rule, found }
    });
    savings.filter(|savings| !savings.found.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(address: &str, dollars: i128) -> Found {
        let month = Some(Money(dollars * 1_000_000_000_000));
        Found { stack: "s".into(), address: address.into(), what: String::new(), month, mark: None }
    }

    #[test]
    fn a_resource_that_two_rules_name_is_counted_once() {
        let mut rules = waste_rules();
        let savings: Vec<Savings> = [vec![found("a", 5), found("b", 2)], vec![found("a", 3)]]
            .into_iter()
            .filter_map(|found| Some(Savings { rule: rules.next()?, found }))
            .collect();
        assert_eq!(savings.len(), 2);
        let (together, on) = savings_together(&savings, &Bill::default(), &|_| true);
        // Without lines on the bill, the largest saving of `a` is what it costs at least.
        assert_eq!(together.to_string(), "$7.00");
        assert_eq!(on, Money::ZERO);
    }
}
