//! Spans of time.

use std::fmt;
use std::str::FromStr;

/// A span of time in whole milliseconds. Written as `300ms`, `30s`, `15m`, `2h` or `35d`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    /// The length.
    pub milliseconds: u64,
}

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a duration is a whole number with one of the units ms, s, m, h, d, such as `15m`")]
pub struct DurationError;

const UNITS: [(&str, u64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

impl Duration {
    /// `n` milliseconds.
    pub const fn milliseconds(n: u64) -> Duration {
        Duration { milliseconds: n }
    }

    /// `n` seconds, or the most that fits: for constants. What a user wrote is parsed, and that is checked.
    pub const fn seconds(n: u64) -> Duration {
        Duration { milliseconds: n.saturating_mul(1_000) }
    }

    /// `n` minutes, or the most that fits: for constants.
    pub const fn minutes(n: u64) -> Duration {
        Duration { milliseconds: n.saturating_mul(60_000) }
    }

    /// `n` days, or the most that fits: for constants.
    pub const fn days(n: u64) -> Duration {
        Duration { milliseconds: n.saturating_mul(86_400_000) }
    }

    /// Both after one another, or `None` when they do not fit.
    pub fn checked_add(self, other: Duration) -> Option<Duration> {
        self.milliseconds.checked_add(other.milliseconds).map(Duration::milliseconds)
    }

    /// The span `n` times, or `None` when it does not fit.
    pub fn times(self, n: u64) -> Option<Duration> {
        self.milliseconds.checked_mul(n).map(Duration::milliseconds)
    }

    /// In whole seconds, rounded up.
    pub const fn as_seconds(self) -> u64 {
        self.milliseconds.div_ceil(1_000)
    }

    /// In whole days, rounded up.
    pub const fn as_days(self) -> u64 {
        self.milliseconds.div_ceil(86_400_000)
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Duration, DurationError> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u64 = number.parse().map_err(|_| DurationError)?;
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(DurationError)?;
        let milliseconds = number.checked_mul(*factor).ok_or(DurationError)?;
        Ok(Duration { milliseconds })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.milliseconds == 0 {
            return f.write_str("0s");
        }
        let fits = |factor: u64| self.milliseconds.is_multiple_of(factor);
        let (name, factor) = UNITS.iter().rev().find(|(_, factor)| fits(*factor)).unwrap_or(&UNITS[0]);
        write!(f, "{}{name}", self.milliseconds / factor)
    }
}
