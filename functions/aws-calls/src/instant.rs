//! A second in UTC, and its two text forms.

/// Days from 1970-01-01 back to 0000-03-01, the start of the calendar that counts leap days at a year's end.
const DAYS_TO_1970: u64 = 719_468;
/// Days in 400 years, after which the calendar repeats.
const DAYS_OF_ERA: u64 = 146_097;
/// 9999-12-31T23:59:59Z: later times have no four-digit year, and become this one.
const LAST: u64 = 253_402_300_799;

/// A second in UTC, from 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(u64);

impl Instant {
    /// Seconds after the start of 1970. Times after 9999 become its last second.
    pub fn from_seconds(seconds: u64) -> Instant {
        Instant(seconds.min(LAST))
    }

    /// Seconds after the start of 1970.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// As in RFC 3339: `2026-11-22T09:15:27Z`.
    pub fn rfc3339(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// As in an AWS signature: `20261122T091527Z`.
    pub(crate) fn compact(self) -> String {
        self.rfc3339().replace(['-', ':'], "")
    }

    /// The date in a signature's scope: `20261122`.
    pub(crate) fn compact_date(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}{month:02}{day:02}")
    }

    /// Year, month and day. Counted in years that start in March, so that a leap day is the last of its year.
    fn date(self) -> (u64, u64, u64) {
        let days = self.0 / 86_400 + DAYS_TO_1970;
        let (era, of_era) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (era * 400 + year_of_era + u64::from(month <= 2), month, day)
    }

    fn time(self) -> (u64, u64, u64) {
        let of_day = self.0 % 86_400;
        (of_day / 3_600, of_day / 60 % 60, of_day % 60)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_that_calendars_get_wrong() {
        let known = [
            (0, "1970-01-01T00:00:00Z"),
            (68_169_599, "1972-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (u64::MAX, "9999-12-31T23:59:59Z"),
        ];
        for (seconds, shown) in known {
            assert_eq!(Instant::from_seconds(seconds).rfc3339(), shown);
        }
        assert_eq!(Instant::from_seconds(1_795_338_927).compact(), "20261122T091527Z");
    }

    proptest! {
        #[test]
        fn later_is_written_later(a in 0..=LAST, b in 0..=LAST) {
            let (a, b) = (Instant::from_seconds(a), Instant::from_seconds(b));
            prop_assert_eq!(a.cmp(&b), a.rfc3339().cmp(&b.rfc3339()));
        }
    }
}
