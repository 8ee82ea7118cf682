//! The properties of the access of an estate.

mod administrators;
mod compute;
mod endings;
mod inquiry;
mod outsiders;
mod people;
mod personal;
mod steps;
mod workloads;

use polder_inventory::Inventory;
use polder_verdict::Property;

use crate::estate::Estate;

/// The verdicts on the access of an estate that [`polder_inventory::check`] has accepted, in the order of their identifiers.
pub fn prove(inventory: &Inventory) -> Vec<Property> {
    let estate = Estate::of(inventory);
    let mut found = vec![
        administrators::property(&estate),
        endings::backups(&estate),
        endings::logging(&estate),
        outsiders::property(&estate),
        people::property(&estate),
        personal::property(&estate),
        workloads::beyond(&estate),
        workloads::needed(&estate),
    ];
    polder_verdict::sort(&mut found);
    found
}
