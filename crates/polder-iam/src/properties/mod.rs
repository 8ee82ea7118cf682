//! The properties of the access of an estate.

mod accounts;
mod administrators;
mod aws_accounts;
mod compute;
mod everything;
mod endings;
mod extent;
mod inquiry;
mod origins;
mod outsiders;
mod people;
mod personal;
mod runtimes;
mod steps;
mod strangers;
mod unresolved;
mod workloads;

use std::collections::BTreeSet;

use polder_inventory::Inventory;
use polder_verdict::{Gap, Property};

use crate::estate::{Estate, located};
use administrators::Administrators;
pub use extent::Extent;
use unresolved::Unresolved;

/// The verdicts on the access of an estate that [`polder_inventory::check`] has accepted, in the order of their identifiers.
pub fn prove(inventory: &Inventory, extent: Extent) -> Vec<Property> {
    let (whole, lost) = located(inventory, None);
    let estate = Estate::of(&whole);
    let numbers = if lost { accounts::foreign_numbers(&estate) } else { BTreeSet::new() };
    let mut unresolved = unresolved::unresolved(&estate);
    if numbers.len() > accounts::TRIED_MAX {
        let gap = Gap::new("policies name many accounts, and which one the plan is for is not known", []);
        unresolved.identities.insert(gap.clone());
        unresolved.resources.insert(gap);
    }
    let mut found = properties(&estate, &unresolved, extent);
    for number in numbers.iter().take(accounts::TRIED_MAX) {
        let (whole, _) = located(inventory, Some(number));
        let estate = Estate::of(&whole);
        let others = properties(&estate, &unresolved::unresolved(&estate), extent);
        accounts::merge(&mut found, &others, number);
    }
    found
}

fn properties(estate: &Estate<'_>, unresolved: &Unresolved, extent: Extent) -> Vec<Property> {
    let administrators = Administrators::of(estate);
    let mut found = vec![
        administrators::property(estate, &administrators, unresolved, extent),
        endings::backups(estate, &administrators, unresolved, extent),
        endings::logging(estate, &administrators, unresolved, extent),
        outsiders::property(estate, unresolved),
        people::property(estate, unresolved),
        personal::property(estate, &administrators, unresolved),
        workloads::beyond(estate, unresolved, extent),
        workloads::needed(estate, unresolved),
    ];
    polder_verdict::sort(&mut found);
    found
}
