//! What purchases are used for, what they save, and when they have paid for themselves.

use crate::bill::{Biller, By, State};
use crate::error::Error;
use crate::problem::{Benefit, Problem};
use crate::solution::{Expected, Purchase};

/// How purchases and what is owned are used over the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Each purchase, in the order of the purchases.
    pub purchases: Vec<PurchaseUse>,
    /// What all load would cost without any commitment, owned or bought.
    pub list: Expected,
    /// What is paid for demand that no commitment covers.
    pub uncovered: Expected,
}

/// How a purchase is used over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurchaseUse {
    /// What it gives: units × hours of a reservation, pico-dollars of a plan.
    pub given: Expected,
    /// How much of that is used.
    pub used: Expected,
    /// What its usage would cost without commitments.
    pub avoids: Expected,
    /// What it avoids, less what it costs.
    pub saves: Expected,
    /// The hour of the horizon at whose end it has avoided as much as it costs in the whole horizon: even if the
    /// load ended then, nothing would be lost. `None` if that does not happen within the horizon.
    pub paid_for_at: Option<usize>,
    /// The number of hours of full use, at its mix of usage, that cost as much without commitments. `None` if it is
    /// not used.
    pub break_even_hours: Option<u64>,
}

impl Usage {
    /// The share of the list price that commitments cover, in millionths, rounded down.
    pub fn coverage_millionths(&self) -> u64 {
        millionths(self.list.sum - self.uncovered.sum, self.list.sum)
    }
}

impl PurchaseUse {
    /// The share of what is given that is used, in millionths, rounded down.
    pub fn utilization_millionths(&self) -> u64 {
        millionths(self.used.sum, self.given.sum)
    }
}

/// How purchases are used. The split among commitments of the same effect is: what is owned first, then the
/// purchases in their order.
pub fn usage(problem: &Problem, purchases: &[Purchase]) -> Result<Usage, Error> {
    crate::validate::validate(problem)?;
    let weight: u64 = problem.scenarios.iter().map(|scenario| u64::from(scenario.weight)).sum();
    let mut sums = Sums {
        used: vec![0; purchases.len()],
        avoided: vec![vec![0; problem.hours]; purchases.len()],
        uncovered: 0,
        list: 0,
    };
    let overflow = || Error::Overflow("the usage");
    let biller = Biller::new(problem, purchases)?;
    let mut state = State::default();
    for hours in biller.changes().windows(2) {
        let amounts = biller.amounts(hours[0]);
        for (index, scenario) in problem.scenarios.iter().enumerate() {
            let times = i128::from(scenario.weight);
            for hour in hours[0]..hours[1] {
                let uncovered = biller.hour(index, hour, &amounts, &mut state);
                let list = biller.list(index, hour);
                sums.add(&biller, hour, &state, times, (uncovered, list)).ok_or_else(overflow)?;
            }
        }
    }
    let of = |(index, purchase): (usize, &Purchase)| {
        purchase_use(problem, purchase, sums.used[index], &sums.avoided[index], weight).ok_or_else(overflow)
    };
    let purchases = purchases.iter().enumerate().map(of).collect::<Result<_, _>>()?;
    let expected = |sum: i128| Expected { sum, weight };
    Ok(Usage { purchases, list: expected(sums.list), uncovered: expected(sums.uncovered) })
}

/// Weighted sums over the hours.
struct Sums {
    /// What is used of each purchase.
    used: Vec<i128>,
    /// What each purchase avoids in each hour.
    avoided: Vec<Vec<i128>>,
    uncovered: i128,
    list: i128,
}

impl Sums {
    /// Adds an hour. `None` if a sum does not fit.
    fn add(
        &mut self,
        biller: &Biller<'_>,
        hour: usize,
        state: &State,
        times: i128,
        (uncovered, list): (i128, i128),
    ) -> Option<()> {
        self.uncovered = self.uncovered.checked_add(uncovered.checked_mul(times)?)?;
        self.list = self.list.checked_add(list.checked_mul(times)?)?;
        let mut fits = true;
        let mut add = |sum: &mut i128, amount: i128| {
            let total = amount.checked_mul(times).and_then(|it| sum.checked_add(it));
            fits &= total.is_some();
            *sum = total.unwrap_or(*sum);
        };
        biller.split(hour, state, |it| {
            if let By::Purchase(purchase) = it.by {
                add(&mut self.used[purchase], it.taken);
                add(&mut self.avoided[purchase][hour], it.avoids);
            }
        });
        fits.then_some(())
    }
}

fn purchase_use(
    problem: &Problem,
    purchase: &Purchase,
    used: i128,
    avoided: &[i128],
    weight: u64,
) -> Option<PurchaseUse> {
    let offer = &problem.offers[purchase.offer];
    let lot = match &offer.benefit {
        Benefit::Reservation { units, .. } => i128::from(*units),
        Benefit::Plan { commitment, .. } => i128::from(commitment.0),
    };
    let hours = i128::try_from(offer.term_hours.min(problem.hours - purchase.start)).ok()?;
    let given =
        lot.checked_mul(i128::from(purchase.lots))?.checked_mul(hours)?.checked_mul(i128::from(weight))?;
    let cost = purchase.cost.checked_mul(i128::from(weight))?;
    let mut sum: i128 = 0;
    let mut paid_for_at = None;
    for (hour, avoided) in avoided.iter().enumerate() {
        sum = sum.checked_add(*avoided)?;
        if paid_for_at.is_none() && sum >= cost && hour >= purchase.start {
            paid_for_at = Some(hour);
        }
    }
    Some(PurchaseUse {
        given: Expected { sum: given, weight },
        used: Expected { sum: used, weight },
        avoids: Expected { sum, weight },
        saves: Expected { sum: sum.checked_sub(cost)?, weight },
        paid_for_at,
        break_even_hours: break_even(hours, cost, used, sum, given),
    })
}

/// hours × cost ÷ what full use avoids, which is avoided × given ÷ used; rounded up.
fn break_even(hours: i128, cost: i128, used: i128, avoided: i128, given: i128) -> Option<u64> {
    if used == 0 || avoided <= 0 {
        return None;
    }
    // In parts of 10⁹ to stay within 128 bits.
    let share = |part: i128, whole: i128| part.checked_mul(1_000_000_000).map(|it| it / whole);
    let price = share(cost, avoided)?;
    let use_ = share(used, given.max(1))?;
    let hours = hours.checked_mul(price)?.checked_mul(use_)?;
    u64::try_from((hours + 999_999_999_999_999_999) / 1_000_000_000_000_000_000).ok()
}

fn millionths(part: i128, whole: i128) -> u64 {
    if whole <= 0 {
        return 0;
    }
    // Large amounts lose digits that do not show in a millionth.
    let (part, whole) = if whole > 1 << 100 { (part >> 24, whole >> 24) } else { (part, whole) };
    u64::try_from(part.max(0).saturating_mul(1_000_000) / whole).unwrap_or(0)
}
