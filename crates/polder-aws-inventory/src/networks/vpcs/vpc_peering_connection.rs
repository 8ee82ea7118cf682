//! `aws_vpc_peering_connection`, its accepter and its options.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{Peering, PeeringId};

use crate::networks::attribute;
use crate::reader::Reader;

/// The attribute that lets public host names of one side resolve to private addresses on the other side.
const RESOLVES: &str = "allow_remote_vpc_dns_resolution";

/// Reads a peering.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let requester = reader.must_lead_to(view, "vpc_id", "vpc");
    let accepter = reader.must_lead_to(view, "peer_vpc_id", "vpc");
    let active = view.text("accept_status").as_deref() == Some("active");
    let accepted = match attribute::truth_or(view, "auto_accept", false) {
        // Whether the owner of a VPC outside the estate accepts is not known.
        Known::Value(accepts) if accepts || active => Known::Value(true),
        Known::Value(_) if matches!(accepter, Link::To(_)) => Known::Value(false),
        Known::Value(_) => Known::Unknown(Reason::Elsewhere),
        unknown @ Known::Unknown(_) => unknown,
    };
    reader.inventory.networks.peerings.push(Peering {
        source,
        requester,
        accepter,
        accepted,
        // An option of the accepter applies to queries of the requester:
        // `ModifyVpcPeeringConnectionOptions` of the EC2 API.
        requester_resolves: resolves(view, "accepter").unwrap_or(Known::Value(false)),
        accepter_resolves: resolves(view, "requester").unwrap_or(Known::Value(false)),
    });
}

/// Reads `aws_vpc_peering_connection_accepter` and `aws_vpc_peering_connection_options`.
pub(in crate::networks) fn read_other_side<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let peering: Link<PeeringId> = reader.must_lead_to(view, "vpc_peering_connection_id", "peering");
    let Some(id) = peering.id() else { return };
    let Some(peering) = reader.inventory.networks.peerings.get_mut(id) else { return };
    let accepts = view.kind() == "aws_vpc_peering_connection_accepter";
    if accepts {
        peering.accepted = attribute::truth_or(view, "auto_accept", false);
    }
    if let Some(resolves) = resolves(view, "accepter") {
        peering.requester_resolves = resolves;
    }
    if let Some(resolves) = resolves(view, "requester") {
        peering.accepter_resolves = resolves;
    }
    let all = ["accepted", "accepter_resolves", "requester_resolves"];
    reader.contribute(view, id, if accepts { &all } else { &all[1..] });
}

fn resolves(view: View<'_, '_>, side: &str) -> Option<Known<bool>> {
    Some(attribute::truth_or(view.block(side)?, RESOLVES, false))
}
