//! Numbers, times and address blocks in conditions.

use ipnet::IpNet;

/// Billionths per unit: conditions compare numbers with fractions.
const SCALE_DIGITS: usize = 9;

/// A decimal number in billionths; none if it is not a number or has more digits than fit.
pub(crate) fn decimal(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 20
        || fraction.len() > SCALE_DIGITS
        || !numeric(whole)
        || !numeric(fraction)
    {
        return None;
    }
    let padded = format!("{whole}{fraction}{}", "0".repeat(SCALE_DIGITS - fraction.len()));
    let value: i128 = padded.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// A number in billionths as text.
pub(crate) fn decimal_text(value: i128) -> String {
    let (sign, value) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let scale = 10_u128.pow(SCALE_DIGITS as u32);
    let (whole, fraction) = (value / scale, value % scale);
    let text = format!("{sign}{whole}.{fraction:09}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Seconds since 1970 of a time in UTC (`2026-11-28T06:00:00Z`, `2026-11-28`) or of a number of seconds; none for other
/// forms.
pub(crate) fn instant(text: &str) -> Option<i128> {
    let text = text.trim();
    if text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        return text.parse().ok();
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let mut parts = date.split('-');
    let (year, month, day): (i128, i128, i128) =
        (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let time = time.strip_suffix('Z')?;
    let mut clock = time.split(':');
    let (hour, minute) = (number(clock.next()?, 2)?, number(clock.next()?, 2)?);
    let second = clock.next().map_or(Some(0), |text| number(text, 2))?;
    let valid = parts.next().is_none() && clock.next().is_none();
    let valid = valid && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !valid || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i128> {
    let valid = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if valid { text.parse().ok() } else { None }
}

/// Days since 1970-01-01 in the Gregorian calendar, in which a year that starts in March has its leap day at the end.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// An address block, or a single address.
pub(crate) fn block(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>().ok().or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from))
}

#[cfg(test)]
mod tests {
    use super::{decimal, decimal_text, instant};

    #[test]
    fn numbers_are_exact() {
        for (text, value) in [
            ("1", Some(1_000_000_000)),
            ("-0.5", Some(-500_000_000)),
            ("", None),
            ("1e3", None),
            ("1.2.3", None),
        ] {
            assert_eq!(decimal(text), value, "{text}");
        }
        assert_eq!(decimal_text(-500_000_000), "-0.5");
        assert_eq!(decimal_text(20_000_000_000), "20");
    }

    #[test]
    fn times_are_seconds() {
        for (text, value) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2000-03-01", Some(951_868_800)),
            ("2026-11-28T06:00:00Z", Some(1_795_845_600)),
            ("951868800", Some(951_868_800)),
            ("2026-13-01", None),
            ("yesterday", None),
        ] {
            assert_eq!(instant(text), value, "{text}");
        }
    }
}
