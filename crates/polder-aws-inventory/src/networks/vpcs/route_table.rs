//! `aws_route_table`, `aws_default_route_table` and their associations with subnets and gateways.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{GatewayId, NetworkId, RouteTable, RouteTableId, SubnetId};

use crate::reader::Reader;
use crate::value::is_set;

/// Reads a table. Its inline routes are read when all other routes have been read: see [`super::route`].
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let network = reader.must_lead_to(view, "vpc_id", "vpc");
    // Data sources list the associated subnets.
    let main = match view.is_managed() {
        true => Known::Value(false),
        false => Known::Unknown(Reason::Elsewhere),
    };
    push(reader, view, RouteTable { source, network, main, gateway: None });
}

/// Reads the main route table of a VPC.
pub(in crate::networks) fn read_default<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let network = reader.network_of_default(view, "default_route_table_id");
    let replaced = network.1.is_some_and(|network| {
        !reader.users(("aws_main_route_table_association", "vpc_id"), network.id()).is_empty()
    });
    let table = RouteTable { source, network: network.0, main: Known::Value(!replaced), gateway: None };
    push(reader, view, table);
}

fn push(reader: &mut Reader<'_, '_>, view: View<'_, '_>, table: RouteTable) {
    let id = reader.inventory.networks.route_tables.push(table);
    if is_set(view, "propagating_vgws") {
        let text = "VPN connections propagate routes to this table that are not among its routes.";
        reader.blind(view, Some(id.into()), Some("propagating_vgws"), Reason::AttributeNotModelled, text);
    }
}

/// Reads `aws_route_table_association`: the table of a subnet, or of a gateway.
pub(in crate::networks) fn read_association<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let table = reader.must_lead_to::<RouteTableId>(view, "route_table_id", "route-table");
    if let Some(Link::To(subnet)) = reader.leads_to::<SubnetId>(view, "subnet_id", "subnet") {
        if let Some(subnet) = reader.inventory.networks.subnets.get_mut(subnet) {
            subnet.route_table = table;
        }
        reader.contribute(view, subnet, &["route_table"]);
    }
    if let Some(gateway) = reader.leads_to::<GatewayId>(view, "gateway_id", "internet-gateway")
        && let Some(id) = table.id()
    {
        if let Some(table) = reader.inventory.networks.route_tables.get_mut(id) {
            table.gateway = Some(gateway);
        }
        reader.contribute(view, id, &["gateway"]);
    }
}

/// Reads `aws_main_route_table_association`: the table of subnets without an association.
pub(in crate::networks) fn read_main<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let table = reader.must_lead_to::<RouteTableId>(view, "route_table_id", "route-table");
    let Some(id) = table.id() else { return };
    if let Some(table) = reader.inventory.networks.route_tables.get_mut(id) {
        table.main = Known::Value(true);
    }
    reader.contribute(view, id, &["main"]);
}

/// Notes the routes that VPN connections propagate to a table.
pub(in crate::networks) fn read_propagation<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let table = reader.must_lead_to::<RouteTableId>(view, "route_table_id", "route-table");
    let text = "VPN connections propagate routes to this table that are not among its routes.";
    let table = table.id().map(Into::into);
    reader.blind(view, table, Some("vpn_gateway_id"), Reason::AttributeNotModelled, text);
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The VPC whose default table or ACL a resource manages, and its resource.
    pub(in crate::networks) fn network_of_default(
        &mut self,
        view: View<'i, 'a>,
        attribute: &'static str,
    ) -> (Link<NetworkId>, Option<View<'i, 'a>>) {
        const NETWORKS: [&str; 2] = ["aws_vpc", "aws_default_vpc"];
        let mut network = self.resource_of(view, attribute, &NETWORKS);
        network = network.or_else(|| self.resource_of(view, "vpc_id", &NETWORKS));
        if network.is_none()
            && let Some(text) = view.text(attribute)
        {
            let found = NETWORKS.into_iter().flat_map(|kind| self.with_text((kind, attribute), &text));
            network = found.collect::<Vec<_>>().first().and_then(|id| self.index.view(*id));
        }
        match network.and_then(|network| Some((self.id::<NetworkId>(network.id())?, network))) {
            Some((id, network)) => (Link::To(id), Some(network)),
            None => (self.must_lead_to(view, "vpc_id", "vpc"), None),
        }
    }
}
