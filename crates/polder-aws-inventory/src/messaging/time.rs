//! When something happens, in the notation of EventBridge.

use polder_inventory::model::{Known, Reason, Text, TimeExpression};
use polder_units::Duration;

/// `cron(0 4 * * ? *)`, `rate(5 minutes)` or `at(2026-11-27T10:00:00)`. Source: AWS, EventBridge Scheduler User Guide,
/// "Schedule types".
pub(super) fn time(text: &str, zone: Text) -> Known<TimeExpression> {
    let inner =
        |name: &str| text.trim().strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')').map(str::trim);
    if let Some(fields) = inner("cron") {
        let fields: Vec<&str> = fields.split_whitespace().collect();
        if fields.len() == 6 {
            return Known::Value(TimeExpression::Calendar { fields: Text::from(fields.join(" ")), zone });
        }
    }
    if let Some(time) = inner("rate").and_then(rate) {
        return Known::Value(TimeExpression::Every(time));
    }
    match inner("at") {
        Some(at) => Known::Value(TimeExpression::Once { at: Text::new(at), zone }),
        None => Known::Unknown(Reason::NotUnderstood),
    }
}

fn rate(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_once(' ')?;
    let unit = match unit.trim() {
        "minute" | "minutes" => Duration::minutes(1),
        "hour" | "hours" => Duration::minutes(60),
        "day" | "days" => Duration::days(1),
        _ => return None,
    };
    unit.times(number.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::time;
    use polder_inventory::model::{Known, Reason, Text, TimeExpression};
    use polder_units::Duration;

    #[test]
    fn the_three_forms_are_read_and_others_are_not() {
        let utc = || Text::new_static("UTC");
        let calendar =
            |fields: &str| Known::Value(TimeExpression::Calendar { fields: fields.into(), zone: utc() });
        assert_eq!(time("cron(0 4 * * ? *)", utc()), calendar("0 4 * * ? *"));
        assert_eq!(time("cron(0  4 * * ?  *)", utc()), calendar("0 4 * * ? *"));
        assert_eq!(time("rate(1 hour)", utc()), Known::Value(TimeExpression::Every(Duration::minutes(60))));
        let once = TimeExpression::Once { at: "2026-11-27T10:00:00".into(), zone: utc() };
        assert_eq!(time("at(2026-11-27T10:00:00)", utc()), Known::Value(once));
        // Five fields are Unix's notation.
        for wrong in ["cron(0 4 * * *)", "rate(5)", "rate(5 weeks)", "every day", "cron 0 4 * * ? *"] {
            assert_eq!(time(wrong, utc()), Known::Unknown(Reason::NotUnderstood), "{wrong}");
        }
    }
}
