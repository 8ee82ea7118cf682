//! Commitments: which reservations and savings plans to buy, how many and when, for a forecast load.
//!
//! The load is a number of units for each hour, for each scenario. A [`Problem`] states it with the prices, the
//! offers, what is owned already and the limits. [`optimize`] returns a [`Solution`]: the purchases, their exact
//! cost and a [`Certificate`], from which [`check`] proves, with other code and in integers, that no purchases cost
//! less than the bound.
//!
//! - `problem` states what is given, `validate` refuses what has no meaning, `candidate` lists what can be bought.
//! - `bill` applies purchases to the load of an hour as a provider does, exactly.
//! - `solver` searches: each hour is a small linear program whose dual prices give a cut, and a master program
//!   combines the cuts.
//! - `check` uses none of `bill`, `candidate` and `solver`.
//! - `usage` derives what a purchase is used for, what it saves and when it has paid for itself.

mod error;
mod problem;
mod validate;
mod candidate;
mod solution;
mod bill;
mod solver;
mod check;
mod usage;

pub use bill::{By, HourBill, Use, hour_bill};
pub use check::{Checked, Rejection, check};
pub use error::Error;
pub use problem::{Benefit, Demand, Limit, Load, Offer, Owned, Problem, Rate, Residual, Scenario};
pub use solution::{Certificate, Expected, Point, Purchase, Solution};
pub use solver::optimize;
pub use usage::{PurchaseUse, Usage, usage};
