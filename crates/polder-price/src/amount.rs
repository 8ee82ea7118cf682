//! Quantities, money and ranges, as integers.

use std::fmt;
use std::str::FromStr;

use polder_inventory::model::Decimal;
use polder_units::{Bytes, PicoUsd};

const MILLION: i128 = 1_000_000;
const PICO: i128 = 1_000_000_000_000;

/// A quantity in millionths of a unit. Arithmetic saturates: no quantity of a bill comes near the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// A whole number of units.
    pub fn whole(units: u64) -> Amount {
        Amount(i128::from(units) * MILLION)
    }

    /// Bytes in units of 2³⁰, rounded up to a millionth: the price list calls them GB.
    pub fn gib(bytes: Bytes) -> Amount {
        Amount((i128::from(bytes.0) * MILLION).div_ceil_positive(1 << 30))
    }

    /// `units` in a unit of many: 2,500,000 requests are 2.5 millions.
    pub fn of(units: u64, in_one: u64) -> Amount {
        Amount((i128::from(units) * MILLION).div_ceil_positive(i128::from(in_one.max(1))))
    }

    /// To two places, halves up: `1,234.57`.
    pub fn rounded(self) -> String {
        let hundredths = rounded(self.0, MILLION / 100);
        format!("{}.{:02}", thousands(hundredths / 100), hundredths % 100)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }

    /// What is left, at least nothing.
    #[must_use]
    pub fn minus(self, other: Amount) -> Amount {
        Amount(self.0.saturating_sub(other.0).max(0))
    }

    /// `numerator` for each `denominator` of it, rounded up to a millionth.
    #[must_use]
    pub fn times(self, numerator: i128, denominator: i128) -> Amount {
        Amount(self.0.saturating_mul(numerator).div_ceil_positive(denominator.max(1)))
    }

    /// The product of two quantities, rounded up to a millionth.
    #[must_use]
    pub fn product(self, other: Amount) -> Amount {
        self.times(other.0, MILLION)
    }
}

trait DivCeil {
    fn div_ceil_positive(self, divisor: i128) -> i128;
}

impl DivCeil for i128 {
    fn div_ceil_positive(self, divisor: i128) -> i128 {
        let (whole, rest) = (self / divisor, self % divisor);
        if rest > 0 { whole + 1 } else { whole }
    }
}

impl From<Decimal> for Amount {
    fn from(decimal: Decimal) -> Amount {
        Amount(decimal.millionths.into())
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// A decimal number without an exponent. More than six places are cut.
    fn from_str(text: &str) -> Result<Amount, AmountError> {
        let text = text.replace('_', "");
        let (whole, places) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(places) || whole.len() > 24 {
            return Err(AmountError);
        }
        let whole: i128 = whole.parse().map_err(|_| AmountError)?;
        let places: String = places.chars().chain("000000".chars()).take(6).collect();
        let places: i128 = places.parse().map_err(|_| AmountError)?;
        Ok(Amount(whole * MILLION + places))
    }
}

/// Why a text is no [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountError;

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number that is zero or more")
    }
}

impl fmt::Display for Amount {
    /// Without trailing zeros, with commas between thousands.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, places) = (self.0 / MILLION, self.0 % MILLION);
        f.write_str(&thousands(whole))?;
        if places == 0 {
            return Ok(());
        }
        write!(f, ".{}", format!("{places:06}").trim_end_matches('0'))
    }
}

/// Money: 10⁻¹² dollars in an integer that holds any sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i128);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// A quantity at a price, rounded to 10⁻¹² dollars, halves up.
    pub fn of(amount: Amount, price: PicoUsd) -> Money {
        Money(rounded(amount.0.saturating_mul(price.0.into()), MILLION))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }

    /// `numerator` / `denominator` of it, rounded to 10⁻¹² dollars, halves up.
    #[must_use]
    pub fn times(self, numerator: i128, denominator: i128) -> Money {
        Money(rounded(self.0.saturating_mul(numerator), denominator.max(1)))
    }

    /// Exact, as a plain decimal: `12.3456`.
    pub fn to_decimal(self) -> String {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, places) = (amount / PICO.unsigned_abs(), amount % PICO.unsigned_abs());
        if places == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{}", format!("{places:012}").trim_end_matches('0'))
    }

    /// Without cents, with a sign of the currency and commas: `$1,235`.
    pub fn whole(self, sign: &str) -> String {
        format!("{sign}{}", thousands(rounded(self.0, PICO)))
    }

    /// In cents with a sign of the currency and commas: `$1,234.50`.
    pub fn text(self, sign: &str) -> String {
        let cents = rounded(self.0, PICO / 100);
        let (minus, cents) = (if cents < 0 { "-" } else { "" }, cents.abs());
        format!("{minus}{sign}{}.{:02}", thousands(cents / 100), cents % 100)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text("$"))
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(all: I) -> Money {
        all.fold(Money::ZERO, Money::plus)
    }
}

/// A quotient, halves up.
fn rounded(value: i128, divisor: i128) -> i128 {
    value.saturating_add(divisor / 2).div_euclid(divisor)
}

/// `1234567` as `1,234,567`.
pub(crate) fn thousands(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A low, an expected and a high value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range<T> {
    /// Low.
    pub low: T,
    /// Expected.
    pub expected: T,
    /// High.
    pub high: T,
}

impl<T: Copy> Range<T> {
    /// A value that is certain.
    pub fn exactly(value: T) -> Range<T> {
        Range { low: value, expected: value, high: value }
    }

    /// The same for each of the three.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Range<U> {
        Range { low: change(self.low), expected: change(self.expected), high: change(self.high) }
    }

    /// Both ranges, value by value.
    pub fn with<U: Copy, V>(self, other: Range<U>, both: impl Fn(T, U) -> V) -> Range<V> {
        Range {
            low: both(self.low, other.low),
            expected: both(self.expected, other.expected),
            high: both(self.high, other.high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_and_money_are_exact() {
        let price = |text| PicoUsd::from_decimal(text).expect("money");
        let amount = |text: &str| text.parse::<Amount>().expect("a quantity");
        assert_eq!(Money::of(Amount::whole(730), price("0.0384")).to_decimal(), "28.032");
        assert_eq!(Money::of(amount("0.000001"), price("0.0000166667")).to_decimal(), "0.000000000017");
        assert_eq!(amount("2.5"), Amount::of(2_500_000, 1_000_000));
        assert_eq!(amount("1000000.25").to_string(), "1,000,000.25");
        assert_eq!(Amount::gib(Bytes::mib(512)), amount("0.5"));
        assert_eq!(Amount::whole(3).product(amount("0.5")), amount("1.5"));
        assert_eq!(Money(1_234_565_000_000_000).to_string(), "$1,234.57");
        assert_eq!(Money(-260_000_000_000).to_string(), "-$0.26");
        for wrong in ["", "-1", "1e3", "1.", ".5", "x", "1000000000000000000000000000"] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong}");
        }
    }
}
