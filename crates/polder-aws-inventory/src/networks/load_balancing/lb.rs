//! `aws_lb`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{LoadBalancer, LoadBalancerKind, SubnetId};
use polder_inventory::observability::LogKind;
use polder_units::Duration;

use crate::networks::attribute;
use crate::networks::log_route::LogBucket;
use crate::reader::Reader;
use crate::value::is_set;

const KINDS: [(&str, LoadBalancerKind); 3] = [
    ("application", LoadBalancerKind::Application),
    ("network", LoadBalancerKind::Network),
    ("gateway", LoadBalancerKind::Inspection),
];

/// Reads a load balancer.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    // Provider documentation: `load_balancer_type` defaults to `application`.
    let kind = attribute::word_or(view, "load_balancer_type", &KINDS, LoadBalancerKind::Application);
    let balancer = LoadBalancer {
        source,
        name: attribute::name(view, "name"),
        kind,
        public: attribute::truth_or(view, "internal", false).map(|internal| !internal),
        subnets: subnets(reader, view).into(),
        cross_zone: cross_zone(view, kind),
        idle_timeout: idle_timeout(view, kind),
        deletion_protected: attribute::truth_or(view, "enable_deletion_protection", false),
        drops_invalid_headers: attribute::truth_or(view, "drop_invalid_header_fields", false),
        web_acl: None,
    };
    reader.inventory.networks.load_balancers.push(balancer);
}

fn subnets<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<Link<SubnetId>> {
    let mapped = view.blocks("subnet_mapping");
    if mapped.is_empty() {
        return reader.all_lead_to(view, "subnets", "subnet");
    }
    mapped.into_iter().flat_map(|mapping| reader.all_lead_to(mapping, "subnet_id", "subnet")).collect()
}

/// An Application Load Balancer always has cross-zone load balancing: Elastic Load Balancing User Guide,
/// "Cross-zone load balancing".
fn cross_zone(view: View<'_, '_>, kind: Known<LoadBalancerKind>) -> Known<bool> {
    match kind {
        Known::Value(LoadBalancerKind::Application) => Known::Value(true),
        Known::Value(_) => attribute::truth_or(view, "enable_cross_zone_load_balancing", false),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// The idle timeout of an Application Load Balancer; provider documentation: 60 seconds. Network and Gateway
/// Load Balancers have timeouts of listeners instead.
fn idle_timeout(view: View<'_, '_>, kind: Known<LoadBalancerKind>) -> Option<Known<Duration>> {
    match kind {
        Known::Value(LoadBalancerKind::Application) => Some(attribute::seconds_or(view, "idle_timeout", 60)),
        Known::Value(_) => None,
        Known::Unknown(reason) => Some(Known::Unknown(reason)),
    }
}

/// Reads the access logs of a load balancer.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(from) = reader.entry(view.id()) else { return };
    for (name, kind) in [
        ("access_logs", LogKind::Access),
        ("connection_logs", LogKind::Other("connections".into())),
        ("health_check_logs", LogKind::Other("health checks".into())),
    ] {
        let Some(logs) = view.block(name) else { continue };
        let on = attribute::truth_or(logs, "enabled", false) != Known::Value(false);
        if on && is_set(logs, "bucket") {
            let logs = LogBucket { part: name, kind, bucket: "bucket", prefix: "prefix" };
            reader.log_to_bucket(view, from, view.block(name), logs);
        }
    }
}
