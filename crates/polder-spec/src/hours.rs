//! The running hours of a cell.

use std::fmt;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// When a cell runs; outside of them it is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Starts at this minute of the day.
    pub from: u16,
    /// Stops at this minute of the same day; later than `from`.
    pub to: u16,
    /// On these days.
    pub days: Days,
    /// The time zone, by its name in the time zone database: `Europe/Amsterdam`.
    pub zone: String,
}

/// Days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(u8);

/// The days as written in the file, in the order of the bits.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// Office hours with some time before and after: seven to twenty, Monday to Friday.
    pub(crate) fn office(zone: String) -> Hours {
        Hours { from: 7 * 60, to: 20 * 60, days: Days::WORKING, zone }
    }
}

impl Days {
    /// Monday to Friday.
    pub(crate) const WORKING: Days = Days(0b001_1111);

    /// Reads days and ranges of days with commas between them: `mon-fri`, `mon,wed,sat-sun`. A range may wrap around
    /// Sunday.
    pub(crate) fn parse(text: &str) -> Option<Days> {
        let number = |name: &str| NAMES.iter().position(|known| *known == name);
        let mut days = 0;
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first.trim())?, number(last.trim())?);
            let length = (last + 7 - first) % 7;
            (0..=length).for_each(|step| days |= 1 << ((first + step) % 7));
        }
        Some(Days(days))
    }

    /// The three letters of each day, Monday first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }
}

/// Reads a time of the day: `07:00`, up to `24:00`.
pub(crate) fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str| -> Option<u16> {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && all <= DAY_MINUTES).then_some(all)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        write!(f, "{} to {}, {}, {}", clock(self.from), clock(self.to), self.days, self.zone)
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Days::WORKING {
            return f.write_str("mon-fri");
        }
        f.write_str(&self.names().collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_alone_in_lists_and_in_ranges() {
        let read = |text| Days::parse(text).map(|days| days.to_string());
        assert_eq!(read("mon-fri").as_deref(), Some("mon-fri"));
        assert_eq!(read("mon,tue,wed,thu,fri").as_deref(), Some("mon-fri"));
        assert_eq!(read("sat, sun").as_deref(), Some("sat,sun"));
        assert_eq!(read("sat-mon").as_deref(), Some("mon,sat,sun"));
        assert_eq!(read("mon-sun").map(|text| text.len()), Some(27));
        for bad in ["", "mon-", "Mon", "mon-fri-sun", "monday", "mon;tue", ","] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_end_with_the_day() {
        assert_eq!(minute_of_day("07:05"), Some(425));
        assert_eq!(minute_of_day("00:00"), Some(0));
        assert_eq!(minute_of_day("24:00"), Some(1_440));
        for bad in ["", "7:00", "24:01", "07:60", "07:5", "07-00", "+7:00", "99:99", "07:00:00", "７0:00"] {
            assert_eq!(minute_of_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn hours_read_well() {
        let hours = Hours::office("Europe/Amsterdam".to_owned());
        assert_eq!(hours.to_string(), "07:00 to 20:00, mon-fri, Europe/Amsterdam");
    }
}
