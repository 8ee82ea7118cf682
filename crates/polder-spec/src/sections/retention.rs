//! `[retention]`.

use polder_diag::Finding;
use polder_units::Duration;

use crate::codes;
use crate::model::{Framework, Retention};
use crate::reader::Table;
use crate::setting::{Otherwise, Setting};

/// The retention periods of CloudWatch, in days.
const LOG_DAYS: &[u64] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/// PCI DSS 10.5.1: twelve months.
const PCI_LOG_DAYS: u64 = 365;

/// The maximum of RDS for point-in-time recovery.
const BACKUP_DAYS_MAX: u64 = 35;

/// AWS accepts at most 36,500 days, for vaults and for objects.
const KEPT_DAYS_MAX: u64 = 36_500;

/// Reads the section.
pub(super) fn read(table: &Table<'_>, compliance: &Setting<Vec<Framework>>) -> Retention {
    let logs = log(table, "logs", compliance)
        .else_rule(Duration::days(PCI_LOG_DAYS), "PCI DSS 10.5.1 asks for twelve months of logs");
    Retention {
        access_logs: log(table, "access_logs", compliance).else_rule(logs.value, "as long as `logs`"),
        audit_logs: log(table, "audit_logs", compliance).else_rule(
            logs.value.max(Duration::days(PCI_LOG_DAYS)),
            "as long as `logs`, and twelve months at least: many intrusions are detected after half a year",
        ),
        logs,
        backups: backups(table).else_rule(Duration::days(35), "the longest that RDS offers"),
        vault: kept(table, "vault", 1)
            .else_rule(Duration::days(90), "a quarter, so that a late discovery finds a copy"),
        old_versions: kept(table, "old_versions", 1)
            .else_rule(Duration::days(30), "a month to notice that a file was overwritten"),
        payloads: kept(table, "payloads", 1).else_fact(Duration::days(14), "saleor.payloads.kept"),
    }
}

fn log(table: &Table<'_>, key: &str, compliance: &Setting<Vec<Framework>>) -> Option<Setting<Duration>> {
    let logs = whole_days(table, key)?;
    let days = logs.as_days();
    if !LOG_DAYS.contains(&days) {
        let finding =
            Finding::new(&codes::LOG_DAYS, format!("CloudWatch does not keep logs for {}", logs.value))
                .at(logs.span(), "not offered");
        let next = LOG_DAYS.iter().find(|offered| **offered > days).or(LOG_DAYS.last());
        table.reader.say(finding.help(format!("write `{}d`", next.copied().unwrap_or(PCI_LOG_DAYS))));
    }
    if days < PCI_LOG_DAYS && compliance.contains(&Framework::PciDss) {
        let message = format!("logs kept for {} do not satisfy PCI DSS 10.5.1", logs.value);
        let finding = Finding::new(&codes::LOG_PCI, message)
            .at(logs.span(), "twelve months are required")
            .also(compliance.span(), "the platform must satisfy `pci-dss`")
            .help("write `365d` or more");
        table.reader.say(if compliance.span().is_none() {
            finding.note("without `compliance` in `[platform]`, the platform must satisfy `pci-dss`")
        } else {
            finding
        });
    }
    Some(logs)
}

fn backups(table: &Table<'_>) -> Option<Setting<Duration>> {
    let backups = whole_days(table, "backups")?;
    if !(1..=BACKUP_DAYS_MAX).contains(&backups.as_days()) {
        table.reader.say(
            Finding::new(&codes::BACKUP_DAYS, format!("RDS does not keep backups for {}", backups.value))
                .at(backups.span(), "must be 1d to 35d")
                .help("for longer use `vault`"),
        );
    }
    Some(backups)
}

fn kept(table: &Table<'_>, key: &str, least: u64) -> Option<Setting<Duration>> {
    let kept = whole_days(table, key)?;
    if !(least..=KEPT_DAYS_MAX).contains(&kept.as_days()) {
        table.say_out_of_range(
            key,
            kept.span().unwrap_or_default(),
            &format!("{least}d to {KEPT_DAYS_MAX}d"),
        );
    }
    Some(kept)
}

/// AWS counts all of these in days.
fn whole_days(table: &Table<'_>, key: &str) -> Option<Setting<Duration>> {
    let duration = table.duration(key)?;
    if duration.milliseconds % Duration::days(1).milliseconds != 0 {
        table.say_out_of_range(key, duration.span().unwrap_or_default(), "whole days, such as `30d`");
        return None;
    }
    Some(duration)
}
