//! `aws_route53_record`: DNS records, of distributions, of load balancers, and plain ones.

use polder_cloud::{Body, Handle, Value, body};
use polder_units::Duration;

use crate::draft::Draft;
use crate::names::local;

/// How long resolvers keep a plain record. It does not change while what it is about exists.
const TTL: Duration = Duration::minutes(30);

/// A record with one value.
pub(crate) fn plain(s: &Draft, name: &str, zone: &Handle, host: Value, kind: &'static str, value: Value) {
    s.resource(
        "aws_route53_record",
        name,
        body! {
            zone_id = zone.get("zone_id");
            name = host;
            type = kind;
            ttl = TTL.as_seconds();
            records = [value];
        },
    );
}

/// The records of a distribution, for IPv4 and IPv6.
pub(crate) fn distribution(s: &Draft, name: &str, host: &str, distribution: &Handle, zone: &Handle) {
    s.file("route53_record", "DNS records of public hosts.");
    for (suffix, kind) in [("_a", "A"), ("_aaaa", "AAAA")] {
        s.resource(
            "aws_route53_record",
            format!("{name}{suffix}"),
            body! {
                zone_id = zone.get("zone_id");
                name = host.to_owned();
                type = kind;
                alias {
                    name = distribution.get("domain_name");
                    zone_id = distribution.get("hosted_zone_id");
                    evaluate_target_health = false;
                }
            },
        );
    }
}

/// The routing policy of a record.
#[derive(Clone, Copy)]
pub(crate) enum Routing<'a> {
    /// Simple: there is only one.
    Simple,
    /// Failover: the first that is healthy.
    Failover {
        /// Whether it is the primary record.
        primary: bool,
        /// Its health check.
        check: &'a Handle,
    },
    /// Latency: the nearest that is healthy.
    Latency {
        /// Its health check.
        check: &'a Handle,
    },
}

/// An alias to a load balancer.
pub(crate) fn load_balancer(
    s: &Draft,
    name: &str,
    host: &Value,
    balancer: &Handle,
    zone: &Handle,
    routing: Routing<'_>,
) -> Handle {
    let mut body = body! {
        zone_id = zone.get("zone_id");
        name = host;
        type = "A";
    };
    body.items.extend(routed(routing).items);
    body.block(None, "alias", alias(balancer));
    s.resource("aws_route53_record", name, body)
}

fn routed(routing: Routing<'_>) -> Body {
    match routing {
        Routing::Simple => Body::default(),
        Routing::Failover { primary, check } => body! {
            set_identifier = local("region");
            health_check_id = check.id();
            failover_routing_policy {
                type = if primary { "PRIMARY" } else { "SECONDARY" };
            }
        },
        Routing::Latency { check } => body! {
            set_identifier = local("region");
            health_check_id = check.id();
            latency_routing_policy {
                region = local("region");
            }
        },
    }
}

/// Route 53 treats a load balancer as unhealthy when one of its target groups is empty: a dashboard that is
/// being restarted must not move the whole cell.
fn alias(balancer: &Handle) -> Body {
    body! {
        name = balancer.get("dns_name");
        zone_id = balancer.get("zone_id");
        /// One empty target group would make the load balancer unhealthy: the health checks decide instead.
        evaluate_target_health = false;
    }
}
