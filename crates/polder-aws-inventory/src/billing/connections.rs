//! Connections of networks with other networks: transit gateways, VPN, Direct Connect, copies of traffic.

use polder_cloud::View;
use polder_inventory::billing::Usage;

use super::line::Line;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, is_set};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_ec2_transit_gateway_vpc_attachment", transit_attachment),
    ("aws_ec2_transit_gateway_peering_attachment", transit_attachment),
    ("aws_vpn_connection", vpn),
    ("aws_ec2_client_vpn_endpoint", client_endpoint),
    ("aws_ec2_client_vpn_network_association", client_association),
    ("aws_dx_connection", direct),
    ("aws_dx_gateway_association", direct_association),
    ("aws_ec2_traffic_mirror_session", mirror),
];

fn transit_attachment<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("transit_gateway", "attachment", "hour"),
            Line::used("transit_gateway", "data_processed", "gb", Usage::BytesProcessed),
        ],
    );
}

/// A connection to a transit gateway is also an attachment of it. Source: AWS Transit Gateway pricing.
fn vpn<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("vpn", "connection", "hour")]);
    if is_set(view, "transit_gateway_id") || !view.targets("transit_gateway_id").is_empty() {
        transit_attachment(reader, view);
    }
}

/// Each connection of a client is paid while it lasts.
fn client_endpoint<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::used("vpn", "client_connection", "connection_hour", Usage::CapacityUnits)]);
}

fn client_association<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("vpn", "client_association", "hour")]);
}

/// A port of a bandwidth.
fn direct<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let bandwidth = given_text(view, "bandwidth");
    reader.bill(
        view,
        [
            Line::one("direct_connect", "port", "hour").with("bandwidth", bandwidth),
            Line::used("direct_connect", "data_out", "gb", Usage::BytesOut),
        ],
    );
}

/// An association with a transit gateway is an attachment of it; one with a virtual private gateway is free.
fn direct_association<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let private = view.targets("associated_gateway_id").iter().any(|it| it.kind() == "aws_vpn_gateway")
        || view.text("associated_gateway_id").is_some_and(|id| id.starts_with("vgw-"));
    if !private {
        transit_attachment(reader, view);
    }
}

fn mirror<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("vpc", "traffic_mirror", "hour")]);
}
