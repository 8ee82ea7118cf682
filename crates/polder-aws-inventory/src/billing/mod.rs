//! Billing: limits on what is spent. Lines of the bill are read with what they are about.

mod budget;
#[cfg(test)]
mod tests;

use polder_inventory::EntryKind;

use crate::kind::Reading::Entry;
use crate::kind::{KindReading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[managed("aws_budgets_budget", Entry(EntryKind::Budget, budget::read))];
