//! How often something happens.

use std::fmt;

/// Events in a million seconds: 2.5 requests per second are `Rate(2_500_000)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub u64);

/// Seconds of the thirty days that a month is taken to have.
const MONTH_SECONDS: u64 = 30 * 86_400;

/// The seconds after which the events of a [`Rate`] are counted.
const SPAN_SECONDS: u64 = 1_000_000;

impl Rate {
    /// Never.
    pub const ZERO: Rate = Rate(0);

    /// `events` in a second, or the most that fits.
    pub const fn per_second(events: u64) -> Rate {
        Rate(events.saturating_mul(SPAN_SECONDS))
    }

    /// `events` in a month of thirty days, rounded up, or the most that fits.
    pub fn per_month(events: u64) -> Rate {
        Rate(events).times(SPAN_SECONDS, MONTH_SECONDS)
    }

    /// `events` in a day, rounded up, or the most that fits.
    pub fn per_day(events: u64) -> Rate {
        Rate(events).times(SPAN_SECONDS, 86_400)
    }

    /// Events in a month of thirty days, rounded to the nearest whole number, or the most that fits.
    pub fn in_month(self) -> u64 {
        let events = u128::from(self.0) * u128::from(MONTH_SECONDS) + u128::from(SPAN_SECONDS / 2);
        u64::try_from(events / u128::from(SPAN_SECONDS)).unwrap_or(u64::MAX)
    }

    /// Both together, or the most that fits.
    #[must_use]
    pub const fn plus(self, other: Rate) -> Rate {
        Rate(self.0.saturating_add(other.0))
    }

    /// The rate times `numerator` ÷ `denominator`, rounded up, or the most that fits. A denominator of zero counts as one.
    #[must_use]
    pub fn times(self, numerator: u64, denominator: u64) -> Rate {
        let product = u128::from(self.0) * u128::from(numerator);
        Rate(u64::try_from(product.div_ceil(u128::from(denominator.max(1)))).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / SPAN_SECONDS, self.0 % SPAN_SECONDS);
        if rest == 0 {
            return write!(f, "{whole}/s");
        }
        let rest = format!("{rest:06}");
        write!(f, "{whole}.{}/s", rest.trim_end_matches('0'))
    }
}
