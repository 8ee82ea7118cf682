//! `aws_nat_gateway`: outbound internet access of containers.

use polder_cloud::{Handle, body, list};
use polder_design::{Component, NatPlacement, Zone};

use crate::draft::Draft;
use crate::names::named;
use crate::network::subnet::{Tier, letter};

/// Gateways with Elastic IP addresses in the public tier, which depend on `internet`: by the letter of the
/// zone.
pub(crate) fn nat_gateways(
    s: &Draft,
    placement: NatPlacement,
    zones: &[Zone],
    public: &Tier,
    internet: &Handle,
) -> Vec<(String, Handle)> {
    let (count, why) = match placement {
        NatPlacement::PerZone => (
            public.subnets.len(),
            "Outbound internet access of containers: one gateway in each zone, so that the loss of a zone does\n\
             not affect the others. Their addresses are fixed; partners may allow-list them.",
        ),
        NatPlacement::Single => (
            1,
            "Outbound internet access of containers: one gateway for all zones. The loss of its zone cuts off the\n\
             others. Its address is fixed; partners may allow-list it.",
        ),
        NatPlacement::None => return vec![],
    };
    s.file("nat_gateways", why);
    let gateways =
        zones.iter().zip(&public.subnets).take(count).enumerate().map(|(index, (zone, subnet))| {
            let _nat = s.part(Component::Nat(zone.name.clone()));
            let letter = letter(index);
            let name = || named(format!("-nat-{letter}"));
            let address = s.resource(
                "aws_eip",
                format!("nat_{letter}"),
                body! {
                    domain = "vpc";
                    tags = { Name = name(); };
                    /// AWS requires the internet gateway first, and deletes it last.
                    depends_on = list![internet.whole()];
                },
            );
            let gateway = s.resource(
                "aws_nat_gateway",
                &letter,
                body! {
                    allocation_id = address.id();
                    subnet_id = subnet.id();
                    tags = { Name = name(); };
                    depends_on = list![internet.whole()];
                },
            );
            (letter, gateway)
        });
    gateways.collect()
}
