//! `aws_route53_record`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::EntryId;
use polder_inventory::model::{AddressBlock, Attribute, Known, Link, Pattern, Piece, Reason, Set, Text};
use polder_inventory::networks::{DnsAnswer, DnsRecord, DnsRouting, DnsZoneId, FailoverRole};

use crate::networks::attribute;
use crate::networks::dns::route53_zone::plain;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a record.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let zone = reader.must_lead_to(view, "zone_id", "zone");
    let record = DnsRecord {
        source,
        zone,
        name: name(reader, view, zone),
        kind: kind(reader, view),
        answer: answer(reader, view),
        routing: routing(reader, view),
        health_check: reader.leads_to(view, "health_check_id", "health-check"),
    };
    reader.inventory.networks.dns_records.push(record);
}

/// The validation options of the certificate that an attribute of a record refers to, if the attribute is not
/// known before apply.
fn of_certificate<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, name: &str) -> Option<Pattern> {
    if view.get(name).is_known() {
        return None;
    }
    let certificate = reader.resource_of(view, name, &["aws_acm_certificate"])?;
    Some(Pattern::attribute(reader.entry(certificate.id())?, Attribute::Other))
}

/// The type. Certificates are validated by CNAME records: AWS Certificate Manager User Guide, "DNS validation".
fn kind<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Known<Text> {
    match of_certificate(reader, view, "type") {
        Some(_) => Known::Value("CNAME".into()),
        None => attribute::required(view, "type"),
    }
}

/// The full name. The provider appends the name of the zone to names that do not end with it.
fn name<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, zone: Link<DnsZoneId>) -> Known<Pattern> {
    if let Some(full) = view.text("fqdn").filter(|it| !it.is_empty()) {
        return Known::Value(Pattern::literal(plain(&full)));
    }
    let written = view.get("name");
    if let Some(whole) = of_certificate(reader, view, "name") {
        return Known::Value(whole);
    }
    if let Resolved::Attribute(_) = &written {
        return reader.pattern_of(&written);
    }
    let zone_name = zone_name(reader, view, zone);
    let known = match &written {
        Resolved::Absent => String::new(),
        Resolved::Pattern(_) => return pattern_in_zone(reader.pattern_of(&written), zone_name),
        other => match other.as_plain() {
            Some(text) => plain(&text),
            None => return Known::Unknown(crate::value::reason(other)),
        },
    };
    let Some(zone_name) = zone_name else {
        // In an unknown zone, a name with several labels may be complete or relative.
        return Known::Unknown(Reason::Elsewhere);
    };
    Known::Value(Pattern::literal(in_zone(&known, &zone_name)))
}

fn in_zone(name: &str, zone: &str) -> String {
    match name {
        "" => zone.to_owned(),
        name if name == zone || name.ends_with(&format!(".{zone}")) => name.to_owned(),
        name => format!("{name}.{zone}"),
    }
}

/// A name that is partly known.
fn pattern_in_zone(name: Known<Pattern>, zone: Option<String>) -> Known<Pattern> {
    let (Known::Value(name), Some(zone)) = (name, zone) else { return Known::Unknown(Reason::NotUnderstood) };
    let whole = match name.pieces().last() {
        Some(Piece::Literal(last)) => {
            let last = plain(last);
            last == zone || last.ends_with(&format!(".{zone}"))
        }
        _ => return Known::Unknown(Reason::NotUnderstood),
    };
    if whole {
        return Known::Value(name);
    }
    let rest = Piece::Literal(format!(".{zone}").into());
    Known::Value(Pattern::of(name.pieces().iter().cloned().chain([rest])))
}

/// Zones may be read after their records, so the name is taken from the resource.
fn zone_name<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    zone: Link<DnsZoneId>,
) -> Option<String> {
    zone.id()?;
    let zone = reader.resource_of(view, "zone_id", &["aws_route53_zone"])?;
    Some(plain(&zone.text("name")?))
}

fn answer<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> DnsAnswer {
    let alias =
        view.blocks("alias").into_iter().find(|it| is_set(*it, "name") || it.body().get("name").is_some());
    match alias {
        Some(alias) => DnsAnswer::Alias {
            to: alias_target(reader, view, alias),
            evaluates_health: attribute::truth_or(alias, "evaluate_target_health", false),
        },
        None => DnsAnswer::Values {
            values: match of_certificate(reader, view, "records") {
                Some(value) => Known::Value([value].into()),
                None => reader.patterns(view, "records"),
            },
            ttl: match attribute::seconds(view, "ttl") {
                Known::Value(Some(ttl)) => Known::Value(ttl),
                Known::Value(None) => Known::Unknown(Reason::AfterApply),
                Known::Unknown(reason) => Known::Unknown(reason),
            },
        },
    }
}

/// The target of an alias. Another record of the same zone is referred to by name.
fn alias_target<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    alias: View<'i, 'a>,
) -> Link<EntryId> {
    if let Some(name) = alias.text("name") {
        let known = reader.by_text(&name).into_iter().next().or_else(|| record(reader, view, &name));
        if let Some(entry) = known {
            return Link::To(entry);
        }
    }
    reader.leads_to_any(alias, "name", "host").unwrap_or(Link::Unknown(Reason::AfterApply))
}

/// Another record with this name and the same type.
fn record<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, name: &str) -> Option<EntryId> {
    let (index, kind) = (reader.index, view.text("type"));
    for attribute in ["fqdn", "name"] {
        let same = reader.with_text(("aws_route53_record", attribute), &plain(name));
        let same = same.into_iter().filter(|id| *id != view.id()).filter_map(|id| index.view(id));
        if let Some(found) = same.into_iter().find(|it| it.text("type") == kind) {
            return reader.entry(found.id());
        }
    }
    None
}

fn routing<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> DnsRouting {
    if let Some(block) = view.block("failover_routing_policy") {
        let words = [("PRIMARY", FailoverRole::Primary), ("SECONDARY", FailoverRole::Secondary)];
        return DnsRouting::Failover(attribute::required_word(block, "type", &words));
    }
    if let Some(block) = view.block("latency_routing_policy") {
        return DnsRouting::Latency { region: attribute::required(block, "region") };
    }
    if let Some(block) = view.block("weighted_routing_policy") {
        return DnsRouting::Weighted { weight: attribute::required_number(block, "weight") };
    }
    if let Some(block) = view.block("geolocation_routing_policy") {
        return DnsRouting::Geolocation { place: place(block) };
    }
    if let Some(block) = view.block("geoproximity_routing_policy") {
        let names = ["aws_region", "local_zone_group"];
        let named = names.iter().find(|name| is_set(block, name));
        let place = match (named, block.block("coordinates")) {
            (Some(name), _) => attribute::required(block, name),
            (None, Some(at)) => coordinates(at),
            (None, None) => Known::Unknown(Reason::AfterApply),
        };
        return DnsRouting::Geoproximity { place, bias: attribute::number_or(block, "bias", 0) };
    }
    if let Some(block) = view.block("cidr_routing_policy") {
        return DnsRouting::SourceAddress(collection(reader, block));
    }
    match attribute::truth_or(view, "multivalue_answer_routing_policy", false) {
        Known::Value(true) => DnsRouting::MultiValue,
        _ => DnsRouting::Simple,
    }
}

/// The most specific location: a subdivision in ISO 3166-2, a country, or a continent.
fn place(view: View<'_, '_>) -> Known<Text> {
    let (country, part) = (attribute::text(view, "country"), attribute::text(view, "subdivision"));
    match (country, part) {
        (Known::Value(Some(country)), Known::Value(Some(part))) => {
            Known::Value(format!("{country}-{part}").into())
        }
        (Known::Value(Some(country)), Known::Value(None)) => Known::Value(country),
        (Known::Value(None), Known::Value(_)) => attribute::required(view, "continent"),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

fn coordinates(view: View<'_, '_>) -> Known<Text> {
    match (attribute::required(view, "latitude"), attribute::required(view, "longitude")) {
        (Known::Value(north), Known::Value(east)) => Known::Value(format!("{north},{east}").into()),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

/// The addresses of a location in a CIDR collection.
fn collection<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Known<Set<AddressBlock>> {
    let Some(collection) = reader.resource_of(view, "collection_id", &["aws_route53_cidr_collection"]) else {
        return Known::Unknown(Reason::Elsewhere);
    };
    let name = view.text("location_name");
    let locations = reader.users(("aws_route53_cidr_location", "cidr_collection_id"), collection.id());
    let location = locations.into_iter().find(|it| it.text("name") == name);
    location.map_or(Known::Unknown(Reason::Elsewhere), |it| attribute::blocks(it, "cidr_blocks"))
}
