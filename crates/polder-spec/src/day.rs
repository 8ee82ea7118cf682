//! A day of the calendar.

use std::fmt;

/// A day of the Gregorian calendar. Days compare in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl Day {
    /// The day at a time in seconds since the start of 1970, in UTC.
    pub fn at(seconds: u64) -> Day {
        let mut left = seconds / 86_400;
        let mut year = 1970;
        // A clock that is set to the far future is no reason to count for minutes.
        while year < LAST_YEAR && left >= days_of_year(year) {
            left -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while month < 12 && left >= u64::from(days_of_month(year, month)) {
            left -= u64::from(days_of_month(year, month));
            month += 1;
        }
        let last = days_of_month(year, month);
        Day { year, month, day: u32::try_from(left).map_or(last, |left| (left + 1).min(last)) }
    }

    /// Reads `2027-03-31`.
    pub fn parse(text: &str) -> Option<Day> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| plain)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let sound = (1970..=LAST_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of_month(year, month)).contains(&day);
        sound.then_some(Day { year, month, day })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const LAST_YEAR: u32 = 9999;

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u32) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_of_the_clock() {
        let at = |seconds| Day::at(seconds).to_string();
        assert_eq!(at(0), "1970-01-01");
        assert_eq!(at(86_399), "1970-01-01");
        assert_eq!(at(951_782_400), "2000-02-29");
        assert_eq!(at(1_795_910_400), "2026-11-29");
        assert_eq!(at(u64::MAX), "9999-12-31");
    }

    #[test]
    fn days_of_a_file() {
        assert!(Day::parse("2028-02-29") > Day::parse("2027-12-31"));
        assert_eq!(Day::parse("2026-11-29"), Some(Day::at(1_795_910_400)));
        for wrong in ["2027-02-29", "2027-13-01", "2027-1-01", "27-01-01", "2027-00-10", "", "+027-01-01"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }
}
