//! Windows for backups and for maintenance: how long they are, and that they do not overlap.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

/// A day and a week in minutes.
const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// The windows of a type.
struct Windows {
    kind: &'static str,
    /// A daily window, empty if the type has none.
    daily: &'static str,
    /// A weekly window.
    weekly: &'static str,
    /// The least number of minutes of both.
    least: u32,
    page: &'static str,
}

const RDS: &str = "docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
const CACHE: &str =
    "docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
const OTHER: (&str, &str) = ("preferred_backup_window", "preferred_maintenance_window");

static ALL: [Windows; 9] = [
    Windows {
        kind: "aws_db_instance",
        daily: "backup_window",
        weekly: "maintenance_window",
        least: 30,
        page: RDS,
    },
    Windows { kind: "aws_rds_cluster", daily: OTHER.0, weekly: OTHER.1, least: 30, page: RDS },
    Windows { kind: "aws_rds_cluster_instance", daily: OTHER.0, weekly: OTHER.1, least: 30, page: RDS },
    Windows { kind: "aws_docdb_cluster", daily: OTHER.0, weekly: OTHER.1, least: 30, page: RDS },
    Windows { kind: "aws_neptune_cluster", daily: OTHER.0, weekly: OTHER.1, least: 30, page: RDS },
    Windows {
        kind: "aws_elasticache_replication_group",
        daily: "snapshot_window",
        weekly: "maintenance_window",
        least: 60,
        page: CACHE,
    },
    Windows {
        kind: "aws_elasticache_cluster",
        daily: "snapshot_window",
        weekly: "maintenance_window",
        least: 60,
        page: CACHE,
    },
    Windows {
        kind: "aws_memorydb_cluster",
        daily: "snapshot_window",
        weekly: "maintenance_window",
        least: 60,
        page: CACHE,
    },
    Windows { kind: "aws_redshift_cluster", daily: "", weekly: OTHER.1, least: 30, page: RDS },
];

/// Minutes from the start of a day or of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    start: u32,
    minutes: u32,
}

/// Reports windows that are too short, and pairs that overlap.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    for windows in ALL.iter().filter(|windows| windows.kind == subject.kind()) {
        let daily = text(subject, windows.daily).and_then(|text| window(&text, DAY));
        let weekly = text(subject, windows.weekly).and_then(|text| window(&text, WEEK));
        for (attribute, window) in [(windows.daily, daily), (windows.weekly, weekly)] {
            let Some(window) = window else { continue };
            if window.minutes < windows.least || window.minutes > DAY {
                let fault = Fault {
                    attribute: attribute.to_owned(),
                    message: format!("`{attribute}` lasts {} minutes", window.minutes),
                    accepts: format!("from {} minutes to 24 hours", windows.least),
                    source: windows.page.to_owned(),
                };
                return subject.find(report, &codes::RANGE, fault);
            }
        }
        if let (Some(daily), Some(weekly)) = (daily, weekly)
            && overlap(daily, weekly)
        {
            let fault = Fault {
                attribute: windows.daily.to_owned(),
                message: format!("`{}` overlaps `{}`", windows.daily, windows.weekly),
                accepts: "windows that do not overlap".to_owned(),
                source: windows.page.to_owned(),
            };
            subject.find(report, &codes::RELATION, fault);
        }
    }
}

fn text(subject: &Subject<'_, '_>, attribute: &str) -> Option<String> {
    if attribute.is_empty() { None } else { subject.text(attribute) }
}

/// `03:00-04:00`, or with days `sun:03:00-sun:04:00`. `None` if it is neither: that is another finding.
fn window(text: &str, cycle: u32) -> Option<Window> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (moment(start, cycle)?, moment(end, cycle)?);
    Some(Window { start, minutes: (end + cycle - start) % cycle })
}

fn moment(text: &str, cycle: u32) -> Option<u32> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (days, time) = if cycle == WEEK {
        let (day, time) = text.split_once(':')?;
        (DAYS.iter().zip(0..).find(|(name, _)| name.eq_ignore_ascii_case(day))?.1, time)
    } else {
        (0, text)
    };
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(days * DAY + hours * 60 + minutes)
}

/// Whether a daily window overlaps a weekly one on any day.
fn overlap(daily: Window, weekly: Window) -> bool {
    (0..7).map(|day| day * DAY + daily.start).any(|start| {
        let into = (weekly.start + WEEK - start) % WEEK;
        let after = (start + WEEK - weekly.start) % WEEK;
        into < daily.minutes || after < weekly.minutes
    })
}

#[cfg(test)]
mod tests {
    use super::{DAY, WEEK, Window, overlap, window};

    #[test]
    fn windows_are_minutes_of_a_day_or_a_week() {
        assert_eq!(window("03:00-04:00", DAY), Some(Window { start: 180, minutes: 60 }));
        assert_eq!(window("23:30-00:30", DAY), Some(Window { start: 1410, minutes: 60 }));
        assert_eq!(window("Sun:23:30-mon:00:30", WEEK), Some(Window { start: WEEK - 30, minutes: 60 }));
        assert_eq!(window("25:00-26:00", DAY), None);
        assert_eq!(window("3", DAY), None);
    }

    #[test]
    fn windows_overlap_across_midnight_and_weeks() {
        let of = |daily, weekly| {
            overlap(window(daily, DAY).expect("a window"), window(weekly, WEEK).expect("a window"))
        };
        assert!(of("03:00-04:00", "sun:03:30-sun:04:30"));
        assert!(of("03:00-05:00", "tue:03:30-tue:04:00"));
        assert!(of("23:30-00:30", "mon:00:00-mon:01:00"));
        assert!(!of("03:00-04:00", "sun:04:00-sun:05:00"));
        assert!(!of("04:00-05:00", "sun:03:00-sun:04:00"));
    }
}
