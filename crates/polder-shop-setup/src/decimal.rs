//! Decimal numbers as text: rates and amounts are compared and sent without floating-point arithmetic.

use serde_json::{Number, Value};

/// A rate in thousandths of the price as a percentage: 255 is `25.5`.
pub(crate) fn percent(permille: u32) -> String {
    trimmed(&format!("{}.{}", permille / 10, permille % 10))
}

/// The same as a number of JSON.
pub(crate) fn percent_number(permille: u32) -> Value {
    // Digits with at most one point are always a number.
    serde_json::from_str::<Number>(&percent(permille)).map_or(Value::Null, Value::Number)
}

/// A number without zeros that say nothing: `21.0` is `21`.
pub(crate) fn number(number: &Number) -> String {
    trimmed(&number.to_string())
}

fn trimmed(text: &str) -> String {
    if text.contains('.') && !text.contains(['e', 'E']) {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rate_is_the_same_in_both_forms() {
        for (permille, text) in [(0, "0"), (5, "0.5"), (55, "5.5"), (210, "21"), (255, "25.5"), (1000, "100")]
        {
            assert_eq!(percent(permille), text);
            let sent = percent_number(permille);
            assert_eq!(sent.as_number().map(number), Some(text.to_owned()));
        }
        assert_eq!(json!(21.0).as_number().map(number).as_deref(), Some("21"));
        assert_eq!(json!(19.25).as_number().map(number).as_deref(), Some("19.25"));
        assert_eq!(json!(100).as_number().map(number).as_deref(), Some("100"));
    }
}
