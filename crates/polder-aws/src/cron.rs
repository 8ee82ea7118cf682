//! Times of the day and week as AWS schedule expressions.

use polder_design::{Days, Hours};
use polder_units::Duration;

/// The last minute of a day: schedule expressions have no 24:00.
const LAST_MINUTE: u16 = 24 * 60 - 1;

/// At a minute of the day, on each of the days: `cron(30 7 ? * MON,TUE *)`.
pub(crate) fn at(minute: u16, days: Days) -> String {
    let minute = minute.min(LAST_MINUTE);
    let days: Vec<String> = days.names().map(str::to_ascii_uppercase).collect();
    format!("cron({} {} ? * {} *)", minute % 60, minute / 60, days.join(","))
}

/// Some time before a minute of the day, and not before midnight.
pub(crate) fn earlier(minute: u16, by: Duration) -> u16 {
    minute.saturating_sub(minutes(by))
}

/// Some time after a minute of the day.
pub(crate) fn later(minute: u16, by: Duration) -> u16 {
    minute.saturating_add(minutes(by))
}

fn minutes(span: Duration) -> u16 {
    u16::try_from(span.as_seconds() / 60).unwrap_or(u16::MAX)
}

/// At an interval in minutes, in whole hours of a time zone only if there are any: `cron(0/5 8-19 ? * MON *)`.
pub(crate) fn every(minutes: u16, hours: Option<&Hours>) -> String {
    let Some(hours) = hours else { return format!("rate({minutes} minutes)") };
    let days: Vec<String> = hours.days.names().map(str::to_ascii_uppercase).collect();
    let (first, last) = (hours.from / 60, (hours.to / 60).saturating_sub(1));
    format!("cron(0/{minutes} {first}-{last} ? * {} *)", days.join(","))
}

/// At a minute of every day: `cron(0 4 * * ? *)`.
pub(crate) fn daily(minute: u16) -> String {
    let minute = minute.min(LAST_MINUTE);
    format!("cron({} {} * * ? *)", minute % 60, minute / 60)
}
