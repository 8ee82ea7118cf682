//! Configured times.

use super::small::{self, Writer, seconds};
use crate::entries::EntryId;
use crate::model::{Id, Known, Link, Pattern, Reason, ScheduleExpression};
use crate::networks::{DnsAnswer, DnsRecord, DnsRouting, HealthCheck, HealthSubject};
use crate::stores::{BackupPlan, BackupRule};
use crate::timing::{Timing, TimingKind, timings};

fn lengths(found: &[Timing]) -> Vec<String> {
    let shown = |timing: &Timing| match timing.length {
        Known::Value(length) => format!("{:?} {length}", timing.what),
        Known::Unknown(reason) => format!("{:?} unknown: {reason}", timing.what),
    };
    found.iter().map(shown).collect()
}

#[test]
fn each_configured_time_is_listed_with_its_entry() {
    let inventory = small::inventory();
    let found = timings(&inventory);
    assert_eq!(
        lengths(&found),
        [
            "ConnectTimeout 3s",
            "ConnectFailure 9s",
            "InvocationTimeout 1m",
            "BackupRetention 35d",
            "VisibilityTimeout 30s"
        ]
    );
    assert!(matches!(found[2].of, EntryId::Function(_)));
    assert!(found.iter().all(|timing| inventory.sources.get(timing.source).is_some()));
}

fn check(interval: Known<polder_units::Duration>, failure_threshold: Known<u32>) -> Vec<String> {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let subject = HealthSubject::Endpoint {
        protocol: small::text("tcp"),
        host: Known::Value(Pattern::literal("a.example.com")),
        port: Known::Value(443),
        path: Known::Value(None),
        contains: Known::Value(None),
        interval,
        failure_threshold,
        checkers: Known::Value(None),
    };
    let source = writer.source("check.main");
    let (inverted, disabled) = (Known::Value(false), Known::Value(false));
    writer.all.networks.health_checks.push(HealthCheck { source, subject, inverted, disabled });
    lengths(&timings(&writer.all))
}

#[test]
fn a_failure_is_detected_after_interval_times_threshold() {
    assert_eq!(check(seconds(10), Known::Value(3)), ["CheckInterval 10s", "Unhealthy 30s", "Healthy 30s"]);
}

#[test]
fn a_product_with_an_unknown_factor_is_unknown() {
    let unknown = Known::Unknown(Reason::NotGiven);
    assert_eq!(
        check(seconds(10), unknown),
        ["CheckInterval 10s", "Unhealthy unknown: value not given", "Healthy unknown: value not given"]
    );
    assert_eq!(
        check(Known::Unknown(Reason::Sensitive), Known::Value(3))[1..],
        ["Unhealthy unknown: sensitive", "Healthy unknown: sensitive"]
    );
    let most = Known::Value(polder_units::Duration::milliseconds(u64::MAX));
    assert_eq!(check(most, Known::Value(2))[1], "Unhealthy unknown: too large");
}

#[test]
fn backup_plans_have_windows() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let source = writer.source("plan.nightly");
    let rule = BackupRule {
        name: small::text("nightly"),
        schedule: Known::Value(ScheduleExpression::Cron { fields: "0 4 * * ? *".into(), zone: "UTC".into() }),
        start_window: seconds(3_600),
        completion_window: seconds(21_600),
        point_in_time: Known::Value(false),
        vault: Link::Unknown(Reason::NotGiven),
        retention: Known::Value(None),
        cold_after: Known::Value(None),
        copies: [].into(),
    };
    let plan = BackupPlan { source, name: small::text("nightly"), rules: [rule].into() };
    writer.all.stores.backup_plans.push(plan);
    assert_eq!(lengths(&timings(&writer.all)), ["BackupStartWindow 1h", "BackupCompletionWindow 6h"]);
}

#[test]
fn records_with_values_have_a_ttl_and_aliases_have_none() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let values = DnsAnswer::Values { values: Known::Value([].into()), ttl: seconds(60) };
    let alias =
        DnsAnswer::Alias { to: Link::Unknown(Reason::NotGiven), evaluates_health: Known::Value(false) };
    for (address, answer) in [("record.values", values), ("record.alias", alias)] {
        let source = writer.source(address);
        writer.all.networks.dns_records.push(DnsRecord {
            source,
            zone: Link::Unknown(Reason::NotGiven),
            name: Known::Value(Pattern::literal("a.example.com")),
            kind: small::text("A"),
            answer,
            routing: DnsRouting::Simple,
            health_check: None,
        });
    }
    let found = timings(&writer.all);
    assert_eq!(lengths(&found), ["Ttl 1m"]);
    assert_eq!((found[0].of, found[0].what), (EntryId::DnsRecord(Id::from_index(0)), TimingKind::Ttl));
}
