//! `[objectives]`.

use polder_diag::Finding;
use polder_units::{Duration, Ppm};

use crate::codes;
use crate::model::{Objectives, Recovery};
use crate::reader::Table;
use crate::setting::{Otherwise, Setting};

/// A recovery of a week, or a page that takes a minute, is not an objective but an error in the unit.
const RECOVERY_MAX: Duration = Duration::days(7);
const LATENCY_MAX: Duration = Duration::seconds(60);

/// Reads the section.
pub(super) fn read(table: &Table<'_>) -> Objectives {
    let availability = table.percent("availability_percent");
    if let Some(share) = &availability
        && (share.value >= Ppm::ONE || share.value < Ppm::percent(90))
    {
        table.reader.say(
            Finding::new(
                &codes::IMPOSSIBLE_OBJECTIVE,
                format!("an availability of {} is not an achievable objective", share.value),
            )
            .at(
                share.span(),
                if share.value >= Ppm::ONE {
                    "no system is always available"
                } else {
                    "down for days each month"
                },
            )
            .help("write 90 or more and less than 100: `99.95` is 22 minutes a month"),
        );
    }
    let latency = table.duration("latency_p95");
    if let Some(latency) = &latency
        && (latency.value > LATENCY_MAX || latency.value < Duration::milliseconds(10))
    {
        table.say_out_of_range("latency_p95", latency.span().unwrap_or_default(), "10ms to 60s");
    }
    let (zone, region) = (table.table("zone_loss"), table.table("region_loss"));
    Objectives {
        availability: availability.else_owner(Ppm(999_500), "availability of 99.95 %"),
        latency_p95: latency.else_owner(Duration::milliseconds(300), "95th percentile of 300 ms"),
        zone_loss: Recovery {
            rto: rto(&zone).else_owner(Duration::seconds(300), "loss of a zone: RTO 5 min"),
            rpo: rpo(&zone, true).else_owner(Duration::seconds(0), "loss of a zone: RPO 0"),
        },
        region_loss: Recovery {
            rto: rto(&region).else_owner(Duration::seconds(900), "loss of a region: RTO 15 min"),
            rpo: rpo(&region, false).else_owner(Duration::seconds(60), "loss of a region: RPO 1 min"),
        },
    }
}

fn rto(table: &Table<'_>) -> Option<Setting<Duration>> {
    let rto = bounded(table, "rto")?;
    if rto.value == Duration::default() {
        impossible(table, "rto", &rto, "every recovery takes time");
    }
    Some(rto)
}

fn rpo(table: &Table<'_>, synchronous: bool) -> Option<Setting<Duration>> {
    let rpo = bounded(table, "rpo")?;
    if rpo.value == Duration::default() && !synchronous {
        impossible(table, "rpo", &rpo, "replication to the other region is asynchronous");
    }
    Some(rpo)
}

fn bounded(table: &Table<'_>, key: &str) -> Option<Setting<Duration>> {
    let duration = table.duration(key)?;
    if duration.value > RECOVERY_MAX {
        table.say_out_of_range(key, duration.span().unwrap_or_default(), "at most 7d");
    }
    Some(duration)
}

fn impossible(table: &Table<'_>, key: &str, setting: &Setting<Duration>, why: &str) {
    let path = table.path_of(key);
    table.reader.say(
        Finding::new(
            &codes::IMPOSSIBLE_OBJECTIVE,
            format!("`{path}` of {} cannot be achieved", setting.value),
        )
        .at(setting.span(), why)
        .help("write the real requirement, such as `1m`"),
    );
}
