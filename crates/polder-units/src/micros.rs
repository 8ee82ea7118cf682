//! Short spans of time.

use std::fmt;

use crate::Duration;

/// A span of time in whole microseconds: round trips, and processor time of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub u64);

impl Micros {
    /// Both after one another, or `None` when they do not fit.
    pub fn checked_add(self, other: Micros) -> Option<Micros> {
        self.0.checked_add(other.0).map(Micros)
    }

    /// The span `n` times, or `None` when it does not fit.
    pub fn times(self, n: u64) -> Option<Micros> {
        self.0.checked_mul(n).map(Micros)
    }

    /// In whole milliseconds, rounded up.
    pub const fn as_duration(self) -> Duration {
        Duration::milliseconds(self.0.div_ceil(1_000))
    }
}

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1_000 {
            return write!(f, "{} µs", self.0);
        }
        let (whole, rest) = (self.0 / 1_000, self.0 % 1_000);
        if rest == 0 {
            return write!(f, "{whole} ms");
        }
        let rest = format!("{rest:03}");
        write!(f, "{whole}.{} ms", rest.trim_end_matches('0'))
    }
}
