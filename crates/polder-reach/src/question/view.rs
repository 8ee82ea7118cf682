//! Interfaces by what they are for, and helpers to ask the engine about them.

use std::collections::BTreeMap;

use polder_inventory::model::{Id, Known};
use polder_inventory::networks::{Interface, InterfaceId, NetworkId, Subnet};
use polder_inventory::{EntryId, SourceId};
use polder_verdict::Resource;

use crate::connection::Place;
use crate::engine::{Bound, Engine};
use crate::packets::{Cube, Packets};

/// An estate with its interfaces sorted.
pub(super) struct View<'e, 'i> {
    pub(super) engine: &'e Engine<'i>,
    pub(super) nodes: Vec<Node<'i>>,
    /// Positions of nodes by site and component.
    parts: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

/// An interface that can be the end of a connection.
#[derive(Clone, Copy)]
pub(super) struct Node<'i> {
    pub(super) id: InterfaceId,
    pub(super) interface: &'i Interface,
    pub(super) subnet: Option<&'i Subnet>,
    pub(super) network: Option<NetworkId>,
    pub(super) role: Role,
}

/// What an interface is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A data store.
    Store,
    /// A load balancer.
    LoadBalancer,
    /// Code of the estate's owner: processes, machines, functions, and owners that are not known.
    Workload,
    /// A private endpoint of a service.
    Endpoint,
    /// Others: control planes of clusters, links of APIs.
    Other,
}

impl<'e, 'i> View<'e, 'i> {
    pub(super) fn of(engine: &'e Engine<'i>) -> View<'e, 'i> {
        let networks = &engine.inventory.networks;
        let nodes = networks.interfaces.iter().filter_map(|(id, interface)| {
            let role = match interface.owner.id() {
                Some(EntryId::NatGateway(_) | EntryId::TransitAttachment(_)) => return None,
                Some(EntryId::Store(_)) => Role::Store,
                Some(EntryId::LoadBalancer(_)) => Role::LoadBalancer,
                Some(EntryId::Process(_) | EntryId::MachinePool(_) | EntryId::Function(_)) | None => {
                    Role::Workload
                }
                Some(EntryId::PrivateEndpoint(_)) => Role::Endpoint,
                Some(_) => Role::Other,
            };
            let subnet = interface.subnet.id().and_then(|id| networks.subnets.get(id));
            Some(Node { id, interface, subnet, network: subnet.and_then(|it| it.network.id()), role })
        });
        let mut view = View { engine, nodes: nodes.collect(), parts: BTreeMap::new() };
        for at in 0..view.nodes.len() {
            if let Some((site, component)) = view.part(&view.nodes[at]) {
                let site = view.parts.entry(site.to_owned()).or_default();
                site.entry(component.to_owned()).or_default().push(at);
            }
        }
        view
    }

    /// The interfaces of a component of a site.
    pub(super) fn component<'v>(
        &'v self,
        site: &str,
        name: &str,
    ) -> impl Iterator<Item = &'v Node<'i>> + use<'v, 'e, 'i> {
        let found = self.parts.get(site).and_then(|site| site.get(name)).map_or(&[][..], Vec::as_slice);
        found.iter().map(|at| &self.nodes[*at])
    }

    /// The resource of a source.
    pub(super) fn resource(&self, id: SourceId) -> Resource {
        let source = &self.engine.inventory.sources[id];
        Resource::new(source.stack.as_str(), source.address.as_str())
    }

    /// The component and site of an interface, if its resource has an origin.
    pub(super) fn part(&self, node: &Node<'i>) -> Option<(&'i str, &'i str)> {
        let source = &self.engine.inventory.sources[node.interface.source];
        let origin = &self.engine.inventory.origins[source.origin?];
        Some((origin.site.as_ref()?.as_str(), origin.component.as_str()))
    }

    /// The position of the account of an interface, if it is known.
    pub(super) fn account(&self, node: &Node<'i>) -> Option<usize> {
        let source = &self.engine.inventory.sources[node.interface.source];
        self.engine.inventory.locations[source.location].account.id().map(Id::index)
    }

    /// The place of an interface, or the internet.
    pub(super) fn place(node: Option<&Node<'_>>) -> Place {
        node.map_or(Place::Outside, |node| Place::Interface(node.id))
    }

    /// The name of an interface in a sentence.
    pub(super) fn name(&self, node: &Node<'i>) -> String {
        match self.part(node) {
            Some((site, component)) => format!("{component} at {site}"),
            None => format!("`{}`", self.resource(node.interface.source)),
        }
    }

    /// What is certainly and what is perhaps open between two places, of the connections in boxes that share none; or why
    /// that cannot be said.
    pub(super) fn ask(&self, boxes: &[Cube], from: Place, to: Place) -> Asked {
        let of = |bound| {
            let parts = boxes.iter().map(|of| self.engine.open(of, from, to, bound));
            parts.reduce(|all, part| all?.either(part?)).unwrap_or_else(|| Ok(Packets::default()))
        };
        match of(Bound::Certain) {
            Ok(certain) if !certain.is_empty() => Asked::Certain(certain),
            Ok(_) if self.engine.exact => Asked::Impossible,
            Ok(_) => match of(Bound::Possible) {
                Ok(possible) if possible.is_empty() => Asked::Impossible,
                Ok(_) => Asked::Unknown("values of rules, routes or interfaces on the way are not known"),
                Err(_) => Asked::Unknown(TOO_LARGE),
            },
            Err(_) => Asked::Unknown(TOO_LARGE),
        }
    }
}

pub(super) const DISAGREE: &str = "the two engines disagree, which is a bug of Polder";
pub(super) const TOO_LARGE: &str = "the rules on the way have too many fragments";

/// The answer to whether a connection is possible.
pub(super) enum Asked {
    Certain(Packets),
    Impossible,
    Unknown(&'static str),
}

/// Whether a value is known to be this one.
pub(super) fn is<T: PartialEq>(known: &Known<T>, value: &T) -> bool {
    known.value() == Some(value)
}
