//! Times as AWS writes them: schedules and maintenance windows.

use polder_inventory::model::{Known, Reason, ScheduleExpression, Text, Window};
use polder_units::Duration;

/// Days of the week as in maintenance windows, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_MINUTES: u32 = 24 * 60;

/// `cron(0 4 * * ? *)`, `rate(5 minutes)` or `at(2026-11-27T10:00:00)`. Source: AWS, EventBridge Scheduler User Guide,
/// "Schedule types".
pub(crate) fn schedule(text: &str, zone: Option<&str>) -> Known<ScheduleExpression> {
    // One zone with two names.
    let zone = || Text::new(zone.filter(|zone| !zone.is_empty() && *zone != "Etc/UTC").unwrap_or("UTC"));
    let inside =
        |word: &str| text.trim().strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')').map(str::trim);
    let found = if let Some(fields) = inside("cron") {
        let fields: Vec<&str> = fields.split_whitespace().collect();
        (fields.len() == 6)
            .then(|| ScheduleExpression::Cron { fields: fields.join(" ").into(), zone: zone() })
    } else if let Some(rate) = inside("rate") {
        every(rate).map(ScheduleExpression::Every)
    } else {
        inside("at").map(|at| ScheduleExpression::Once { at: at.into(), zone: zone() })
    };
    found.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
}

/// A cron expression with five fields, as Auto Scaling uses them: `0 8 * * 1-5`, with Sunday as 0 or 7.
/// Source: AWS, Amazon EC2 Auto Scaling User Guide, "Scheduled scaling".
pub(crate) fn recurrence(text: &str, zone: Option<&str>) -> Known<ScheduleExpression> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Known::Unknown(Reason::NotUnderstood);
    };
    // In expressions with six fields, Sunday is 1; names of days mean the same in both.
    let named = |character: char| match character {
        '0' | '7' => "SUN".to_owned(),
        '1'..='6' => DAYS[character as usize - '1' as usize].to_uppercase(),
        other => other.to_string(),
    };
    // `*/2` is a step, not a day.
    let weekday: String =
        if weekday.contains('/') { (*weekday).to_owned() } else { weekday.chars().map(named).collect() };
    schedule(&format!("cron({minute} {hour} {day} {month} {weekday} *)"), zone)
}

fn every(rate: &str) -> Option<Duration> {
    let (number, unit) = rate.split_once(' ')?;
    let one = match unit.trim().trim_end_matches('s') {
        "minute" => Duration::minutes(1),
        "hour" => Duration::minutes(60),
        "day" => Duration::days(1),
        _ => return None,
    };
    one.times(number.parse().ok()?)
}

/// A weekly window (`tue:02:00-tue:03:00`) or a daily one (`01:00-01:30`), in UTC.
pub(crate) fn window(text: &str) -> Known<Window> {
    parse_window(&text.to_ascii_lowercase()).map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
}

fn parse_window(text: &str) -> Option<Window> {
    let (start, end) = text.split_once('-')?;
    let (start_day, start) = moment(start)?;
    let (end_day, end) = moment(end)?;
    let (from, to, period) = match (start_day, end_day) {
        (Some(first), Some(last)) => {
            let at = |day: u8, minute: u16| u32::from(day) * DAY_MINUTES + u32::from(minute);
            (at(first, start), at(last, end), 7 * DAY_MINUTES)
        }
        (None, None) => (u32::from(start), u32::from(end), DAY_MINUTES),
        _ => return None,
    };
    let length = (to + period - from) % period;
    Some(Window { day: start_day, minute: start, length: Duration::minutes(u64::from(length)) })
}

/// `tue:02:00` or `02:00`: the day, and minutes after midnight.
fn moment(text: &str) -> Option<(Option<u8>, u16)> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (day, hour, minute) = match parts.as_slice() {
        [day, hour, minute] => {
            (Some(u8::try_from(DAYS.iter().position(|it| it == day)?).ok()?), hour, minute)
        }
        [hour, minute] => (None, hour, minute),
        _ => return None,
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((day, hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cron(fields: &str, zone: &str) -> Known<ScheduleExpression> {
        Known::Value(ScheduleExpression::Cron { fields: fields.into(), zone: zone.into() })
    }

    #[test]
    fn schedules_are_read_in_all_three_forms() {
        assert_eq!(schedule("cron(0  4 * * ? *)", None), cron("0 4 * * ? *", "UTC"));
        assert_eq!(schedule("cron(0 4 * * ? *)", Some("Etc/UTC")), cron("0 4 * * ? *", "UTC"));
        assert_eq!(schedule("cron(0 4 * * ? *)", Some("Europe/Paris")), cron("0 4 * * ? *", "Europe/Paris"));
        assert_eq!(
            schedule("rate(5 minutes)", None),
            Known::Value(ScheduleExpression::Every(Duration::minutes(5)))
        );
        assert_eq!(
            schedule("rate(1 hour)", None),
            Known::Value(ScheduleExpression::Every(Duration::minutes(60)))
        );
        let once = ScheduleExpression::Once { at: "2026-11-27T10:00:00".into(), zone: "UTC".into() };
        assert_eq!(schedule("at(2026-11-27T10:00:00)", Some("")), Known::Value(once));
        for wrong in ["cron(0 4 * * ?)", "rate(5)", "rate(x minutes)", "every day", "rate(5 weeks)", ""] {
            assert_eq!(schedule(wrong, None), Known::Unknown(Reason::NotUnderstood), "{wrong}");
        }
    }

    #[test]
    fn days_of_the_week_of_recurrences_become_names() {
        assert_eq!(recurrence("0 8 * * 1-5", None), cron("0 8 * * MON-FRI *", "UTC"));
        assert_eq!(recurrence("0 8 * * 0,6", None), cron("0 8 * * SUN,SAT *", "UTC"));
        assert_eq!(recurrence("0 8 * * MON-FRI", None), cron("0 8 * * MON-FRI *", "UTC"));
        assert_eq!(recurrence("0 8 * *", None), Known::Unknown(Reason::NotUnderstood));
    }

    #[test]
    fn windows_may_pass_midnight_and_the_end_of_the_week() {
        let read = |text: &str| window(text).value().copied();
        let of = |day, minute, length| Some(Window { day, minute, length: Duration::minutes(length) });
        assert_eq!(read("tue:02:00-tue:03:00"), of(Some(1), 120, 60));
        assert_eq!(read("Sun:23:30-Mon:00:30"), of(Some(6), 1410, 60));
        assert_eq!(read("01:00-01:30"), of(None, 60, 30));
        assert_eq!(read("23:45-00:15"), of(None, 1425, 30));
        for wrong in ["tue:02:00-03:00", "25:00-26:00", "01:00", "xyz:01:00-xyz:02:00", "01:00:00:00-02:00"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
