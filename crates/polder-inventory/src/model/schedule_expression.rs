//! Schedules and windows.

use polder_units::Duration;

use super::Text;

/// A schedule. Rehearsal: what runs at a given time; price: for how many hours; recovery points: how old the
/// latest backup can be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScheduleExpression {
    /// A cron expression.
    Cron {
        /// Six fields separated by blanks: minute, hour, day of month, month, day of week, year.
        fields: Text,
        /// The time zone, by its name in the tz database: `UTC` by default.
        zone: Text,
    },
    /// A fixed rate.
    Every(Duration),
    /// A single time.
    Once {
        /// The local time: `2026-11-27T10:00:00`.
        at: Text,
        /// The time zone, by its name in the tz database: `UTC` by default.
        zone: Text,
    },
}

/// A recurring window in UTC, for maintenance or backups: `tue:02:00-tue:03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The day of the week, Monday being 0; none for every day.
    pub day: Option<u8>,
    /// The start, in minutes after midnight.
    pub minute: u16,
    /// The length.
    pub length: Duration,
}
