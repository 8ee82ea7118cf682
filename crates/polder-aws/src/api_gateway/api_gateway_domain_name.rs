//! `aws_api_gateway_domain_name`: the custom domain names of a region's API, and its DNS records.

use polder_cloud::{Handle, Value, body, text};
use polder_design::{Component, OutsideCheck, Protocol};

use crate::draft::Draft;
use crate::edge::acm_certificate;
use crate::names::{local, named};

/// The custom domain names of a region's API.
pub(crate) struct Names<'a> {
    /// The name that all regions share.
    pub(crate) host: &'a str,
    /// The region.
    pub(crate) region: &'a str,
    /// `aws_route53_zone` of the domain.
    pub(crate) zone: &'a Handle,
    /// `aws_route53_record` that validates the shared name for all regions; it is in the stack of the zone.
    pub(crate) record: &'a Handle,
    /// The timing of the region's health check.
    pub(crate) check: OutsideCheck,
}

/// Gives the stage its custom domain names, and the region its latency record.
pub(crate) fn domain_names(s: &Draft, names: &Names<'_>, api: &Handle, stage: &Handle) {
    s.file(
        "api_gateway_domain_name",
        "Two names: one that all regions share, and one of this region only, because a health check of a\n\
         shared name cannot test a single region.",
    );
    let own_text = regional_host(names.host, names.region);
    let own_host = &s.local("regional_host", &own_text);
    let host = &Value::from(names.host.to_owned());
    let of_host = |host: &str| s.part(Component::Host(host.to_owned()));
    let of_own = of_host(&own_text);
    let (own, _) = acm_certificate::with_record(s, "regional", own_host, names.zone);
    drop(of_own);
    let of_shared = of_host(names.host);
    let shared = acm_certificate::with_record_of(s, "shared", host, names.record);
    drop(of_shared);
    let own = domain_name(s, "regional", own_host, &own, api, stage);
    let shared = domain_name(s, "shared", host, &shared, api, stage);

    s.file(
        "route53_record",
        "Partners reach the nearest region with a healthy gateway. Health checks are part of Route 53's data\n\
         plane: failover to another region needs no control plane.",
    );
    let of_own = of_host(&own_text);
    let check = health_check(s, names.check, own_host);
    drop(of_own);
    for kind in ["A", "AAAA"] {
        let of_shared = of_host(names.host);
        record(s, ("shared", host), kind, names.zone, &shared, Some(&check));
        drop(of_shared);
        let _of_own = of_host(&own_text);
        record(s, ("regional", own_host), kind, names.zone, &own, None);
    }
}

/// The region's own name: `api-eu-west-1.example.com`.
fn regional_host(host: &str, region: &str) -> String {
    let (first, rest) = host.split_once('.').unwrap_or((host, ""));
    format!("{first}-{region}.{rest}").trim_end_matches('.').to_owned()
}

fn domain_name(
    s: &Draft,
    name: &'static str,
    host: &Value,
    certificate: &Handle,
    api: &Handle,
    stage: &Handle,
) -> Handle {
    let domain = s.resource(
        "aws_api_gateway_domain_name",
        name,
        body! {
            domain_name = host;
            regional_certificate_arn = certificate.get("certificate_arn");
            security_policy = "TLS_1_2";
            endpoint_configuration {
                types = ["REGIONAL"];
                ip_address_type = "dualstack";
            }
        },
    );
    s.resource(
        "aws_api_gateway_base_path_mapping",
        name,
        body! {
            domain_name = domain.get("domain_name");
            api_id = api.id();
            stage_name = stage.get("stage_name");
        },
    );
    s.expect(
        format!("the domain name {name} accepts TLS below 1.2"),
        domain.get("security_policy"),
        "TLS_1_2",
    );
    domain
}

/// Requests `/health` on the region's own name from many locations; the gateway answers it without a backend.
fn health_check(s: &Draft, check: OutsideCheck, host: &Value) -> Handle {
    s.resource(
        "aws_route53_health_check",
        "gateway",
        body! {
            type = "HTTPS";
            fqdn = host;
            port = Protocol::HTTPS.port;
            resource_path = "/health";
            enable_sni = true;
            request_interval = check.interval.as_seconds();
            failure_threshold = check.failures;
            tags = { Name = text![named("-gateway-"), local("region")]; };
        },
    )
}

/// Points a host to the API: by latency, and only while it is healthy, if there is a health check.
fn record(
    s: &Draft,
    host: (&str, &Value),
    kind: &'static str,
    zone: &Handle,
    to: &Handle,
    check: Option<&Handle>,
) {
    let (name, host) = host;
    let family = if kind == "A" { "ipv4" } else { "ipv6" };
    s.resource(
        "aws_route53_record",
        format!("{name}_{family}"),
        body! {
            zone_id = zone.get("zone_id");
            name = host;
            type = kind;
            if let Some(check) = check => {
                set_identifier = local("region");
                health_check_id = check.id();
                latency_routing_policy { region = local("region"); }
            }
            alias {
                name = to.get("regional_domain_name");
                zone_id = to.get("regional_zone_id");
                /// API Gateway does not report its health to Route 53: only a health check does.
                evaluate_target_health = false;
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_a_name_of_its_own_beside_the_shared_one() {
        assert_eq!(regional_host("api.example.com", "eu-west-1"), "api-eu-west-1.example.com");
        assert_eq!(regional_host("api", "eu-west-1"), "api-eu-west-1");
    }
}
