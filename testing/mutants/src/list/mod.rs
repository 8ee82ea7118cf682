//! The mutants.

mod access;
mod data;
mod endurance;
mod network;

use crate::mutant::Mutant;

/// All mutants, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Mutant> {
    [network::MUTANTS, access::MUTANTS, data::MUTANTS, endurance::MUTANTS].into_iter().flatten()
}
