//! `aws_lb`: a site's load balancer.

use polder_cloud::{Handle, body, text};
use polder_design::{BucketKind, EntryTimings, Party};

use crate::draft::Draft;
use crate::handles::{Base, Network};
use crate::names::local;

/// The load balancer of a site.
pub(crate) fn load_balancer(s: &Draft, timings: &EntryTimings, network: &Network, base: &Base) -> Handle {
    s.file(
        "lb",
        "The site's only entry point. It accepts CloudFront and the health checkers of Route 53, on port 443\n\
         only: there is no listener on port 80, so nothing can be requested without TLS.",
    );
    let _balancer = s.part(Party::LoadBalancer);
    let groups = &network.groups;
    let idle_seconds = timings.balancer_idle.as_seconds();
    let balancer = s.resource(
        "aws_lb",
        "main",
        body! {
            /// Names of load balancers end at 32 characters: the cell is enough.
            name = text!["web-", local("cell")];
            load_balancer_type = "application";
            internal = false;
            ip_address_type = "ipv4";
            security_groups = [groups.load_balancer.id(), groups.load_balancer_checks.id()];
            subnets = network.public.iter().map(Handle::id).collect::<Vec<_>>();
            idle_timeout = idle_seconds;
            enable_deletion_protection = true;
            enable_cross_zone_load_balancing = true;
            /// An unhealthy zone can be left manually before its targets are found unhealthy (zonal shift).
            enable_zonal_shift = true;
            desync_mitigation_mode = "strictest";
            drop_invalid_header_fields = true;
            /// CloudFront has set the visitor's own address as the first entry: it stays first.
            xff_header_processing_mode = "append";
            if let Some(logs) = base.buckets.get(&BucketKind::AccessLogs) => access_logs {
                bucket = logs.id();
                prefix = "load-balancer";
                enabled = true;
            }
        },
    );
    s.expect(
        "the load balancer can be deleted by accident",
        balancer.get("enable_deletion_protection"),
        true,
    );
    s.expect(
        "the load balancer keeps connections longer than saleor does",
        balancer.get("idle_timeout"),
        idle_seconds,
    );
    s.expect("the load balancer forwards invalid headers", balancer.get("drop_invalid_header_fields"), true);
    s.output("load_balancer", "DNS name of the load balancer.", balancer.get("dns_name"));
    balancer
}
