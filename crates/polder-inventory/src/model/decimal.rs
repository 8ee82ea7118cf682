//! Decimal numbers without floats.

use std::fmt;
use std::str::FromStr;

/// A decimal number with at most six places: thresholds of alarms, targets of scaling rules, billed
/// quantities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// The number times 1,000,000.
    pub millionths: i64,
}

/// Why a text is no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecimalError;

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number has at most six places and no exponent, such as `0.25`")
    }
}

impl std::error::Error for DecimalError {}

const ONE: i64 = 1_000_000;

impl Decimal {
    /// A whole number, or `None` when it does not fit.
    pub fn whole(number: i64) -> Option<Decimal> {
        number.checked_mul(ONE).map(|millionths| Decimal { millionths })
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Decimal, DecimalError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
        let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !only_digits(whole) || !only_digits(places) || places.len() > 6 {
            return Err(DecimalError);
        }
        let whole: i64 = whole.parse().map_err(|_| DecimalError)?;
        let places: i64 = format!("{places:0<6}").parse().map_err(|_| DecimalError)?;
        let millionths = whole.checked_mul(ONE).and_then(|whole| whole.checked_add(places));
        let millionths = millionths.ok_or(DecimalError)?;
        Ok(Decimal { millionths: if negative { -millionths } else { millionths } })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.millionths.unsigned_abs();
        let sign = if self.millionths < 0 { "-" } else { "" };
        let (whole, places) = (amount / ONE.unsigned_abs(), amount % ONE.unsigned_abs());
        if places == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{places:06}").trim_end_matches('0'))
    }
}
