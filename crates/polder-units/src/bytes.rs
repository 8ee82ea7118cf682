//! Amounts of memory and storage.

use std::fmt;

/// An amount of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

impl Bytes {
    /// `n` mebibytes, or the most that fits: for constants. Numbers that a user wrote go through
    /// [`Bytes::checked_mib`].
    pub const fn mib(n: u64) -> Bytes {
        Bytes(n.saturating_mul(1 << 20))
    }

    /// `n` gibibytes, or the most that fits: for constants. Numbers that a user wrote go through
    /// [`Bytes::checked_gib`].
    pub const fn gib(n: u64) -> Bytes {
        Bytes(n.saturating_mul(1 << 30))
    }

    /// `n` mebibytes, or `None` when they do not fit.
    pub fn checked_mib(n: u64) -> Option<Bytes> {
        n.checked_mul(1 << 20).map(Bytes)
    }

    /// `n` gibibytes, or `None` when they do not fit.
    pub fn checked_gib(n: u64) -> Option<Bytes> {
        n.checked_mul(1 << 30).map(Bytes)
    }

    /// In whole mebibytes, rounded up.
    pub const fn as_mib(self) -> u64 {
        self.0.div_ceil(1024 * 1024)
    }

    /// In whole gibibytes, rounded up.
    pub const fn as_gib(self) -> u64 {
        self.as_mib().div_ceil(1024)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1 << 30) && self.0 > 0 {
            write!(f, "{} GiB", self.0 >> 30)
        } else {
            write!(f, "{} MiB", self.as_mib())
        }
    }
}
