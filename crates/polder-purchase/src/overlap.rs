//! Savings by less waste and savings by purchases, which are about the same money in part.

use polder_price::{Bill, Money, Savings, savings_together};

use crate::advice::{Advice, Overlap};
use crate::pool::is_committable;

/// The overlap of savings with the purchases of an advice; none if there are no savings.
pub fn overlap(advice: &Advice, bill: &Bill, savings: &[Savings]) -> Option<Overlap> {
    let (listed, covered) = savings_together(savings, bill, &is_committable);
    let lost = covered.times(advice.saves().0.max(0), advice.committable.0.max(1));
    let net = Money(listed.0.saturating_sub(lost.0));
    (listed > Money::ZERO).then_some(Overlap { listed, covered, net })
}
