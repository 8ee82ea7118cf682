//! Numbers as they are written, without floats.

use polder_units::Ppm;

/// A decimal number such as `99.95` as millionths of a hundred, or `None` if it is negative, has more than four
/// decimals, is too large, or has another form.
pub(crate) fn percent(text: &str) -> Option<Ppm> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 4 {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let fraction: u32 = format!("{fraction:0<4}").parse().ok()?;
    whole.checked_mul(10_000)?.checked_add(fraction).map(Ppm)
}

#[cfg(test)]
mod tests {
    use super::percent;
    use polder_units::Ppm;

    #[test]
    fn decimals_are_exact() {
        assert_eq!(percent("99.95"), Some(Ppm(999_500)));
        assert_eq!(percent("30"), Some(Ppm(300_000)));
        assert_eq!(percent("0.0001"), Some(Ppm(1)));
        assert_eq!(percent("33.33330"), Some(Ppm(333_333)));
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["-1", "1e2", "inf", "nan", "", ".5", "0.00001", "99999999999"] {
            assert_eq!(percent(text), None, "{text}");
        }
    }
}
