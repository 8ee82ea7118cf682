//! `aws_wafv2_ip_set`: addresses that a web ACL exempts.

use polder_cloud::{Handle, Mode, Stack, Value, body, text};
use polder_design::Component;

use crate::draft::Draft;
use crate::names::named;

/// The addresses from which the platform itself calls: its NAT gateways'. Storefronts call the API through
/// CloudFront for every page that they render, so a rate limit by address would hit the shop before anyone
/// else.
///
/// They are found in the stacks of networks: every `aws_eip` there is an address that a network calls from.
/// `None` if there are none.
pub(crate) fn own_addresses<'a>(s: &Draft, networks: impl Iterator<Item = &'a Stack>) -> Option<Handle> {
    let mut addresses: Vec<Value> = vec![];
    for stack in networks {
        let fixed = stack
            .resources
            .iter()
            .filter(|it| it.address.kind == "aws_eip" && it.address.mode == Mode::Managed);
        addresses.extend(fixed.map(|it| {
            let handle = Handle { stack: stack.id, address: it.address.clone() };
            text![handle.get("public_ip"), "/32"]
        }));
    }
    if addresses.is_empty() {
        return None;
    }
    let _firewall = s.part(Component::Firewall);
    Some(s.resource(
        "aws_wafv2_ip_set",
        "own",
        body! {
            name = named("-own-addresses");
            description = "Addresses from which the platform itself calls.";
            scope = "CLOUDFRONT";
            ip_address_version = "IPV4";
            addresses = addresses;
        },
    ))
}
