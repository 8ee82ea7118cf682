//! From a bill to a purchase list.

use std::collections::BTreeSet;

use polder_commit::{Purchase, PurchaseUse, usage};
use polder_design::Design;
use polder_diag::Finding;
use polder_facts::Payment;
use polder_inventory::Inventory;
use polder_price::{Bill, Chosen, HOURS as MONTH, Key, Money};
use polder_units::PicoUsd;

use crate::advice::{Advice, Choice, Outlook, Quantity, Row};
use crate::command::{commands, console};
use crate::curve::curves;
use crate::date::Date;
use crate::error::AdviseError;
use crate::future::{FUTURES, scenarios};
use crate::offers::{Kind, term_hours};
use crate::owned::{Possession, active};
use crate::pool::{PLAN_STEP, Pool, pools};
use crate::shape::HOURS;
use crate::solve::{Given, Solved, most, of_lots, solve};
use crate::wishes::Wishes;
use crate::words::purchase_name;

/// The terms and payment options that are compared.
const CHOICES: [(&str, &[u8], &[Payment]); 4] = [
    ("1 year, nothing upfront", &[1], &[Payment::NoUpfront]),
    ("1 year, any payment", &[1], &Payment::ALL),
    ("1 or 3 years, nothing upfront", &[1, 3], &[Payment::NoUpfront]),
    ("1 or 3 years, any payment", &[1, 3], &Payment::ALL),
];

/// The purchases for a platform that cost least, with warnings about what is owned.
///
/// # Errors
/// If the figures are too large, or the check rejects the result.
pub fn advise(
    (bill, inventory): (&Bill, &Inventory),
    (design, chosen): (&Design, &[Chosen]),
    wishes: &Wishes,
    owned: &[Possession],
) -> Result<(Advice, Vec<Finding>), AdviseError> {
    let pools = pools(bill, inventory, design);
    let (owned, findings) = active(owned, &pools, wishes.start);
    let owned_count = owned.len();
    let scenarios = scenarios(&pools, &design.workload, wishes.start);
    let given = Given { pools: &pools, scenarios, owned, wishes };
    let solved = solve(&given, &wishes.years, &wishes.payments)?;
    let others = others(bill, &pools);
    let (cost, without) = (solved.solution.cost.rounded(), solved.solution.without.rounded());
    let outlook = |(future, unused): (&crate::future::Future, &u64)| Outlook {
        name: future.name.to_owned(),
        weight: future.weight,
        unused: *unused,
    };
    let advice = Advice {
        title: design.name.clone(),
        start: wishes.start,
        before: others.plus(Money(without)),
        conventional: others
            .plus(Money(without))
            .plus(chosen.iter().map(|it| it.month).sum::<Money>().times(12, 1)),
        committable: Money(without),
        after: others.plus(Money(cost)),
        bound: others.plus(Money(solved.solution.bound.rounded())),
        gap_billionths: solved.solution.gap_billionths(),
        rows: rows(&solved, &pools, wishes.start)?,
        outlooks: FUTURES.iter().zip(&solved.unused).map(outlook).collect(),
        unused_percent: wishes.unused_percent,
        choices: choices(&given, &solved)?,
        missing: solved.offers.missing.iter().cloned().collect(),
        owned: owned_count,
        overlap: None,
        curves: curves(&pools, &solved.problem, &solved.solution.purchases)?,
    };
    Ok((advice, findings))
}

/// What the lines outside of all pools cost in a year.
fn others(bill: &Bill, pools: &[Pool]) -> Money {
    let covered: BTreeSet<&Key> = pools.iter().map(|pool| &pool.key).collect();
    let lines = bill.lines.iter().filter(|line| !covered.contains(&line.key));
    lines.map(|line| line.month.expected).sum::<Money>().times(12, 1)
}

fn choices(given: &Given<'_>, wanted: &Solved) -> Result<Vec<Choice>, AdviseError> {
    let of = |name: &'static str, solved: &Solved| {
        let solution = &solved.solution;
        Choice {
            name,
            saves: Money(solution.without.rounded().saturating_sub(solution.cost.rounded())),
            upfront: Money(solution.purchases.iter().map(|it| it.upfront).sum()),
            unused: most(&solved.unused),
        }
    };
    let wishes = given.wishes;
    let choice = |(name, years, payments): (&'static str, &[u8], &[Payment])| {
        if wishes.years == years && wishes.payments == payments {
            return Ok(of(name, wanted));
        }
        Ok(of(name, &solve(given, years, payments)?))
    };
    CHOICES.into_iter().map(choice).collect()
}

fn rows(solved: &Solved, pools: &[Pool], start: Date) -> Result<Vec<Row>, AdviseError> {
    let purchases = &solved.solution.purchases;
    let uses = usage(&solved.problem, purchases)?;
    let row = |(purchase, use_): (&Purchase, &PurchaseUse)| row(solved, pools, start, purchase, use_);
    let mut rows: Vec<Row> = purchases.iter().zip(&uses.purchases).map(row).collect();
    rows.sort_by_key(|row| (row.buy, std::cmp::Reverse(row.saves)));
    Ok(rows)
}

fn row(solved: &Solved, pools: &[Pool], start: Date, purchase: &Purchase, use_: &PurchaseUse) -> Row {
    let sold = &solved.offers.sold[purchase.offer];
    let (upfront, hourly) = of_lots(&solved.offers, purchase.offer, purchase.lots);
    let commitment = PLAN_STEP.times(purchase.lots).unwrap_or(PicoUsd(i64::MAX));
    let buy = after(start, purchase.start);
    let term = term_hours(sold.years);
    let active = term.min(HOURS - purchase.start);
    let whole = i128::from(upfront.0) + i128::from(hourly.0) * term as i128;
    let (what, region) = purchase_name(&sold.kind, pools);
    Row {
        what,
        region,
        quantity: match sold.kind {
            Kind::Reservation(_) => Quantity::Count(purchase.lots),
            _ => Quantity::Hourly(Money(commitment.0.into())),
        },
        years: sold.years,
        payment: sold.payment,
        buy,
        end: after(buy, term),
        upfront: Money(upfront.0.into()),
        monthly: Money(hourly.0.into()).times(MONTH.into(), 1),
        committed: Money(whole),
        in_year: Money(whole).times(active as i128, term as i128),
        saves: Money(use_.saves.rounded()).times(MONTH.into(), active as i128),
        break_even: break_even(use_, whole, (purchase.start, active, term)).map(|hour| after(start, hour)),
        used: use_.utilization_millionths(),
        mark: sold.mark,
        source: sold.source.clone(),
        dated: sold.dated.clone(),
        console: console(&sold.kind, pools),
        commands: commands(sold, pools, purchase.lots, (commitment, upfront)),
    }
}

/// The day in which an hour after a day ends.
fn after(day: Date, hours: usize) -> Date {
    day.plus(i64::try_from(hours / 24).unwrap_or(i64::MAX))
}

/// The hour at whose end a purchase has avoided as much as its whole term costs. Within the year it is known hour by hour;
/// beyond, what it avoids in the year goes on.
fn break_even(use_: &PurchaseUse, whole: i128, (from, active, term): (usize, usize, usize)) -> Option<usize> {
    if active == term {
        return use_.paid_for_at.map(|hour| hour + 1);
    }
    let avoids = use_.avoids.rounded();
    if avoids <= 0 {
        return None;
    }
    let hours = whole.checked_mul(active as i128)?.checked_add(avoids - 1)? / avoids;
    let hours = usize::try_from(hours).ok()?;
    (hours <= term).then_some(from + hours)
}

#[cfg(test)]
mod tests {
    use polder_commit::Expected;

    use super::*;

    fn used(avoids: i128, paid_for_at: Option<usize>) -> PurchaseUse {
        let expected = |sum| Expected { sum, weight: 1 };
        PurchaseUse {
            given: expected(1),
            used: expected(1),
            avoids: expected(avoids),
            saves: expected(0),
            paid_for_at,
            break_even_hours: None,
        }
    }

    #[test]
    fn three_years_go_on_at_the_pace_of_the_first() {
        // 1,000 for three years; the first year avoids 500: two years.
        assert_eq!(break_even(&used(500, None), 1_000, (0, HOURS, 3 * HOURS)), Some(2 * HOURS));
        // Bought at half of the year: half a year avoids 250.
        assert_eq!(break_even(&used(250, None), 1_000, (4380, 4380, 3 * HOURS)), Some(4380 + 2 * HOURS));
        assert_eq!(break_even(&used(300, None), 1_000, (0, HOURS, 3 * HOURS)), None);
        assert_eq!(break_even(&used(0, None), 1_000, (0, HOURS, 3 * HOURS)), None);
        assert_eq!(break_even(&used(500, Some(99)), 400, (0, HOURS, HOURS)), Some(100));
    }
}
