//! Billing: what is paid for, and what limits are set on it. Read by the price.

mod billable;
mod budget;

pub use billable::{Billable, BillableAttribute, Commitment, Pricing, Quantity, Usage};
pub use budget::{Budget, BudgetNotice};

pub use crate::entries::billing::*;
