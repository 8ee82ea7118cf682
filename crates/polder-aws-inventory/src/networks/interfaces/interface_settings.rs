//! Adds the interfaces of a resource in its subnets.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::EntryIndex;
use polder_inventory::model::{AddressBlock, Known, Link, Reason, Set, Text};
use polder_inventory::networks::{
    Interface, InterfaceId, ListeningPort, NetworkId, Protocol, PublicAddressing, SecurityGroupId, SubnetId,
};

use crate::networks::attribute;
use crate::networks::state::Made;
use crate::reader::Reader;
use crate::value::{is_left_out, is_set};

/// What the interfaces of one owner have in common.
pub(super) struct InterfaceSettings {
    /// The owner.
    pub(super) owner: Link<EntryId>,
    /// The role, if the owner has interfaces for several purposes.
    pub(super) role: Option<&'static str>,
    /// The security groups.
    pub(super) groups: Groups,
    /// Whether they have public addresses.
    pub(super) public: Public,
    /// The ports on which the owner listens.
    pub(super) listens: Known<Set<ListeningPort>>,
    /// Whether they forward packets of other addresses.
    pub(super) forwards: Known<bool>,
}

/// The groups of interfaces.
pub(super) enum Groups {
    /// This kind of owner has no groups.
    None,
    /// These groups; the default group of the network if the list is empty.
    Named(Vec<Link<SecurityGroupId>>),
    /// Not known.
    Unknown(Reason),
}

/// The public addresses of interfaces.
#[derive(Clone, Copy)]
pub(super) enum Public {
    /// Set by the owner.
    Known(Known<PublicAddressing>),
    /// Set by the subnet.
    OfSubnet,
}

impl InterfaceSettings {
    /// Interfaces with groups that open connections and do not listen.
    pub(super) fn of(owner: Link<EntryId>, groups: Groups) -> InterfaceSettings {
        InterfaceSettings {
            owner,
            role: None,
            groups,
            public: Public::PRIVATE,
            listens: Known::Value(Set::default()),
            forwards: Known::Value(false),
        }
    }
}

impl Public {
    /// None.
    pub(super) const PRIVATE: Public = Public::Known(Known::Value(PublicAddressing::None));

    /// Public addresses according to a Boolean attribute.
    pub(super) fn said(assigned: Known<bool>) -> Public {
        Public::Known(assigned.map(|assigned| match assigned {
            true => PublicAddressing::Ephemeral,
            false => PublicAddressing::None,
        }))
    }
}

/// Listens on one TCP port.
pub(super) fn tcp(port: u16) -> ListeningPort {
    ListeningPort { protocol: Protocol::Tcp, port }
}

/// Listens on the TCP port in an attribute.
pub(super) fn on_port(view: View<'_, '_>, name: &str, default: Known<u16>) -> Known<Set<ListeningPort>> {
    let port = match attribute::number::<u16>(view, name) {
        Known::Value(Some(port)) => Known::Value(port),
        Known::Value(None) => default,
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    port.map(|port| [tcp(port)].into())
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The entry of a resource as an owner of interfaces.
    pub(super) fn owner(&self, view: View<'_, '_>) -> Link<EntryId> {
        self.entry(view.id()).map_or(Link::Unknown(Reason::KindNotModelled), Link::To)
    }

    /// The groups in an attribute.
    pub(super) fn groups(&mut self, view: View<'i, 'a>, name: &str) -> Groups {
        let value = view.get(name);
        if !is_left_out(&value)
            && self.all_lead_to::<SecurityGroupId>(view, name, "security-group").is_empty()
        {
            return Groups::Unknown(crate::value::reason(&value));
        }
        Groups::Named(self.all_lead_to(view, name, "security-group"))
    }

    /// One interface in each subnet.
    pub(super) fn add_interfaces(
        &mut self,
        view: View<'i, 'a>,
        subnets: Vec<Link<SubnetId>>,
        common: &InterfaceSettings,
    ) -> Vec<InterfaceId> {
        let mut made = vec![];
        let groups = self.settled(&common.groups, &subnets);
        for subnet in subnets {
            let words = self.words_of(subnet, "subnet");
            let part = common
                .role
                .map_or_else(|| format!("interface {words}"), |it| format!("interface {it} {words}"));
            let source = self.one_of(view, part);
            let public = match common.public {
                Public::Known(public) => public,
                Public::OfSubnet => self.public_of_subnet(subnet),
            };
            let (groups, filtered) = groups.clone();
            made.push(self.inventory.networks.interfaces.push(Interface {
                source,
                owner: common.owner,
                role: common.role.map(Text::new_static),
                subnet,
                groups,
                filtered,
                addresses: Known::Value(None),
                public,
                listens: common.listens.clone(),
                forwards: common.forwards,
            }));
        }
        made
    }

    /// The groups, or the default group of the network if there are none.
    fn settled(
        &mut self,
        groups: &Groups,
        subnets: &[Link<SubnetId>],
    ) -> (Set<Link<SecurityGroupId>>, Known<bool>) {
        match groups {
            Groups::None => (Set::default(), Known::Value(false)),
            Groups::Unknown(reason) => ([Link::Unknown(*reason)].into(), Known::Value(true)),
            Groups::Named(groups) if !groups.is_empty() => (groups.clone().into(), Known::Value(true)),
            Groups::Named(_) => ([self.default_group(subnets)].into(), Known::Value(true)),
        }
    }

    /// The default group of a network.
    pub(super) fn default_group(&mut self, subnets: &[Link<SubnetId>]) -> Link<SecurityGroupId> {
        let networks = subnets.iter().filter_map(|subnet| {
            let subnet = self.inventory.networks.subnets.get(subnet.id()?)?;
            subnet.network.id()
        });
        let network = networks.collect::<Vec<_>>().into_iter().next();
        let mut defaults = self.networks.default_networks.values();
        if let Some(default) = defaults.find(|it| Some(it.network) == network) {
            return default.group.map_or(Link::Unknown(Reason::Elsewhere), Link::To);
        }
        let resource = network.and_then(|network| self.resource_of_network(network));
        let group = resource.and_then(|it| self.made(it, Made::SecurityGroup));
        let group = group.and_then(SecurityGroupId::from_entry);
        group.map_or(Link::Unknown(Reason::Elsewhere), Link::To)
    }

    fn resource_of_network(&mut self, network: NetworkId) -> Option<View<'i, 'a>> {
        let kinds = ["aws_vpc", "aws_default_vpc"];
        let ids = kinds.into_iter().flat_map(|kind| self.index.of_kind(kind));
        let mut ids = ids.filter(|id| self.id::<NetworkId>(**id) == Some(network));
        ids.next().and_then(|id| self.index.view(*id))
    }

    /// Whether a subnet assigns public addresses.
    pub(super) fn public_of_subnet(&self, subnet: Link<SubnetId>) -> Known<PublicAddressing> {
        match subnet {
            Link::To(id) => {
                let subnet = self.inventory.networks.subnets.get(id);
                let assigns =
                    subnet.map_or(Known::Unknown(Reason::Elsewhere), |it| it.assigns_public_addresses);
                assigns.map(|it| if it { PublicAddressing::Ephemeral } else { PublicAddressing::None })
            }
            Link::Outside(_) => Known::Unknown(Reason::Elsewhere),
            Link::Unknown(reason) => Known::Unknown(reason),
        }
    }

    /// The subnets in an attribute. If it is empty, one unknown subnet.
    pub(super) fn subnets(&mut self, view: View<'i, 'a>, name: &str) -> Vec<Link<SubnetId>> {
        let subnets = self.all_lead_to(view, name, "subnet");
        if subnets.is_empty() { vec![Link::Unknown(Reason::Elsewhere)] } else { subnets }
    }

    /// The same of a kind that is in the default VPC if the attribute is not set.
    pub(super) fn subnets_or_default(&mut self, view: View<'i, 'a>, name: &str) -> Vec<Link<SubnetId>> {
        match is_set(view, name) {
            true => self.subnets(view, name),
            false => vec![self.default_subnet(view)],
        }
    }

    /// The subnets of the subnet group of a database or cache. Without one, it is in the default VPC.
    pub(super) fn subnets_of_group(
        &mut self,
        view: View<'i, 'a>,
        name: &str,
        kinds: &[&str],
    ) -> Vec<Link<SubnetId>> {
        match self.resource_of(view, name, kinds) {
            Some(group) => self.subnets(group, "subnet_ids"),
            None if !is_set(view, name) && view.targets(name).is_empty() => vec![self.default_subnet(view)],
            None => vec![Link::Unknown(Reason::Elsewhere)],
        }
    }

    /// Sets the known addresses of an interface.
    pub(super) fn at(&mut self, interface: InterfaceId, addresses: Known<Option<Set<AddressBlock>>>) {
        if let Some(interface) = self.inventory.networks.interfaces.get_mut(interface) {
            interface.addresses = addresses;
        }
    }
}
