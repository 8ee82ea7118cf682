//! What the user wants.

use polder_facts::Payment;
use polder_units::PicoUsd;

use crate::date::Date;

/// What the user wants.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// The first day of the year, on which the first purchases are made.
    pub start: Date,
    /// The terms, in years: one, three or both.
    pub years: Vec<u8>,
    /// The payment options.
    pub payments: Vec<Payment>,
    /// Whether purchases can also be made at the start of each later quarter.
    pub quarterly: bool,
    /// The most that may be paid at once in the year.
    pub upfront_most: Option<PicoUsd>,
    /// The most that may be unused in any future, in percent of what the purchases cost.
    pub unused_percent: u8,
}
