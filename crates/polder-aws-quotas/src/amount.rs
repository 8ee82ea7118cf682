//! A count that may not be fully known.

use std::ops::{Add, AddAssign};

/// A count between two bounds, which are equal if all of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// At least this.
    pub least: u64,
    /// At most this.
    pub most: u64,
}

impl Amount {
    /// Nothing.
    pub const NONE: Amount = Amount::exactly(0);
    /// Something, and nothing of it is known.
    pub const UNKNOWN: Amount = Amount::up_to(u64::MAX);

    /// A count of which everything is known.
    pub const fn exactly(number: u64) -> Amount {
        Amount { least: number, most: number }
    }

    /// A count of which only the upper bound is known.
    pub const fn up_to(most: u64) -> Amount {
        Amount { least: 0, most }
    }

    /// The number, if it is known.
    pub fn known(self) -> Option<u64> {
        (self.least == self.most).then_some(self.least)
    }

    /// A length.
    pub(crate) fn of(length: usize) -> Amount {
        Amount::exactly(u64::try_from(length).unwrap_or(u64::MAX))
    }

    /// A number that may be missing: nothing is known of it then.
    pub(crate) fn from_known(number: Option<u64>) -> Amount {
        number.map_or(Amount::UNKNOWN, Amount::exactly)
    }

    /// So many times as much.
    pub(crate) fn times(self, factor: Amount) -> Amount {
        Amount { least: self.least.saturating_mul(factor.least), most: self.most.saturating_mul(factor.most) }
    }

    /// The same in larger units, rounded up.
    pub(crate) fn in_units_of(self, parts: u64) -> Amount {
        Amount { least: self.least.div_ceil(parts), most: self.most.div_ceil(parts) }
    }

    /// The larger of two counts.
    pub(crate) fn or_more(self, other: Amount) -> Amount {
        Amount { least: self.least.max(other.least), most: self.most.max(other.most) }
    }
}

impl Add for Amount {
    type Output = Amount;

    fn add(self, other: Amount) -> Amount {
        Amount { least: self.least.saturating_add(other.least), most: self.most.saturating_add(other.most) }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::NONE, Add::add)
    }
}
