//! Dates of the calendar, and the days on which shops are busy.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1 January 1970.
    days: i64,
}

const DAY_SECONDS: u64 = 24 * 60 * 60;

impl Date {
    /// The day of a time in seconds since 1970, in UTC; the last day of 9999 for later times.
    pub fn of_seconds(seconds: u64) -> Date {
        let last = Date::of(9999, 12, 31);
        i64::try_from(seconds / DAY_SECONDS).map_or(last, |days| Date { days }.min(last))
    }

    /// Reads `2026-12-01`, from the year 1970 to 9999. `None` for anything else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        if year < 1970 || !(1..=12).contains(&month) {
            return None;
        }
        let date = Date::of(year, month, day);
        (date.parts() == (year, month, day)).then_some(date)
    }

    /// The day after some days.
    #[must_use]
    pub fn plus(self, days: i64) -> Date {
        Date { days: self.days.saturating_add(days) }
    }

    /// The same day some months later, or the last day of that month if it has no such day.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Date {
        let (year, month, day) = self.parts();
        let whole = year.saturating_mul(12).saturating_add(month - 1).saturating_add(months);
        let (year, month) = (whole.div_euclid(12), whole.rem_euclid(12) + 1);
        let next = if month == 12 { Date::of(year + 1, 1, 1) } else { Date::of(year, month + 1, 1) };
        Date::of(year, month, day).min(next.plus(-1))
    }

    /// The days from another date to this one.
    pub fn since(self, other: Date) -> i64 {
        self.days.saturating_sub(other.days)
    }

    /// Counts the days of the years before in eras of 400 years that begin in March, so that the leap day is last.
    fn of(year: i64, month: i64, day: i64) -> Date {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Date { days: era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468 }
    }

    /// Year, month and day.
    pub(crate) fn parts(self) -> (i64, i64, i64) {
        let days = self.days.saturating_add(719_468);
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (era * 400 + year + i64::from(month <= 2), month, day)
    }

    /// The day of the week, Monday being 0.
    pub(crate) fn weekday(self) -> usize {
        usize::try_from((self.days + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// The first day of its year that is a given day of the week, from a month and day on.
    fn weekday_from(self, month: i64, day: i64, weekday: i64) -> Date {
        let from = Date::of(self.parts().0, month, day);
        from.plus((weekday - i64::try_from(from.weekday()).unwrap_or(0)).rem_euclid(7))
    }

    /// Whether it is the peak day of this name, or of this date `MM-DD`.
    pub(crate) fn is_peak(self, name: &str) -> bool {
        let (_, month, day) = self.parts();
        let black_friday = || self.weekday_from(11, 22, 3).plus(1);
        match name {
            "black-friday" => self == black_friday(),
            "cyber-monday" => self == black_friday().plus(3),
            "mothers-day" => self == self.weekday_from(5, 8, 6),
            "easter" => self == easter(self.parts().0),
            // The date differs from year to year; it is in the first half of July.
            "prime-day" => self == self.weekday_from(7, 8, 1),
            _ => (month, day) == fixed(name),
        }
    }
}

/// Month and day of a peak day that has the same date in each year.
fn fixed(name: &str) -> (i64, i64) {
    match name {
        "sinterklaas" => (12, 5),
        "christmas" => (12, 25),
        "boxing-day" => (12, 26),
        "new-year" => (1, 1),
        "valentines-day" => (2, 14),
        "kings-day" => (4, 27),
        "singles-day" => (11, 11),
        date => {
            let (month, day) = date.split_once('-').unwrap_or_default();
            (month.parse().unwrap_or(0), day.parse().unwrap_or(0))
        }
    }
}

/// Easter Sunday, by the rule of Gauss in the form for all Gregorian years.
fn easter(year: i64) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    Date::of(year, f / 31, f % 31 + 1)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn dates_are_read_and_written() {
        for text in ["1970-01-01", "2000-02-29", "2026-12-31", "2028-02-29", "9999-12-31"] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("1970-01-01").plus(20_786).to_string(), "2026-11-29");
        assert_eq!(date("2027-03-01").since(date("2027-02-28")), 1);
        assert_eq!(date("2026-12-01").plus_months(3).to_string(), "2027-03-01");
        assert_eq!(date("2027-11-30").plus_months(3).to_string(), "2028-02-29");
        assert_eq!(date("2027-01-31").plus_months(11).to_string(), "2027-12-31");
        assert_eq!(Date::of_seconds(u64::MAX).to_string(), "9999-12-31");
        for wrong in [
            "",
            "2026-13-01",
            "2026-02-29",
            "2026-00-10",
            "26-01-01",
            "2026-1-01",
            "2026-01-0é",
            "1969-12-31",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn peak_days_are_those_of_the_calendar() {
        let days = [
            ("black-friday", "2026-11-27"),
            ("cyber-monday", "2026-11-30"),
            ("black-friday", "2029-11-23"),
            ("easter", "2027-03-28"),
            ("easter", "2038-04-25"),
            ("mothers-day", "2027-05-09"),
            ("sinterklaas", "2026-12-05"),
            ("02-28", "2027-02-28"),
        ];
        for (name, day) in days {
            let found = date(day);
            assert!(found.is_peak(name), "{name} {day}");
            assert!(!found.plus(1).is_peak(name) && !found.plus(-1).is_peak(name), "{name} {day}");
        }
        assert_eq!(date("2026-11-28").weekday(), 5);
    }
}
