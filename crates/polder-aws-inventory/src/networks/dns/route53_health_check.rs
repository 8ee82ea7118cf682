//! `aws_route53_health_check`.

use polder_cloud::{ResourceId, View};
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::networks::{HealthCheck, HealthSubject, HealthWithoutData};
use polder_inventory::observability::AlarmId;

use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a health check.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let check = HealthCheck {
        source,
        subject: subject(reader, view),
        // Provider documentation: both default to `false`.
        inverted: attribute::truth_or(view, "invert_healthcheck", false),
        disabled: attribute::truth_or(view, "disabled", false),
    };
    reader.inventory.networks.health_checks.push(check);
}

fn subject<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> HealthSubject {
    match view.text("type").as_deref() {
        Some("CALCULATED") => HealthSubject::Calculated {
            checks: reader.all_lead_to(view, "child_healthchecks", "health-check").into(),
            threshold: attribute::required_number(view, "child_health_threshold"),
        },
        Some("CLOUDWATCH_METRIC") => {
            let words = [
                ("Healthy", HealthWithoutData::Healthy),
                ("Unhealthy", HealthWithoutData::Unhealthy),
                ("LastKnownStatus", HealthWithoutData::Last),
            ];
            let without_data = attribute::word(view, "insufficient_data_health_status", &words);
            HealthSubject::Alarm {
                alarm: alarm(reader, view),
                // `CreateHealthCheck` of the Route 53 API: the last known status.
                without_data: without_data.map(|word| word.unwrap_or(HealthWithoutData::Last)),
            }
        }
        Some("RECOVERY_CONTROL") => {
            HealthSubject::RoutingControl(attribute::required(view, "routing_control_arn"))
        }
        _ => endpoint(reader, view),
    }
}

fn endpoint<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> HealthSubject {
    let kind = attribute::required(view, "type");
    let protocol = kind.clone().map(|kind| kind.split('_').next().unwrap_or("").to_lowercase().into());
    let encrypted = matches!(&protocol, Known::Value(protocol) if protocol == "https");
    let host = if is_set(view, "fqdn") || !is_set(view, "ip_address") { "fqdn" } else { "ip_address" };
    let words = matches!(&kind, Known::Value(kind) if kind.ends_with("_STR_MATCH"));
    let regions = attribute::texts(view, "regions");
    HealthSubject::Endpoint {
        host: reader.pattern(view, host),
        // `HealthCheckConfig` of the Route 53 API: 443 for HTTPS, 80 for HTTP; TCP requires one.
        port: attribute::number_or(view, "port", if encrypted { 443 } else { 80 }),
        path: attribute::text(view, "resource_path"),
        contains: if words { attribute::text(view, "search_string") } else { Known::Value(None) },
        // The same: 30 seconds, and three checks in a row.
        interval: attribute::seconds_or(view, "request_interval", 30),
        failure_threshold: attribute::number_or(view, "failure_threshold", 3),
        checkers: regions.map(|regions: Set<_>| (!regions.is_empty()).then_some(regions)),
        protocol,
    }
}

/// The alarm: by reference, or by name in the account and region.
fn alarm<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Link<AlarmId> {
    let kinds = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];
    let named = reader.resource_of(view, "cloudwatch_alarm_name", &kinds).map(|it| it.id());
    let found = named.or_else(|| {
        let name = view.text("cloudwatch_alarm_name")?;
        let same =
            kinds.into_iter().flat_map(|kind| reader.with_text((kind, "alarm_name"), &name.to_lowercase()));
        let same: Vec<ResourceId> = same.collect();
        same.into_iter().find(|id| is_there(reader, view, *id))
    });
    match found {
        Some(id) => reader.id(id).map_or(Link::Unknown(Reason::KindNotModelled), Link::To),
        None => reader.must_lead_to(view, "cloudwatch_alarm_name", "alarm"),
    }
}

/// Whether an alarm is in the account of the check, and in the region that the check specifies.
fn is_there<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, alarm: ResourceId) -> bool {
    let index = reader.index;
    let Some(alarm) = index.view(alarm) else { return false };
    let region = attribute::required(view, "cloudwatch_alarm_region");
    let unknown = |known: &Known<_>| known.value().is_none();
    let there = reader.region_of(alarm);
    alarm.stack().key.account == view.stack().key.account
        && (there == region || unknown(&there) || unknown(&region))
}
