//! Networks: addresses, zones, rules of network ACLs, endpoints.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::group::Group;
use crate::weigh::{is_computed, is_set, is_unknown, one_if};

/// An elastic IP address, unless it is from a pool that the customer brought: those are not limited.
pub(crate) fn elastic_ip(view: &View<'_, '_>) -> Amount {
    let pools =
        ["customer_owned_ipv4_pool", "ipam_pool_id", "public_ipv4_pool"].map(|name| match view.get(name) {
            // The pool of AWS's own addresses.
            Resolved::Text(pool) if pool == "amazon" => Some(false),
            _ => is_set(view, name),
        });
    match pools {
        [Some(false), Some(false), Some(false)] => Amount::exactly(1),
        pools if pools.contains(&Some(true)) => Amount::NONE,
        _ => Amount::up_to(1),
    }
}

/// The availability zone of the subnet of a NAT gateway.
pub(crate) fn zone_of_subnet(view: &View<'_, '_>) -> Group {
    let subnet = view.target("subnet_id").filter(View::is_managed);
    let Some(subnet) = subnet else { return Group::Unknown };
    for name in ["availability_zone", "availability_zone_id"] {
        if let Resolved::Text(zone) = subnet.get(name) {
            return Group::Named(zone.into_owned());
        }
    }
    Group::Unknown
}

/// An interface endpoint.
pub(crate) fn interface_endpoint(view: &View<'_, '_>) -> Amount {
    one_if(view, "vpc_endpoint_type", "Gateway", |kind| kind == "Interface")
}

/// A gateway endpoint.
pub(crate) fn gateway_endpoint(view: &View<'_, '_>) -> Amount {
    one_if(view, "vpc_endpoint_type", "Gateway", |kind| kind == "Gateway")
}

/// An application load balancer.
pub(crate) fn application_load_balancer(view: &View<'_, '_>) -> Amount {
    one_if(view, "load_balancer_type", "application", |kind| kind == "application")
}

/// A network load balancer.
pub(crate) fn network_load_balancer(view: &View<'_, '_>) -> Amount {
    one_if(view, "load_balancer_type", "application", |kind| kind == "network")
}

/// A rule of a network ACL for IPv4 traffic into the subnets.
pub(crate) fn acl_inbound(view: &View<'_, '_>) -> Amount {
    acl(view, false, "cidr_block")
}

/// A rule of a network ACL for IPv4 traffic out of the subnets.
pub(crate) fn acl_outbound(view: &View<'_, '_>) -> Amount {
    acl(view, true, "cidr_block")
}

/// A rule of a network ACL for IPv6 traffic into the subnets.
pub(crate) fn acl_inbound_v6(view: &View<'_, '_>) -> Amount {
    acl(view, false, "ipv6_cidr_block")
}

/// A rule of a network ACL for IPv6 traffic out of the subnets.
pub(crate) fn acl_outbound_v6(view: &View<'_, '_>) -> Amount {
    acl(view, true, "ipv6_cidr_block")
}

fn acl(view: &View<'_, '_>, egress: bool, range: &str) -> Amount {
    match (view.get("egress"), is_set(view, range)) {
        (Resolved::Bool(other), _) if other != egress => Amount::NONE,
        (Resolved::Absent, _) if egress => Amount::NONE,
        (_, Some(false)) => Amount::NONE,
        (Resolved::Bool(_) | Resolved::Absent, Some(true)) => Amount::exactly(1),
        // The address range can be that of a VPC, which is known after apply, and is set.
        (Resolved::Bool(_) | Resolved::Absent, None) => Amount::exactly(1),
        _ => Amount::up_to(1),
    }
}

/// Inline rules of a network ACL for IPv4 traffic into the subnets.
pub(crate) fn acl_ingress_blocks(view: &View<'_, '_>) -> Amount {
    blocks_with(view, "ingress", "cidr_block")
}

/// Inline rules of a network ACL for IPv4 traffic out of the subnets.
pub(crate) fn acl_egress_blocks(view: &View<'_, '_>) -> Amount {
    blocks_with(view, "egress", "cidr_block")
}

fn blocks_with(view: &View<'_, '_>, block: &str, attribute: &str) -> Amount {
    if is_unknown(view, block) {
        return if is_computed(view, block) { Amount::NONE } else { Amount::UNKNOWN };
    }
    let has = |it: &View<'_, '_>| u64::from(is_set(it, attribute) != Some(false));
    view.blocks(block).iter().map(|it| Amount::exactly(has(it))).sum()
}

/// The IPv4 address ranges that a VPC has from the start.
pub(crate) fn first_range(_: &View<'_, '_>) -> Amount {
    Amount::exactly(1)
}
