//! What is advised: the purchase list with its totals.

use polder_facts::Payment;
use polder_price::{Mark, Money};

use crate::curve::Curve;
use crate::date::Date;

/// A purchase list for a platform, checked.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The platform.
    pub title: String,
    /// The first day of the year.
    pub start: Date,
    /// What the whole platform costs in the year without the purchases, as expected over all futures.
    pub before: Money,
    /// What a conventional build of the same guarantees would cost in the year without purchases.
    pub conventional: Money,
    /// The part of it that commitments can cover.
    pub committable: Money,
    /// What the whole platform costs in the year with the purchases, upfront payments counted for the share of their term.
    pub after: Money,
    /// The lowest cost that any purchases within the limits could reach, as the check proved it.
    pub bound: Money,
    /// The gap between the cost and the bound, in 10⁻⁹ of the cost of what is committable.
    pub gap_billionths: u128,
    /// The purchases, by date, then the largest saving first.
    pub rows: Vec<Row>,
    /// What is unused in each future.
    pub outlooks: Vec<Outlook>,
    /// The most that may be unused, in percent.
    pub unused_percent: u8,
    /// What other terms and payment options give; the last is the least restricted one.
    pub choices: Vec<Choice>,
    /// Prices that are not known, in sentences.
    pub missing: Vec<String>,
    /// The number of owned commitments that are counted.
    pub owned: usize,
    /// What `polder price --waste` lists for the same platform, before and after the purchases; none if it lists nothing.
    pub overlap: Option<Overlap>,
    pub(crate) curves: Vec<Curve>,
}

/// A purchase.
#[derive(Clone, Debug)]
pub struct Row {
    /// What to buy.
    pub what: String,
    /// Where it applies.
    pub region: String,
    /// How much.
    pub quantity: Quantity,
    /// The term in years.
    pub years: u8,
    /// When it is paid.
    pub payment: Payment,
    /// The day on which to buy it.
    pub buy: Date,
    /// The day on which it ends.
    pub end: Date,
    /// What is paid at once.
    pub upfront: Money,
    /// What is paid in a month of 730 hours.
    pub monthly: Money,
    /// What is paid for it until it ends: a purchase cannot be cancelled.
    pub committed: Money,
    /// The part of that which the year from the start is charged with, the upfront payment spread over the term.
    pub in_year: Money,
    /// What it saves in a month, as expected over all futures, the upfront payment spread over the term.
    pub saves: Money,
    /// The day on which it has avoided as much as it costs in its whole term, at the pace of the first year.
    pub break_even: Option<Date>,
    /// The share that is used, in millionths.
    pub used: u64,
    /// The quality of its price.
    pub mark: Mark,
    /// Where its price comes from.
    pub source: String,
    /// When that price was read or published: a date, or a month.
    pub dated: String,
    /// The page of the console.
    pub console: &'static str,
    /// The commands of the AWS CLI, in their order.
    pub commands: [String; 2],
}

/// How much is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A number of reservations.
    Count(u64),
    /// Dollars for each hour.
    Hourly(Money),
}

/// A future, with what it leaves unused.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: u32,
    /// What is unused, in millionths of what the purchases cost.
    pub unused: u64,
}

/// What a choice of terms and payment options gives.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The terms and options.
    pub name: &'static str,
    /// What it saves in the year.
    pub saves: Money,
    /// What is paid at once in the year.
    pub upfront: Money,
    /// The largest share that is unused in any future, in millionths.
    pub unused: u64,
}

/// What less waste saves in a month, before and after the purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// At list prices, each resource counted once.
    pub listed: Money,
    /// The part of it on what commitments can cover.
    pub covered: Money,
    /// What is left of it if the purchases are made first: the covered part saves less by the share that the purchases save of
    /// everything that they can cover. It is an average: single resources save more or less.
    pub net: Money,
}

impl Advice {
    /// What the purchases save in the year.
    pub fn saves(&self) -> Money {
        Money(self.before.0.saturating_sub(self.after.0))
    }

    /// What they save, in tenths of a percent of the whole, rounded down.
    pub fn saves_permille(&self) -> i128 {
        self.saves().0.saturating_mul(1_000) / self.before.0.max(1)
    }

    /// What design and purchases save of the cost of a conventional build, in tenths of a percent, rounded down.
    pub fn saves_conventional_permille(&self) -> i128 {
        self.conventional.0.saturating_sub(self.after.0).saturating_mul(1_000) / self.conventional.0.max(1)
    }

    /// What is paid at once for all purchases.
    pub fn upfront(&self) -> Money {
        self.rows.iter().map(|row| row.upfront).sum()
    }

    /// What is paid in a month for all purchases.
    pub fn monthly(&self) -> Money {
        self.rows.iter().map(|row| row.monthly).sum()
    }

    /// What is paid for all purchases until the last one ends.
    pub fn committed(&self) -> Money {
        self.rows.iter().map(|row| row.committed).sum()
    }
}
