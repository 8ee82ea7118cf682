//! `aws_route53_zone`, its VPCs, DNSSEC and query log.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::networks::{DnsZone, DnsZoneId, ZoneVisibility};
use polder_inventory::observability::LogKind;

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads a zone.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let networks: Vec<_> =
        view.blocks("vpc").into_iter().flat_map(|vpc| reader.all_lead_to(vpc, "vpc_id", "vpc")).collect();
    let private =
        !networks.is_empty() || attribute::truth_or(view, "private_zone", false) == Known::Value(true);
    let visibility = match private {
        true => ZoneVisibility::Private(networks.into()),
        false => ZoneVisibility::Public,
    };
    let name = attribute::required(view, "name").map(|name| Text::new(plain(&name)));
    reader.inventory.networks.dns_zones.push(DnsZone { source, name, visibility, signing_key: None });
}

/// A normalized name: in lower case, without the trailing dot.
pub(in crate::networks) fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// Reads `aws_route53_zone_association`.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let zone: Link<DnsZoneId> = reader.must_lead_to(view, "zone_id", "zone");
    let Some(id) = zone.id() else { return };
    let network = reader.must_lead_to(view, "vpc_id", "vpc");
    if let Some(zone) = reader.inventory.networks.dns_zones.get_mut(id) {
        let known = match &zone.visibility {
            ZoneVisibility::Private(networks) => networks.to_vec(),
            // Only a private zone can be associated.
            ZoneVisibility::Public => vec![],
        };
        zone.visibility = ZoneVisibility::Private(known.into_iter().chain([network]).collect());
    }
    reader.contribute(view, id, &["visibility"]);
}

/// Reads `aws_route53_hosted_zone_dnssec`: whether the zone is signed.
pub(in crate::networks) fn read_dnssec<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let zone: Link<DnsZoneId> = reader.must_lead_to(view, "hosted_zone_id", "zone");
    let Some(id) = zone.id() else { return };
    if view.text("signing_status").as_deref() == Some("NOT_SIGNING") {
        return;
    }
    let mut keys = vec![];
    for resource in reader.resources(view, "hosted_zone_id") {
        match resource.kind() {
            "aws_route53_key_signing_key" => keys.push(resource),
            _ => keys.extend(reader.users(("aws_route53_key_signing_key", "hosted_zone_id"), resource.id())),
        }
    }
    let active = keys.into_iter().find(|key| key.text("status").is_none_or(|status| status != "INACTIVE"));
    let key = match active {
        Some(key) => {
            reader.contribute(key, id, &["signing_key"]);
            reader.must_lead_to(key, "key_management_service_arn", "key")
        }
        None => Link::Unknown(Reason::Elsewhere),
    };
    if let Some(zone) = reader.inventory.networks.dns_zones.get_mut(id) {
        zone.signing_key = Some(key);
    }
    reader.contribute(view, id, &["signing_key"]);
}

/// Reads `aws_route53_query_log`.
pub(in crate::networks) fn read_query_log<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let zone = reader.leads_to_any(view, "zone_id", "zone").unwrap_or(Link::Unknown(Reason::AfterApply));
    let route = reader.log_route(view, zone, LogKind::Query, (view, "cloudwatch_log_group_arn"));
    reader.inventory.observability.log_routes.push(route);
}
