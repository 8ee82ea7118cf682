//! The shape of a year: how the load of shoppers varies by hour, day and month, and how it grows.
//!
//! The design has the busiest hour of an ordinary day and the busiest minutes of the busiest day. What is between is
//! assumed here, as the load of a shop in Central Europe in UTC; `docs/commitments.md` repeats it.

use polder_design::Workload;

use crate::date::Date;

/// The hours of the horizon: a year.
pub(crate) const HOURS: usize = 8_760;
/// The busiest hour of an ordinary day.
pub(crate) const WHOLE: u64 = 1_000_000;

/// The hours of a day in UTC, in percent of the busiest one: evenings are busy, nights are quiet.
const DAY: [u64; 24] =
    [15, 10, 8, 8, 12, 22, 38, 52, 62, 68, 70, 72, 70, 68, 68, 72, 78, 88, 97, 100, 92, 70, 45, 25];
/// The days of a week from Monday on, in percent of the busiest one.
const WEEK: [u64; 7] = [92, 88, 88, 88, 86, 90, 100];
/// The months from January on, in percent of the busiest one.
const YEAR: [u64; 12] = [88, 82, 84, 82, 82, 80, 76, 78, 84, 90, 100, 100];

/// The load of each hour in millionths of the busiest hour of an ordinary day, today. `growth_percent` is how much of the
/// growth of the platform file takes place, `load_percent` how much of its load there is from the first day on.
pub(crate) fn year(workload: &Workload, start: Date, load_percent: u64, growth_percent: u64) -> Vec<u64> {
    let growth = u64::from(workload.growth_per_year.value.0).saturating_mul(growth_percent) / 100;
    let mut load = Vec::with_capacity(HOURS);
    for day in 0..HOURS / 24 {
        let date = start.plus(i64::try_from(day).unwrap_or(0));
        let month = usize::try_from(date.parts().1 - 1).unwrap_or(0);
        let peak = workload.peaks.value.iter().any(|name| date.is_peak(name));
        let (ordinary, factor) = (WEEK[date.weekday()] * YEAR[month], workload.peak_factor.value);
        // A peak day is a multiple of an average day, whatever its day of the week and month.
        let of_day = if peak { factor.saturating_mul(10_000) } else { ordinary };
        let grown = WHOLE.saturating_add(growth.saturating_mul(day as u64) / (HOURS as u64 / 24));
        for percent in DAY {
            let today = of_day.saturating_mul(percent).saturating_mul(load_percent);
            // Percent of hour, of day and month, and of load, which are 10⁸ together.
            load.push((u128::from(today) * u128::from(grown) / 100_000_000).try_into().unwrap_or(u64::MAX));
        }
    }
    load
}
