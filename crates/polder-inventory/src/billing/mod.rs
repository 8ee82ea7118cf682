//! Billing: what is priced, and budgets. Read by price.

mod billable;
mod budget;

pub use billable::{Billable, BillableAttribute, Commitment, Pricing, Quantity, Usage};
pub use budget::{Budget, BudgetNotification};

pub use crate::entries::billing::*;
