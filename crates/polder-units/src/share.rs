//! Shares of a whole.

use std::fmt;

/// Millionths of a whole. 99.95 % is `Ppm(999_500)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ppm(pub u32);

impl Ppm {
    /// The whole.
    pub const ONE: Ppm = Ppm(1_000_000);

    /// `n` percent, or the most that fits: for constants.
    pub const fn percent(n: u32) -> Ppm {
        Ppm(n.saturating_mul(10_000))
    }

    /// This share of `amount`, rounded up; the most that fits where it is more than a whole of a vast amount.
    pub fn of(self, amount: u64) -> u64 {
        let product = u128::from(amount) * u128::from(self.0);
        u64::try_from(product.div_ceil(1_000_000)).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Ppm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 {
            return write!(f, "{whole} %");
        }
        let rest = format!("{rest:04}");
        write!(f, "{whole}.{} %", rest.trim_end_matches('0'))
    }
}
