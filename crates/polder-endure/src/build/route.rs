//! Ways out of a network: NAT gateways and private endpoints.

use std::collections::BTreeSet;

use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    EndpointKind, EndpointTarget, NatGatewayId, NetworkId, PrivateEndpointId, RouteDestination, RouteTarget,
    SubnetId,
};

use super::Builder;
use crate::place::name;
use crate::tree::NodeId;

impl Builder<'_> {
    /// The way from a subnet to the internet.
    pub(super) fn internet(&mut self, subnet: SubnetId) -> NodeId {
        let networks = &self.inventory.networks;
        let Link::To(table) = networks.subnets[subnet].route_table else {
            return self.tree.gap("the route table of a subnet is not known", self.at(subnet.into()));
        };
        let everywhere = |destination: &RouteDestination| match destination {
            RouteDestination::Block(Known::Value(block)) => !block.is_v6() && block.prefix_len() == 0,
            _ => false,
        };
        let route = networks.routes.iter();
        let mut route =
            route.filter(|(_, route)| route.table.id() == Some(table) && everywhere(&route.destination));
        let Some((id, route)) = route.next() else {
            let text = format!("the way from {} to the internet", name(self.inventory, subnet.into()));
            return self.tree.never(text, self.at(subnet.into()));
        };
        match route.target {
            RouteTarget::NatGateway(Link::To(nat)) => self.nat(nat),
            RouteTarget::Gateway(Link::To(gateway)) => self.regional(gateway),
            RouteTarget::Blackhole => self.tree.never("a route", self.at(id.into())),
            _ => self.tree.gap("a way to the internet is not modelled", self.at(id.into())),
        }
    }

    fn nat(&mut self, nat: NatGatewayId) -> NodeId {
        let own = self.regional(nat);
        let subnets: Vec<Link<SubnetId>> = self.inventory.networks.nat_gateways[nat].subnets.to_vec();
        let zones: Vec<NodeId> = subnets.into_iter().map(|subnet| self.zone(subnet)).collect();
        let zones = self.tree.any(zones);
        let text = format!("the NAT gateway {}", name(self.inventory, nat.into()));
        self.tree.all_of(vec![own, zones], text, self.at(nat.into()))
    }

    /// The endpoint of a service in a network; none if requests take the way to the internet.
    pub(super) fn endpoint(&mut self, network: NetworkId, service: &str) -> Option<NodeId> {
        let found = self.inventory.networks.private_endpoints.iter().find(|(_, endpoint)| {
            let of = match &endpoint.service {
                EndpointTarget::Provider { service: Known::Value(name), .. } => name.as_str() == service,
                _ => false,
            };
            of && endpoint.network.id() == Some(network)
        });
        let (id, kind) = found.map(|(id, endpoint)| (id, endpoint.kind.clone()))?;
        let own = self.regional(id);
        let node = match kind {
            EndpointKind::Gateway { .. } => own,
            // The service's name leads to the internet.
            EndpointKind::Interface { private_dns: Known::Value(false) } => return None,
            EndpointKind::Interface { private_dns: Known::Unknown(reason) } => self
                .tree
                .gap(format!("where the name of a service leads is not known: {reason}"), self.at(id.into())),
            EndpointKind::Interface { .. } | EndpointKind::Inspection => {
                let zones = self.zones_of(id.into());
                let zones = self.tree.any(zones);
                self.tree.all_of(vec![own, zones], self.endpoint_name(id), self.at(id.into()))
            }
        };
        Some(node)
    }

    fn endpoint_name(&self, id: PrivateEndpointId) -> String {
        format!("the endpoint {}", name(self.inventory, id.into()))
    }

    /// The zones in which something has interfaces, one node for each subnet.
    pub(super) fn zones_of(&mut self, owner: EntryId) -> Vec<NodeId> {
        let subnets = self.subnets_of(owner);
        let found: Vec<NodeId> = subnets.into_iter().map(|subnet| self.zone(subnet)).collect();
        if found.is_empty() {
            return vec![self.tree.gap("the zones of a resource are not known", self.at(owner))];
        }
        found
    }

    /// The subnets in which something has interfaces, each once.
    pub(super) fn subnets_of(&self, owner: EntryId) -> BTreeSet<Link<SubnetId>> {
        let interfaces = self.inventory.networks.interfaces.values();
        interfaces.filter(|it| it.owner == Link::To(owner)).map(|it| it.subnet).collect()
    }
}
