//! What the purchases cost in cash: when it is paid.

use polder_price::Money;

use crate::advice::{Advice, Row};
use crate::date::Date;

/// What is paid for the purchases in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cash {
    /// The first day.
    pub from: Date,
    /// The first day of the next period.
    pub to: Date,
    /// What is paid on days of purchase.
    pub upfront: Money,
    /// What is paid month by month.
    pub monthly: Money,
}

/// The most years of a plan: terms of three years, bought within the first.
const YEARS: i64 = 4;

impl Advice {
    /// What is paid for the purchases, by quarter in the first year and by year until the last one ends.
    pub fn cash(&self) -> Vec<Cash> {
        let quarters = (0..4).map(|it| (3 * it, 3));
        let years = (1..YEARS).map(|it| (12 * it, 12));
        let period = |(after, months): (i64, i64)| {
            let (from, to) = (self.start.plus_months(after), self.start.plus_months(after + months));
            let bought = self.rows.iter().filter(|row| row.buy >= from && row.buy < to);
            let monthly = |row: &Row| Money(paid(row, to).0.saturating_sub(paid(row, from).0));
            Cash {
                from,
                to,
                upfront: bought.map(|row| row.upfront).sum(),
                monthly: self.rows.iter().map(monthly).sum(),
            }
        };
        let is_paid = |cash: &Cash| cash.upfront > Money::ZERO || cash.monthly > Money::ZERO;
        quarters.chain(years).map(period).filter(is_paid).collect()
    }

    /// What everything else costs in the year: what runs and is not covered by the purchases, on demand.
    pub fn on_demand(&self) -> Money {
        let spread: Money = self.rows.iter().map(|row| row.in_year).sum();
        Money(self.after.0.saturating_sub(spread.0))
    }

    /// What is paid in the first year for everything, upfront payments in full.
    pub fn first_year(&self) -> Money {
        let end = self.start.plus_months(12);
        let cash = self.cash();
        let paid = cash.iter().filter(|it| it.from < end).map(|it| it.upfront.plus(it.monthly));
        self.on_demand().plus(paid.sum())
    }
}

/// What has been paid in months before a day. Differences of it add up to the whole.
fn paid(row: &Row, day: Date) -> Money {
    let term = row.end.since(row.buy).max(1);
    let passed = day.since(row.buy).clamp(0, term);
    Money(row.committed.0.saturating_sub(row.upfront.0)).times(passed.into(), term.into())
}

#[cfg(test)]
mod tests {
    use polder_facts::Payment;
    use polder_price::Mark;

    use super::*;
    use crate::advice::Quantity;

    fn row(buy: &str, years: u8, (upfront, committed): (i128, i128)) -> Row {
        let buy = Date::parse(buy).expect("a date");
        let money = |dollars: i128| Money(dollars * 1_000_000_000_000);
        Row {
            what: String::new(),
            region: String::new(),
            quantity: Quantity::Count(1),
            years,
            payment: Payment::PartialUpfront,
            buy,
            end: buy.plus(365 * i64::from(years)),
            upfront: money(upfront),
            monthly: Money::ZERO,
            committed: money(committed),
            in_year: money(committed).times(1, years.into()),
            saves: Money::ZERO,
            break_even: None,
            used: 0,
            mark: Mark::Exact,
            source: String::new(),
            dated: String::new(),
            console: "",
            commands: [String::new(), String::new()],
        }
    }

    fn advice(rows: Vec<Row>) -> Advice {
        let after = rows.iter().map(|row| row.in_year).sum::<Money>().plus(Money(5_000_000_000_000));
        Advice {
            title: String::new(),
            start: Date::parse("2026-12-01").expect("a date"),
            before: Money::ZERO,
            conventional: Money::ZERO,
            committable: Money::ZERO,
            after,
            bound: Money::ZERO,
            gap_billionths: 0,
            rows,
            outlooks: vec![],
            unused_percent: 10,
            choices: vec![],
            missing: vec![],
            owned: 0,
            overlap: None,
            curves: vec![],
        }
    }

    #[test]
    fn payments_add_up_to_what_is_committed() {
        let advice = advice(vec![row("2026-12-01", 3, (100, 1_195)), row("2027-06-01", 1, (0, 365))]);
        let cash = advice.cash();
        let sum: Money = cash.iter().map(|it| it.upfront.plus(it.monthly)).sum();
        assert_eq!(sum, advice.committed());
        // 90 days of a dollar, and the payment on the first day.
        assert_eq!(
            (cash[0].upfront.to_string(), cash[0].monthly.to_string()),
            ("$100.00".into(), "$90.00".into())
        );
        assert_eq!(cash[2].monthly.to_string(), "$184.00");
        assert_eq!(cash.iter().map(|it| it.from.to_string()).next_back().as_deref(), Some("2028-12-01"));
        assert!(cash.windows(2).all(|pair| pair[0].to == pair[1].from), "{cash:?}");
        // 100 at once, 365 and 183 in the year, and 5 for everything else.
        assert_eq!(advice.first_year().to_string(), "$653.00");
    }

    #[test]
    fn nothing_bought_is_nothing_paid() {
        let advice = advice(vec![]);
        assert_eq!(advice.cash(), []);
        assert_eq!(advice.first_year(), advice.on_demand());
    }
}
