//! How much comes: average, on an ordinary evening, and on the busiest one that the sizes must last for.

use super::ledger::{Ledger, grouped, millionths};
use super::{Ctx, SizingError, narrow, product};

/// Seconds of the thirty days that a month is taken to have.
const MONTH_SECONDS: u128 = 30 * 86_400;

/// The share of a day's traffic that falls into its busiest hour, in percent. Assumed: shops sell in the evening, and
/// an even day would have 4.2 % in each hour.
const BUSY_HOUR_PERCENT: u128 = 10;

/// How much the busiest minutes of an hour exceed its average, in percent. Assumed: a newsletter or the start of a sale
/// comes all at once, and new tasks take minutes to start.
const BURST_PERCENT: u128 = 150;

/// Years beyond which nobody forecasts.
const HORIZON_MAX: u64 = 100;

const WHOLE: u128 = 1_000_000;

/// What comes, in microhertz, and how much it grows.
pub(crate) struct Forecast {
    /// Page views in the busiest hour of an ordinary day, today.
    pub(crate) pages_ordinary: u128,
    /// Page views in the busiest minutes of the busiest day within the horizon.
    pub(crate) pages_peak: u128,
    /// Orders, likewise.
    pub(crate) orders_ordinary: u128,
    /// Orders, likewise.
    pub(crate) orders_peak: u128,
    /// People in a month of the last year within the horizon.
    pub(crate) visitors: u128,
    /// Growth until the end of the horizon, in millionths: 1,000,000 is none.
    pub(crate) growth: u128,
}

impl Forecast {
    pub(crate) fn of(ctx: &Ctx<'_>, ledger: &mut Ledger<'_>) -> Result<Forecast, SizingError> {
        let workload = ctx.workload();
        let growth = growth(workload.growth_per_year.0.into(), workload.horizon_years.value)?;
        ledger.line(
            "growth until the horizon",
            format!("(1 + {})^{} years", workload.growth_per_year.value, workload.horizon_years.value),
            format!("× {}", millionths(growth)),
            &[],
        );
        let share = u128::from(ctx.demand.share.0);
        let mut rates = |what: &str, monthly: u64| -> Result<(u128, u128), SizingError> {
            let month = product(&[monthly.into(), share])?.div_ceil(WHOLE);
            let average = product(&[month, WHOLE])?.div_ceil(MONTH_SECONDS);
            let ordinary = product(&[average, 24, BUSY_HOUR_PERCENT])?.div_ceil(100);
            let grown = product(&[ordinary, growth])?.div_ceil(WHOLE);
            let factor = workload.peak_factor.value;
            let peak = product(&[grown, factor.into(), BURST_PERCENT])?.div_ceil(100);
            let of_month = format!("{} × {} ÷ 30 days", grouped(monthly), ctx.demand.share);
            ledger.line(
                &format!("{what} in the busiest hour of an ordinary day, today"),
                format!("{of_month} × 24 × {BUSY_HOUR_PERCENT} % of a day in its busiest hour"),
                format!("{} per second", millionths(ordinary)),
                &[],
            );
            ledger.line(
                &format!("{what} in the busiest minutes of the busiest day"),
                format!("{} × {} × {factor} × {BURST_PERCENT} %", millionths(ordinary), millionths(growth)),
                format!("{} per second", millionths(peak)),
                &[],
            );
            Ok((ordinary, peak))
        };
        let (pages_ordinary, pages_peak) = rates("page views", workload.monthly_page_views.value)?;
        let (orders_ordinary, orders_peak) = rates("orders", workload.monthly_orders.value)?;
        let visitors = product(&[workload.monthly_visitors.value.into(), share])?.div_ceil(WHOLE);
        let visitors = product(&[visitors, growth])?.div_ceil(WHOLE);
        Ok(Forecast { pages_ordinary, pages_peak, orders_ordinary, orders_peak, visitors, growth })
    }

    /// `amount` at the end of the horizon.
    pub(crate) fn grown(&self, amount: u64) -> Result<u64, SizingError> {
        narrow(product(&[amount.into(), self.growth])?.div_ceil(WHOLE))
    }
}

/// Growth over some years, in millionths.
fn growth(per_year: u128, years: u64) -> Result<u128, SizingError> {
    if years > HORIZON_MAX {
        return Err(SizingError::OutOfRange);
    }
    (0..years).try_fold(WHOLE, |grown, _| Ok(product(&[grown, WHOLE + per_year])?.div_ceil(WHOLE)))
}

#[cfg(test)]
mod tests {
    use super::{SizingError, growth};

    #[test]
    fn growth_compounds_and_ends() {
        assert_eq!(growth(300_000, 0), Ok(1_000_000));
        assert_eq!(growth(300_000, 2), Ok(1_690_000));
        assert_eq!(growth(u32::MAX.into(), 100), Err(SizingError::OutOfRange));
        assert_eq!(growth(0, u64::MAX), Err(SizingError::OutOfRange));
    }
}
