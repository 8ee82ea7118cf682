//! `aws_vpc_endpoint` and its associations, and `aws_vpc_endpoint_service`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::networks::{
    EndpointKind, EndpointService, EndpointServiceId, EndpointTarget, PrivateEndpoint, PrivateEndpointId,
    RouteTableId,
};
use polder_inventory::outside::Owner;

use crate::networks::attribute;
use crate::networks::state::Made;
use crate::reader::Reader;
use crate::value::reason;

/// Services whose endpoint names differ from the prefixes of their actions: endpoint name, action prefix.
/// From the Service Authorization Reference and "AWS services that integrate with AWS PrivateLink".
const PREFIXES: [(&str, &str); 12] = [
    ("bedrock-agent-runtime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("ecr.api", "ecr"),
    ("email", "ses"),
    ("email-smtp", "ses"),
    ("kinesis-firehose", "firehose"),
    ("kinesis-streams", "kinesis"),
    ("monitoring", "cloudwatch"),
    ("sagemaker.api", "sagemaker"),
    ("servicecatalog-appregistry", "servicecatalog"),
    ("transfer.server", "transfer"),
    ("git-codecommit", "codecommit"),
];

/// Reads an endpoint.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let network = reader.must_lead_to(view, "vpc_id", "vpc");
    let service = target(reader, view);
    let kind = match endpoint_type(view) {
        EndpointType::Interface => EndpointKind::Interface {
            // Provider documentation: defaults to `false`.
            private_dns: attribute::truth_or(view, "private_dns_enabled", false),
        },
        EndpointType::Inspection => EndpointKind::Inspection,
        EndpointType::Gateway => EndpointKind::Gateway { route_tables: Set::default() },
    };
    let endpoint = PrivateEndpoint { source, network, service, kind };
    let id = reader.inventory.networks.private_endpoints.push(endpoint);
    if let Some(other) = view.text("vpc_endpoint_type").filter(|it| is_other(it)) {
        let known = ["Resource", "ServiceNetwork"].contains(&other.as_ref());
        let text = "The endpoint leads to a resource or a service network, not to a service.";
        let reason = if known { Reason::AttributeNotModelled } else { Reason::NotUnderstood };
        reader.blind(view, Some(id.into()), Some("vpc_endpoint_type"), reason, text);
    }
}

/// Adds the route tables of a gateway endpoint, and its prefix list.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<PrivateEndpointId>(view.id()) else { return };
    if endpoint_type(view) == EndpointType::Gateway && view.is_managed() {
        let tables = reader.all_lead_to::<RouteTableId>(view, "route_table_ids", "route-table");
        add_tables(reader, id, tables);
        reader.made(view, Made::PrefixList);
    }
}

/// Reads `aws_vpc_endpoint_route_table_association`.
pub(in crate::networks) fn read_table_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let endpoint: Link<PrivateEndpointId> = reader.must_lead_to(view, "vpc_endpoint_id", "vpc-endpoint");
    let Some(id) = endpoint.id() else { return };
    let table = reader.must_lead_to(view, "route_table_id", "route-table");
    add_tables(reader, id, vec![table]);
    reader.contribute(view, id, &["kind"]);
}

fn add_tables(reader: &mut Reader<'_, '_>, id: PrivateEndpointId, tables: Vec<Link<RouteTableId>>) {
    if let Some(endpoint) = reader.inventory.networks.private_endpoints.get_mut(id)
        && let EndpointKind::Gateway { route_tables } = &mut endpoint.kind
    {
        *route_tables = route_tables.iter().copied().chain(tables).collect();
    }
}

/// The types of endpoints that the model distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::networks) enum EndpointType {
    /// By routes.
    Gateway,
    /// By interfaces.
    Interface,
    /// By routes to a Gateway Load Balancer.
    Inspection,
}

/// The type of an endpoint. Provider documentation: defaults to `Gateway`.
pub(in crate::networks) fn endpoint_type(view: View<'_, '_>) -> EndpointType {
    match view.text("vpc_endpoint_type").as_deref() {
        Some("GatewayLoadBalancer") => EndpointType::Inspection,
        None | Some("Gateway" | "") => EndpointType::Gateway,
        Some(_) => EndpointType::Interface,
    }
}

fn is_other(word: &str) -> bool {
    !["Gateway", "Interface", "GatewayLoadBalancer", ""].contains(&word)
}

/// The full name of the service.
pub(in crate::networks) fn service_name(reader: &mut Reader<'_, '_>, view: View<'_, '_>) -> Known<Text> {
    match attribute::text(view, "service_name") {
        Known::Value(Some(name)) => Known::Value(name),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        // The data source of a service has its short name.
        Known::Unknown(reason) => match looked_up(view) {
            Some((service, region)) => {
                let here = reader.region_of(view);
                let region = region.map(Known::Value).unwrap_or(here);
                region.map(|region| Text::from(format!("com.amazonaws.{region}.{service}")))
            }
            None => Known::Unknown(reason),
        },
    }
}

/// The service that `aws_vpc_endpoint_service` looks up, and its region if that is set.
fn looked_up<'i, 'a>(view: View<'i, 'a>) -> Option<(Text, Option<Text>)> {
    let look_up = view.target("service_name").filter(|it| !it.is_managed())?;
    let service = look_up.text("service")?;
    let region = look_up.text("service_region").map(Text::from);
    Some((service.into(), region))
}

/// The service of an endpoint.
fn target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> EndpointTarget {
    let published = reader.resource_of(view, "service_name", &["aws_vpc_endpoint_service"]);
    if let Some(id) = published.and_then(|it| reader.id::<EndpointServiceId>(it.id())) {
        return EndpointTarget::Published(Link::To(id));
    }
    if let Resolved::Pattern(pieces) = view.get("service_name") {
        return of_pieces(&pieces);
    }
    let name = match service_name(reader, view) {
        Known::Value(name) => name,
        Known::Unknown(reason) => {
            return EndpointTarget::Provider {
                service: Known::Unknown(reason),
                region: Known::Unknown(reason),
            };
        }
    };
    if name.contains(".vpce-svc-") {
        let same = reader.with_text(("aws_vpc_endpoint_service", "service_name"), &name.to_lowercase());
        let same = same.first().and_then(|id| reader.id::<EndpointServiceId>(*id));
        return EndpointTarget::Published(match same {
            Some(service) => Link::To(service),
            None => Link::Outside(reader.external(&name, "endpoint-service", Owner::Unknown)),
        });
    }
    match parts(&name) {
        Some((service, region)) => {
            let region = region.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value);
            EndpointTarget::Provider { service: Known::Value(service), region }
        }
        None => EndpointTarget::Provider {
            service: Known::Unknown(Reason::NotUnderstood),
            region: Known::Unknown(Reason::NotUnderstood),
        },
    }
}

/// `com.amazonaws.` and `.s3` with an unknown region between.
fn of_pieces(pieces: &[Resolved<'_>]) -> EndpointTarget {
    let service = match pieces {
        [Resolved::Text(_), region, Resolved::Text(last)] if !region.is_known() => last.strip_prefix('.'),
        _ => None,
    };
    let unknown = pieces.iter().find(|piece| !piece.is_known()).map_or(Reason::NotUnderstood, reason);
    EndpointTarget::Provider {
        service: service.map_or(Known::Unknown(unknown), |service| Known::Value(prefix(service))),
        region: Known::Unknown(unknown),
    }
}

/// Service and region of `com.amazonaws.eu-west-1.s3`, `aws.sagemaker.eu-west-1.notebook` and others. Names
/// of global services have no region: `com.amazonaws.s3-global.accesspoint`.
pub(in crate::networks) fn parts(name: &str) -> Option<(Text, Option<Text>)> {
    let words = name.split('.').filter(|word| !["com", "amazonaws", "cn", "aws", "api"].contains(word));
    let words: Vec<&str> = words.collect();
    let region = words.iter().position(|word| is_region(word));
    let service = words.iter().enumerate().filter(|(at, _)| Some(*at) != region).map(|(_, word)| *word);
    let mut service = service.collect::<Vec<_>>().join(".");
    // `api` after the region is part of the service.
    if name.ends_with(".api") {
        service.push_str(".api");
    }
    if service.is_empty() || !name.contains("aws") {
        return None;
    }
    Some((prefix(&service), region.and_then(|at| words.get(at)).map(Text::new)))
}

fn is_region(word: &str) -> bool {
    let mut parts = word.rsplit('-');
    let number = parts.next().is_some_and(|it| it.len() == 1 && it.bytes().all(|byte| byte.is_ascii_digit()));
    number && parts.count() >= 2
}

fn prefix(service: &str) -> Text {
    let known = PREFIXES.iter().find(|(endpoint, _)| *endpoint == service);
    known.map_or_else(|| Text::new(service), |(_, prefix)| Text::new_static(prefix))
}

/// Reads `aws_vpc_endpoint_service`: a service that is offered through endpoints.
pub(in crate::networks) fn read_service<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let mut load_balancers = reader.all_lead_to(view, "network_load_balancer_arns", "load-balancer");
    load_balancers.extend(reader.all_lead_to(view, "gateway_load_balancer_arns", "load-balancer"));
    let load_balancers = load_balancers.into();
    let allowed = reader.patterns(view, "allowed_principals");
    let acceptance = attribute::truth_or(view, "acceptance_required", true);
    let service = EndpointService { source, load_balancers, allowed, acceptance_required: acceptance };
    reader.inventory.networks.endpoint_services.push(service);
}

/// Reads `aws_vpc_endpoint_service_allowed_principal`.
pub(in crate::networks) fn read_allowed<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let service: Link<EndpointServiceId> =
        reader.must_lead_to(view, "vpc_endpoint_service_id", "endpoint-service");
    let Some(id) = service.id() else { return };
    let principal = reader.pattern(view, "principal_arn");
    if let Some(service) = reader.inventory.networks.endpoint_services.get_mut(id) {
        service.allowed = match (&service.allowed, principal) {
            (Known::Value(all), Known::Value(one)) => {
                Known::Value(all.iter().cloned().chain([one]).collect())
            }
            (Known::Unknown(reason), _) => Known::Unknown(*reason),
            (_, Known::Unknown(reason)) => Known::Unknown(reason),
        };
    }
    reader.contribute(view, id, &["allowed"]);
}
