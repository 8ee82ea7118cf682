//! Rates: average, on an ordinary evening, and on the busiest evening within the horizon.

use polder_spec::Workload;
use polder_units::{Factor, Ppm, Rate};

use super::ledger::{Ledger, grouped, millionths};
use super::{Ctx, SizingError, narrow, product};
use crate::load::{Arrivals, MarketLoad};

/// Seconds of a month of thirty days.
const MONTH_SECONDS: u128 = 30 * 86_400;

/// The share of a day's traffic in its busiest hour, in percent. Assumed: shops sell in the evening, and an even day
/// would have 4.2 % in each hour.
const BUSY_HOUR_PERCENT: u128 = 10;

/// How much the busiest minutes of an hour exceed its average, in percent. Assumed: a newsletter or the start of a sale
/// causes a spike, and new tasks take minutes to start.
const BURST_PERCENT: u128 = 150;

/// The maximum horizon.
const HORIZON_MAX: u64 = 100;

const WHOLE: u128 = 1_000_000;

/// The load of a cell, and its growth.
pub(crate) struct Forecast {
    pub(crate) page_views: Arrivals,
    pub(crate) orders: Arrivals,
    /// Visitors in an average month, today.
    pub(crate) visitors_today: u64,
    /// Visitors in a month of the last year within the horizon.
    pub(crate) visitors: u64,
    /// Growth until the end of the horizon.
    pub(crate) growth: Factor,
}

impl Forecast {
    pub(crate) fn of(ctx: &Ctx<'_>, ledger: &mut Ledger<'_>) -> Result<Forecast, SizingError> {
        let workload = ctx.workload();
        let growth = growth(workload)?;
        ledger.line(
            "growth until the horizon",
            format!("(1 + {})^{} years", workload.growth_per_year.value, workload.horizon_years.value),
            format!("× {}", millionths(growth.0.into())),
            &[],
        );
        let share = ctx.demand.share;
        let mut forecast = |what: &str, monthly: u64| -> Result<Arrivals, SizingError> {
            let arrivals = arrivals(workload, growth, share, monthly)?;
            write(what, workload, growth, share, monthly, arrivals, ledger);
            Ok(arrivals)
        };
        let page_views = forecast("page views", workload.monthly_page_views.value)?;
        let orders = forecast("orders", workload.monthly_orders.value)?;
        let visitors_today = part(workload.monthly_visitors.value, share)?;
        let visitors = grown(visitors_today, growth)?;
        Ok(Forecast { page_views, orders, visitors_today, visitors, growth })
    }

    /// `amount` at the end of the horizon.
    pub(crate) fn grown(&self, amount: u64) -> Result<u64, SizingError> {
        grown(amount, self.growth)
    }
}

/// The load of a market, by its share of the whole load.
pub(crate) fn market(workload: &Workload, share: Ppm) -> Result<MarketLoad, SizingError> {
    let growth = growth(workload)?;
    let arrivals = |monthly: u64| arrivals(workload, growth, share, monthly);
    Ok(MarketLoad {
        visitors: part(workload.monthly_visitors.value, share)?,
        page_views: arrivals(workload.monthly_page_views.value)?,
        orders: arrivals(workload.monthly_orders.value)?,
    })
}

/// The rate of events that the file gives per month for the whole platform.
fn arrivals(workload: &Workload, growth: Factor, share: Ppm, monthly: u64) -> Result<Arrivals, SizingError> {
    let month = part(monthly, share)?;
    let mean = product(&[month.into(), WHOLE])?.div_ceil(MONTH_SECONDS);
    let ordinary = product(&[mean, 24, BUSY_HOUR_PERCENT])?.div_ceil(100);
    let grown = product(&[ordinary, growth.0.into()])?.div_ceil(WHOLE);
    let peak = product(&[grown, workload.peak_factor.value.into(), BURST_PERCENT])?.div_ceil(100);
    let rate = |microhertz| narrow(microhertz).map(Rate);
    Ok(Arrivals { monthly: month, mean: rate(mean)?, ordinary: rate(ordinary)?, peak: rate(peak)? })
}

fn write(
    what: &str,
    workload: &Workload,
    growth: Factor,
    share: Ppm,
    monthly: u64,
    arrivals: Arrivals,
    ledger: &mut Ledger<'_>,
) {
    let (ordinary, peak) = (millionths(arrivals.ordinary.0.into()), millionths(arrivals.peak.0.into()));
    let of_month = format!("{} × {share} ÷ 30 days", grouped(monthly));
    ledger.line(
        &format!("{what} in the busiest hour of an ordinary day, today"),
        format!("{of_month} × 24 × {BUSY_HOUR_PERCENT} % of a day in its busiest hour"),
        format!("{ordinary} per second"),
        &[],
    );
    let factor = workload.peak_factor.value;
    ledger.line(
        &format!("{what} in the busiest minutes of the busiest day"),
        format!("{ordinary} × {} × {factor} × {BURST_PERCENT} %", millionths(growth.0.into())),
        format!("{peak} per second"),
        &[],
    );
}

/// A share of a monthly figure, rounded up.
fn part(monthly: u64, share: Ppm) -> Result<u64, SizingError> {
    narrow(product(&[monthly.into(), share.0.into()])?.div_ceil(WHOLE))
}

fn grown(amount: u64, growth: Factor) -> Result<u64, SizingError> {
    narrow(product(&[amount.into(), growth.0.into()])?.div_ceil(WHOLE))
}

fn growth(workload: &Workload) -> Result<Factor, SizingError> {
    compounded(workload.growth_per_year.0.into(), workload.horizon_years.value)
        .and_then(|growth| narrow(growth).map(Factor))
}

/// Growth over some years, in millionths.
fn compounded(per_year: u128, years: u64) -> Result<u128, SizingError> {
    if years > HORIZON_MAX {
        return Err(SizingError::OutOfRange);
    }
    (0..years).try_fold(WHOLE, |grown, _| Ok(product(&[grown, WHOLE + per_year])?.div_ceil(WHOLE)))
}

#[cfg(test)]
mod tests {
    use super::{SizingError, compounded};

    #[test]
    fn growth_compounds_and_ends() {
        assert_eq!(compounded(300_000, 0), Ok(1_000_000));
        assert_eq!(compounded(300_000, 2), Ok(1_690_000));
        assert_eq!(compounded(u32::MAX.into(), 100), Err(SizingError::OutOfRange));
        assert_eq!(compounded(0, u64::MAX), Err(SizingError::OutOfRange));
    }
}
