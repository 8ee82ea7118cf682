//! When something happens again and again.

use polder_units::Duration;

use super::Text;

/// When something happens. Read by the rehearsal (which hour of the week is it), the price (hours that a thing runs) and
/// recovery points (how old the newest backup can be).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeExpression {
    /// At times of the calendar.
    Calendar {
        /// Six fields with blanks between them: minute, hour, day of the month, month, day of the week, year.
        fields: Text,
        /// The time zone by its name in the tz database; `UTC` where nothing is said.
        zone: Text,
    },
    /// Again and again after this time.
    Every(Duration),
    /// Once, at this local time: `2026-11-27T10:00:00`.
    Once {
        /// Date and time.
        at: Text,
        /// The time zone by its name in the tz database.
        zone: Text,
    },
}

/// A span of time of each day or week in which the provider may do something: `tue:02:00-tue:03:00`, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The day of the week on which it starts, Monday being 0; none for every day.
    pub day: Option<u8>,
    /// Minutes after midnight at which it starts.
    pub minute: u16,
    /// How long it lasts.
    pub length: Duration,
}
