//! `aws_nat_gateway`: one in each zone.

use polder_cloud::{Draft, Handle, body, list};

use crate::names::named;
use crate::network::subnet::{Tier, letter};

/// A gateway with a fixed address in each zone of the public tier, whose way out is `internet`.
pub(crate) fn nat_gateways(s: &Draft, public: &Tier, internet: &Handle) -> Vec<Handle> {
    s.file(
        "nat_gateways",
        "How containers reach the internet: one gateway in each zone, so that the loss of a zone takes nothing\n\
         from the others. Their addresses are fixed; partners may put them on their lists.",
    );
    let gateways = public.subnets.iter().enumerate().map(|(index, subnet)| {
        let letter = letter(index);
        let name = || named(format!("-nat-{letter}"));
        let address = s.resource(
            "aws_eip",
            format!("nat_{letter}"),
            body! {
                domain = "vpc";
                tags = { Name = name(); };
                /// AWS wants the way out before what goes there, and takes neither apart the other way round.
                depends_on = list![internet.whole()];
            },
        );
        s.resource(
            "aws_nat_gateway",
            &letter,
            body! {
                allocation_id = address.id();
                subnet_id = subnet.id();
                tags = { Name = name(); };
                depends_on = list![internet.whole()];
            },
        )
    });
    gateways.collect()
}
