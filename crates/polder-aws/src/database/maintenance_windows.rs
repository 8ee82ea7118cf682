//! Windows of snapshots, maintenance and backups, in the format of each service. All times are UTC.

use polder_design::Window;

/// `01:00-01:30`
pub(crate) fn daily(window: Window) -> String {
    format!("{}-{}", clock(window.from), clock(window.to))
}

/// `tue:02:00-tue:03:00`
pub(crate) fn weekly(window: Window, day: &str) -> String {
    format!("{day}:{}-{day}:{}", clock(window.from), clock(window.to))
}

/// `cron(0 4 * * ? *)`: the start of the window.
pub(crate) fn cron(window: Window) -> String {
    format!("cron({} {} * * ? *)", window.from % 60, window.from / 60)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_written_as_each_service_wants_them() {
        assert_eq!(daily(Window { from: 60, to: 90 }), "01:00-01:30");
        assert_eq!(weekly(Window { from: 120, to: 180 }, "tue"), "tue:02:00-tue:03:00");
        assert_eq!(cron(Window { from: 240, to: 300 }), "cron(0 4 * * ? *)");
    }
}
