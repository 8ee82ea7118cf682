//! Windows of snapshots, maintenance and backups, in one place, so that they do not overlap.
//!
//! All times are UTC. They lie in the small hours of Europe, where few write.

/// A minute of the day.
type Minute = u16;

/// When the database takes its own daily snapshot.
pub(crate) const SNAPSHOT: Window = Window { from: 60, to: 90 };

/// When the provider may change a store, on a day that each kind of store has for itself.
pub(crate) const MAINTENANCE: Window = Window { from: 120, to: 180 };

/// When the backup plan may start its jobs. It starts none of a database within the hour before one of the other windows
/// or inside it, and gives a job up that has not started by the end.
pub(crate) const NIGHTLY: Window = Window { from: 240, to: 300 };

/// A stretch of a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    from: Minute,
    to: Minute,
}

impl Window {
    /// `01:00-01:30`
    pub(crate) fn daily(self) -> String {
        format!("{}-{}", clock(self.from), clock(self.to))
    }

    /// `tue:02:00-tue:03:00`
    pub(crate) fn weekly(self, day: &str) -> String {
        format!("{day}:{}-{day}:{}", clock(self.from), clock(self.to))
    }

    /// `cron(0 4 * * ? *)`: when it begins.
    pub(crate) fn cron(self) -> String {
        format!("cron({} {} * * ? *)", self.from % 60, self.from / 60)
    }

    /// How long it is.
    pub(crate) fn minutes(self) -> u16 {
        self.to.saturating_sub(self.from)
    }
}

fn clock(minute: Minute) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The backup plan starts no job of a database in one of its windows or in the hour before; a snapshot is taken of
    /// what is not being changed.
    #[test]
    fn the_windows_are_apart() {
        let apart = |one: Window, other: Window, by| one.to + by <= other.from || other.to + by <= one.from;
        assert!(apart(SNAPSHOT, NIGHTLY, 60));
        assert!(apart(MAINTENANCE, NIGHTLY, 60));
        assert!(apart(SNAPSHOT, MAINTENANCE, 30));
        assert!(NIGHTLY.minutes() >= 60, "the shortest window that a plan takes");
    }

    #[test]
    fn windows_are_written_as_each_service_wants_them() {
        assert_eq!(SNAPSHOT.daily(), "01:00-01:30");
        assert_eq!(MAINTENANCE.weekly("tue"), "tue:02:00-tue:03:00");
        assert_eq!(NIGHTLY.cron(), "cron(0 4 * * ? *)");
    }
}
