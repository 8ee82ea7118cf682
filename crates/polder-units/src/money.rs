//! Money.

use std::fmt;

/// An amount of US dollars as an integer of 10⁻¹² dollars: small enough for a Lambda millisecond, and a sum of
/// nine million dollars still fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PicoUsd(pub i64);

impl PicoUsd {
    /// Reads a plain decimal such as `0.03238`. `None` for anything else, for more than twelve places and for
    /// amounts that do not fit.
    pub fn from_decimal(text: &str) -> Option<PicoUsd> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 12 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let fraction: i64 = format!("{fraction:0<12}").parse().ok()?;
        let amount = whole.checked_mul(1_000_000_000_000)?.checked_add(fraction)?;
        Some(PicoUsd(if negative { -amount } else { amount }))
    }

    /// Written in full as a plain decimal without needless zeros: `0.03238`. [`PicoUsd::from_decimal`] reads it
    /// back.
    pub fn to_decimal(self) -> String {
        let amount = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (amount / 1_000_000_000_000, amount % 1_000_000_000_000);
        if fraction == 0 {
            return format!("{sign}{whole}");
        }
        let fraction = format!("{fraction:012}");
        format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }

    /// Both together, or `None` when they do not fit.
    pub fn checked_add(self, other: PicoUsd) -> Option<PicoUsd> {
        self.0.checked_add(other.0).map(PicoUsd)
    }

    /// What remains without `other`, or `None` when it does not fit.
    pub fn checked_sub(self, other: PicoUsd) -> Option<PicoUsd> {
        self.0.checked_sub(other.0).map(PicoUsd)
    }

    /// All together, or `None` when they do not fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = PicoUsd>) -> Option<PicoUsd> {
        amounts.into_iter().try_fold(PicoUsd(0), PicoUsd::checked_add)
    }

    /// The amount `n` times, or `None` when it does not fit.
    pub fn times(self, n: u64) -> Option<PicoUsd> {
        self.0.checked_mul(i64::try_from(n).ok()?).map(PicoUsd)
    }
}

impl fmt::Display for PicoUsd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.0.unsigned_abs();
        let cents = (amount + 5_000_000_000) / 10_000_000_000;
        // Less than half a cent is nothing, and nothing has no sign.
        let sign = if self.0 < 0 && cents > 0 { "-" } else { "" };
        write!(f, "{sign}${}.{:02}", cents / 100, cents % 100)
    }
}
