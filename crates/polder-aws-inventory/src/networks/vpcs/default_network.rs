//! The default VPC of a region, which contains resources that name no subnet. AWS creates it with the account: one public subnet in each
//! zone, an internet gateway with a route to it, and the default group and network ACL of every VPC. Source: AWS, Amazon VPC User Guide,
//! "Default VPCs".
//!
//! A plan of others that uses it does not contain it. Its parts are entries of the first resource that uses it.

use polder_cloud::View;
use polder_inventory::EntryIndex;
use polder_inventory::model::{AddressBlock, Known, Link, Location, Reason, Text};
use polder_inventory::networks::{
    Gateway, GatewayKind, Network, NetworkAclId, NetworkId, Route, RouteDestination, RouteTableId,
    RouteTarget, SecurityGroupId, Subnet, SubnetId,
};

use crate::networks::state::{DefaultNetwork, Made};
use crate::reader::Reader;

/// The block of every default VPC.
pub(in crate::networks) const BLOCK: &str = "172.31.0.0/16";

impl<'i, 'a> Reader<'i, 'a> {
    /// The default subnets of the region of a resource, as one subnet. Unknown in an estate that Polder has written, which uses none.
    pub(in crate::networks) fn default_subnet(&mut self, view: View<'i, 'a>) -> Link<SubnetId> {
        let Some(mut found) = self.default_network(view) else { return Link::Unknown(Reason::Elsewhere) };
        if let Some(subnet) = found.subnet {
            return Link::To(subnet);
        }
        let subnet = Subnet {
            source: self.part(view, "default subnets"),
            name: Known::Value(None),
            network: Link::To(found.network),
            block: self.default_block(found.network),
            block_v6: Known::Value(None),
            zone: Known::Unknown(Reason::AfterApply),
            tier: None,
            route_table: found.table.map_or(Link::Unknown(Reason::Elsewhere), Link::To),
            acl: found.acl.map_or(Link::Unknown(Reason::Elsewhere), Link::To),
            assigns_public_addresses: Known::Value(true),
        };
        let id = self.inventory.networks.subnets.push(subnet);
        found.subnet = Some(id);
        let place = self.location_of(view);
        self.networks.default_networks.insert(place, found);
        Link::To(id)
    }

    /// The addresses of a default subnet: each zone has a `/20` of the block of the VPC, and which one is not known. They are the whole
    /// block if no other subnet is known to have a part of it.
    pub(in crate::networks) fn default_block(&self, network: NetworkId) -> Known<Option<AddressBlock>> {
        let has = |subnet: &Subnet| {
            subnet.network.id() == Some(network) && matches!(subnet.block, Known::Value(Some(_)))
        };
        if self.inventory.networks.subnets.values().any(has) {
            return Known::Unknown(Reason::AfterApply);
        }
        BLOCK.parse().map_or(Known::Unknown(Reason::NotUnderstood), |block| Known::Value(Some(block)))
    }

    /// The default VPC of the region of a resource. None in an estate that Polder has written, and before all resources have been read.
    pub(in crate::networks) fn default_network(&mut self, view: View<'i, 'a>) -> Option<DefaultNetwork> {
        if !self.networks.derives || !view.stack().key.account.is_empty() {
            return None;
        }
        let place = self.location_of(view);
        if let Some(known) = self.networks.default_networks.get(&place) {
            return Some(*known);
        }
        let found = match self.adopted(&place) {
            Some((adopted, network)) => self.adopt(adopted, network),
            None => self.model(view),
        };
        self.networks.default_networks.insert(place, found);
        Some(found)
    }

    /// The resource that manages the default VPC of a place.
    fn adopted(&mut self, place: &Location) -> Option<(View<'i, 'a>, NetworkId)> {
        let index = self.index;
        let all = index.of_kind("aws_default_vpc").iter().filter_map(|id| index.view(*id));
        let mut here = all.filter(View::is_managed).filter(|it| self.location_of(*it) == *place);
        let view = here.next()?;
        Some((view, self.id::<NetworkId>(view.id())?))
    }

    /// The default VPC that a resource manages. Its internet gateway and route are there unless the plan manages the table.
    fn adopt(&mut self, view: View<'i, 'a>, network: NetworkId) -> DefaultNetwork {
        let table = self.main_table(view);
        let own = self.made(view, Made::RouteTable).and_then(RouteTableId::from_entry);
        let adopted = self.index.of_kind("aws_default_route_table").iter().any(|id| {
            let managed = self.id::<RouteTableId>(*id);
            managed.is_some() && managed == own
        });
        if let Some(table) = own.filter(|_| !adopted) {
            self.connect(view, network, table);
        }
        DefaultNetwork {
            network,
            table,
            acl: self.made(view, Made::NetworkAcl).and_then(NetworkAclId::from_entry),
            group: self.made(view, Made::SecurityGroup).and_then(SecurityGroupId::from_entry),
            subnet: None,
        }
    }

    /// The default VPC as AWS creates it.
    fn model(&mut self, view: View<'i, 'a>) -> DefaultNetwork {
        let network = Network {
            source: self.part(view, "default VPC"),
            name: Known::Value(None),
            blocks: BLOCK
                .parse()
                .map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value([it].into())),
            dns_resolution: Known::Value(true),
            dns_host_names: Known::Value(true),
        };
        let network = self.inventory.networks.networks.push(network);
        let table = self.first_table(view, network);
        let acl = NetworkAclId::from_entry(self.first_acl(view, network));
        let group = SecurityGroupId::from_entry(self.first_group(view, network));
        self.connect(view, network, table);
        DefaultNetwork { network, table: Some(table), acl, group, subnet: None }
    }

    /// Adds the internet gateway, and the route to it.
    fn connect(&mut self, view: View<'i, 'a>, network: NetworkId, table: RouteTableId) {
        let source = self.part(view, "default internet gateway");
        let gateway = Gateway { source, network: Some(Link::To(network)), kind: GatewayKind::Internet };
        let gateway = self.inventory.networks.gateways.push(gateway);
        let source = self.part(view, Text::new_static("default route"));
        let everywhere = "0.0.0.0/0".parse().map_or(Known::Unknown(Reason::NotUnderstood), Known::Value);
        self.inventory.networks.routes.push(Route {
            source,
            table: Link::To(table),
            destination: RouteDestination::Block(everywhere),
            target: RouteTarget::Gateway(Link::To(gateway)),
        });
    }
}
