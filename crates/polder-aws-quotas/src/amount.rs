//! A count that may not be fully known.

use std::ops::{Add, AddAssign};

/// A count: at least this, and exactly this if all of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// What is known to count.
    pub known: u64,
    /// Whether nothing else can count.
    pub exact: bool,
}

impl Amount {
    /// Nothing.
    pub const NONE: Amount = Amount::exactly(0);
    /// Something, and nothing of it is known.
    pub const UNKNOWN: Amount = Amount { known: 0, exact: false };

    /// A count of which everything is known.
    pub const fn exactly(known: u64) -> Amount {
        Amount { known, exact: true }
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
        let known = self.known.saturating_mul(factor.known);
        // Nothing, however often, is nothing.
        let none = |amount: Amount| amount == Amount::NONE;
        Amount { known, exact: self.exact && factor.exact || none(self) || none(factor) }
    }
}

impl Add for Amount {
    type Output = Amount;

    fn add(self, other: Amount) -> Amount {
        Amount { known: self.known.saturating_add(other.known), exact: self.exact && other.exact }
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
