//! How many times more.

use std::fmt;

/// Millionths of a multiple: 1.3 times as much is `Factor(1_300_000)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(pub u64);

impl Factor {
    /// As much as before.
    pub const ONE: Factor = Factor(1_000_000);

    /// This many times `amount`, rounded up, or the most that fits.
    pub fn of(self, amount: u64) -> u64 {
        let product = u128::from(amount) * u128::from(self.0);
        u64::try_from(product.div_ceil(1_000_000)).unwrap_or(u64::MAX)
    }
}

impl Default for Factor {
    fn default() -> Factor {
        Factor::ONE
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if rest == 0 {
            return write!(f, "× {whole}");
        }
        let rest = format!("{rest:06}");
        write!(f, "× {whole}.{}", rest.trim_end_matches('0'))
    }
}
