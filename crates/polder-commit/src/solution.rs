//! What to buy, what it costs, and the proof that nothing costs less.

/// The purchases with the least cost that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// What to buy: by offer, then by date, each with at least one lot.
    pub purchases: Vec<Purchase>,
    /// The cost of the purchases and of everything that they do not cover.
    pub cost: Expected,
    /// What the same load costs without any of the purchases.
    pub without: Expected,
    /// No purchases cost less than this.
    pub bound: Expected,
    /// The proof of the bound.
    pub certificate: Certificate,
}

/// A number of lots of an offer at one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The index of the offer.
    pub offer: usize,
    /// The hour of the purchase.
    pub start: usize,
    /// The number of lots.
    pub lots: u64,
    /// What is paid at once, in pico-dollars.
    pub upfront: i128,
    /// What is counted within the horizon, in pico-dollars: the hourly payments and the share of the upfront
    /// payment.
    pub cost: i128,
}

/// An expected amount in pico-dollars, exactly: the weighted sum over the scenarios, and the sum of their weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The sum of weight × amount.
    pub sum: i128,
    /// The sum of the weights.
    pub weight: u64,
}

/// Points at which the cost of each hour is bounded from below by its dual prices, and weights with which these
/// bounds are added. Any points and weights prove a valid bound; [`crate::optimize`] chooses those that prove the
/// highest one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The points. The sum of their weights must not be zero.
    pub points: Vec<Point>,
    /// The dual price of each limit, in the order of the limits and of the dates at which they apply: in 2⁻²⁰
    /// pico-dollars of the expected cost for each unit of the limit.
    pub limits: Vec<u128>,
}

/// A point: a number of lots of each offer at each date, which need not be an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The weight.
    pub weight: u64,
    /// The lots in units of 2⁻²⁴, by offer, then by date.
    pub lots: Vec<u64>,
}

impl Solution {
    /// The difference between the cost and the bound, as a share of the cost in units of 10⁻⁹, rounded up.
    pub fn gap_billionths(&self) -> u128 {
        let cost = self.cost.sum.unsigned_abs();
        let gap = (self.cost.sum - self.bound.sum).max(0).unsigned_abs();
        if cost == 0 { 0 } else { gap.saturating_mul(1_000_000_000).div_ceil(cost) }
    }

    /// Whether the gap is at most a millionth of the cost.
    pub fn is_proven(&self) -> bool {
        self.gap_billionths() <= 1_000
    }
}

impl Expected {
    /// The amount in pico-dollars, rounded to the nearest one.
    pub fn rounded(self) -> i128 {
        let weight = i128::from(self.weight.max(1));
        (self.sum + weight / 2).div_euclid(weight)
    }
}
