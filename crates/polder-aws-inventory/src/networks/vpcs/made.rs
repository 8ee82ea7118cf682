//! What AWS creates with a VPC: the main route table, default network ACL and default security group.
//!
//! Resources can adopt them (`aws_default_route_table`, …). Otherwise they are entries that are derived from
//! the VPC, with their default contents.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{AddressBlock, Known, Link, PortRange, Reason};
use polder_inventory::networks::{
    AclAction, Direction, NetworkAcl, NetworkAclEntry, NetworkId, PrefixList, Protocol, RouteTable,
    RouteTableId, RulePeer, SecurityGroup, SecurityGroupId, SecurityGroupRule, Traffic, TransitGatewayId,
    TransitRouteTable,
};
use polder_inventory::{EntryId, EntryIndex};

use crate::networks::state::{Made, TextOf};
use crate::reader::Reader;
use crate::value::is_set;

/// The kind that adopts it, and the attribute with the VPC or with what is adopted.
fn taken_over_by(made: Made) -> &'static [TextOf] {
    match made {
        Made::RouteTable => &[("aws_default_route_table", "default_route_table_id")],
        Made::NetworkAcl => &[("aws_default_network_acl", "default_network_acl_id")],
        Made::SecurityGroup => &[("aws_default_security_group", "vpc_id")],
        Made::PrefixList | Made::ClusterGroup | Made::TransitRouteTable => &[],
    }
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The entry of what AWS creates with a resource. `None` before all resources have been read, and for
    /// data sources.
    pub(in crate::networks) fn made(&mut self, view: View<'i, 'a>, made: Made) -> Option<EntryId> {
        let key = (view.id(), made);
        if let Some(known) = self.networks.made.get(&key) {
            return Some(*known);
        }
        if !self.networks.derives || !view.is_managed() {
            return None;
        }
        let owner = self.entry(view.id());
        let network = owner.and_then(NetworkId::from_entry);
        let taken = taken_over_by(made).iter().find_map(|of| self.taken_over(view, *of));
        let entry = match taken {
            Some(entry) => entry,
            None => match made {
                Made::RouteTable => self.first_table(view, network?).into(),
                Made::NetworkAcl => self.first_acl(view, network?),
                Made::SecurityGroup => self.first_group(view, network?),
                Made::PrefixList => self.endpoint_list(view)?,
                Made::ClusterGroup => self.cluster_group(view),
                Made::TransitRouteTable => {
                    let gateway = Link::To(owner.and_then(TransitGatewayId::from_entry)?);
                    let source = self.part(view, "default route table");
                    let tables = &mut self.inventory.networks.transit_route_tables;
                    tables.push(TransitRouteTable { source, gateway }).into()
                }
            },
        };
        self.networks.made.insert(key, entry);
        Some(entry)
    }

    /// The resource that adopts what AWS has created with a VPC.
    fn taken_over(&mut self, view: View<'i, 'a>, of: TextOf) -> Option<EntryId> {
        let user = self.users(of, view.id()).into_iter().next();
        let user = user.or_else(|| {
            // A state has the ID of what was adopted, which is also an attribute of the VPC.
            let id = view.text(of.1)?;
            let found = self.index.holders(&id).iter().filter_map(|id| self.index.view(*id));
            found.into_iter().find(|it| it.kind() == of.0)
        });
        self.entry(user?.id())
    }

    /// The table of the subnets of a VPC without an association.
    pub(in crate::networks) fn main_table(&mut self, view: View<'i, 'a>) -> Option<RouteTableId> {
        let association = ("aws_main_route_table_association", "vpc_id");
        let named = self.users(association, view.id()).into_iter().next();
        let named = named.map(|it| self.resources(it, "route_table_id"));
        let named = named.into_iter().flatten().find_map(|it| self.id::<RouteTableId>(it.id()));
        named.or_else(|| self.made(view, Made::RouteTable).and_then(RouteTableId::from_entry))
    }

    /// The main table as AWS creates it. It has the local route only.
    pub(super) fn first_table(&mut self, view: View<'i, 'a>, network: NetworkId) -> RouteTableId {
        let source = self.part(view, "main route table");
        let replaced = !self.users(("aws_main_route_table_association", "vpc_id"), view.id()).is_empty();
        let main = Known::Value(!replaced);
        let table = RouteTable { source, network: Link::To(network), main, gateway: None };
        self.inventory.networks.route_tables.push(table)
    }

    /// The default ACL as AWS creates it. It allows all traffic: Amazon VPC User Guide, "Default network ACL".
    pub(super) fn first_acl(&mut self, view: View<'i, 'a>, network: NetworkId) -> EntryId {
        let source = self.part(view, "default network ACL");
        let acl = NetworkAcl { source, network: Link::To(network), default: true };
        let acl = self.inventory.networks.network_acls.push(acl);
        for direction in [Direction::Inbound, Direction::Outbound] {
            for (number, block) in (100_u32..).zip(self.everywhere(Some(network))) {
                let way = if direction == Direction::Inbound { "inbound" } else { "outbound" };
                let source = self.part(view, format!("default network ACL {way} {number}"));
                self.inventory.networks.network_acl_entries.push(NetworkAclEntry {
                    source,
                    acl: Link::To(acl),
                    direction,
                    number: Known::Value(number),
                    action: AclAction::Allow,
                    traffic: all_traffic(),
                    block: Known::Value(block),
                });
            }
        }
        acl.into()
    }

    /// The default group as AWS creates it. It allows traffic from its own members, and all outbound
    /// traffic: Amazon VPC User Guide, "Default security groups".
    pub(super) fn first_group(&mut self, view: View<'i, 'a>, network: NetworkId) -> EntryId {
        let source = self.part(view, "default security group");
        let name = Known::Value(Some("default".into()));
        let group = SecurityGroup { source, name, network: Link::To(network), default: true };
        let group = self.inventory.networks.security_groups.push(group);
        self.group_of_members(view, "default security group", group, Some(network));
        group.into()
    }

    /// The cluster security group, which EKS creates for the control plane and for nodes without other
    /// groups. It allows traffic from its own members, and all outbound traffic: Amazon EKS User Guide,
    /// "Amazon EKS security group requirements".
    fn cluster_group(&mut self, view: View<'i, 'a>) -> EntryId {
        let settings = view.block("vpc_config");
        let network = settings.and_then(|settings| self.network_of_subnets(settings, "subnet_ids"));
        let network = network.unwrap_or(Link::Unknown(Reason::AfterApply));
        let source = self.part(view, "cluster security group");
        // `eks-cluster-sg-` followed by the cluster's name and a number.
        let name = Known::Unknown(Reason::AfterApply);
        let group = SecurityGroup { source, name, network, default: false };
        let group = self.inventory.networks.security_groups.push(group);
        self.group_of_members(view, "cluster security group", group, network.id());
        group.into()
    }

    fn group_of_members(
        &mut self,
        view: View<'i, 'a>,
        name: &str,
        group: SecurityGroupId,
        network: Option<NetworkId>,
    ) {
        let members = (Direction::Inbound, RulePeer::Group(Link::To(group)), "inbound".to_owned());
        let blocks = self.everywhere(network);
        let anywhere = blocks.into_iter().map(|block| {
            (Direction::Outbound, RulePeer::Block(Known::Value(block)), format!("outbound {block}"))
        });
        for (direction, peer, what) in [members].into_iter().chain(anywhere.collect::<Vec<_>>()) {
            let source = self.part(view, format!("{name} {what}"));
            let group = Link::To(group);
            let rule = SecurityGroupRule { source, group, direction, traffic: all_traffic(), peer };
            self.inventory.networks.security_group_rules.push(rule);
        }
    }

    /// All addresses of the address families of a VPC.
    fn everywhere(&self, network: Option<NetworkId>) -> Vec<AddressBlock> {
        let network = network.and_then(|network| self.inventory.networks.networks.get(network));
        let own =
            network.and_then(|it| it.blocks.value()).is_some_and(|blocks| blocks.iter().any(|it| it.is_v6()));
        // Blocks that are associated are read later, and those that AWS chooses are not known. Rules for addresses that a network does
        // not have let nothing through.
        let chosen = |view: View<'_, '_>| {
            is_set(view, "ipv6_ipam_pool_id")
                || view.get("assign_generated_ipv6_cidr_block") == Resolved::Bool(true)
        };
        let index = self.index;
        let v6 = own
            || !index.of_kind("aws_vpc_ipv6_cidr_block_association").is_empty()
            || index.of_kind("aws_vpc").iter().filter_map(|id| index.view(*id)).any(chosen);
        let all = ["0.0.0.0/0", "::/0"];
        all.iter().take(if v6 { 2 } else { 1 }).filter_map(|block| block.parse().ok()).collect()
    }

    /// The prefix list of a gateway endpoint.
    fn endpoint_list(&mut self, view: View<'i, 'a>) -> Option<EntryId> {
        let name = super::vpc_endpoint::service_name(self, view);
        let contents = super::managed_prefix_list::provider_list(name.value()?.as_str());
        let source = self.part(view, "prefix list");
        let weight = super::managed_prefix_list::weight(name.value()?.as_str());
        let lists = &mut self.inventory.networks.prefix_lists;
        Some(lists.push(PrefixList { source, name, contents, weight }).into())
    }
}

/// All packets.
fn all_traffic() -> Traffic {
    Traffic { protocol: Known::Value(Protocol::Any), ports: Known::Value(PortRange::ALL) }
}
