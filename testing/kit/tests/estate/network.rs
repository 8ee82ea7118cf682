//! The network of a site: its interfaces, and what its security groups and network ACLs allow. A simple
//! oracle, which need not be fast.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use polder::design::{Party, Site};
use polder_inventory::model::{AddressBlock, Known, Link};
use polder_inventory::networks::{
    AclAction, Direction, NetworkId, PrefixListContents, Protocol, ProviderRange, RulePeer, SecurityGroupId,
    SecurityGroupRule, SubnetId, Tier,
};

use crate::estates::{Estate, all, label};

/// Outside every network.
pub(crate) const INTERNET: &str = "the internet";
/// CloudFront's origin-facing addresses.
pub(crate) const EDGE: &str = "the addresses of the edge";
/// The health checkers of Route 53.
pub(crate) const HEALTH_CHECKERS: &str = "the addresses of health checkers";
/// S3 of the region.
pub(crate) const OBJECT_STORE: &str = "the addresses of the object store";
/// DynamoDB of the region.
pub(crate) const TABLES: &str = "the addresses of tables";

/// The name of the group that EKS creates for its control plane. Its rules are managed by EKS, and nothing
/// else has it: it allows the control plane everything on its own side.
const MADE_BY_EKS: &str = "cluster security group";

/// The network of a site.
pub(crate) struct Network {
    pub(crate) estate: &'static Estate,
    pub(crate) site: &'static Site,
    pub(crate) ends: Vec<End>,
    /// The rules of all groups but [`MADE_BY_EKS`].
    pub(crate) rules: Vec<&'static SecurityGroupRule>,
    /// The ports of rules and flows, and some others.
    pub(crate) ports: BTreeSet<u16>,
}

/// Interfaces of one part of the design with the same groups.
pub(crate) struct End {
    /// The part.
    pub(crate) name: String,
    pub(crate) groups: BTreeSet<SecurityGroupId>,
    pub(crate) subnets: BTreeSet<SubnetId>,
}

/// The networks of all sites of all examples.
pub(crate) fn networks() -> &'static [Network] {
    static NETWORKS: LazyLock<Vec<Network>> = LazyLock::new(|| {
        let sites = all()
            .iter()
            .flat_map(|estate| estate.compiled.design.sites.iter().map(move |site| (estate, site)));
        sites.map(|(estate, site)| Network::of(estate, site)).collect()
    });
    &NETWORKS
}

impl Network {
    fn of(estate: &'static Estate, site: &'static Site) -> Network {
        let networks = &estate.inventory.networks;
        let mut all = networks.networks.iter();
        let found = all.find(|(_, it)| estate.site(it.source) == Some(site.name.as_str()));
        let (network, _) = found.unwrap_or_else(|| panic!("a network of {}", site.name));
        let group = |rule: &SecurityGroupRule| rule.group.id().expect("the group of a rule");
        let rules = networks.security_group_rules.values().filter(|rule| {
            let group = &networks.security_groups[group(rule)];
            let part = &estate.inventory.sources[group.source].part;
            group.network == Link::To(network) && part.as_deref() != Some(MADE_BY_EKS)
        });
        let rules: Vec<&SecurityGroupRule> = rules.collect();
        let mut ports = BTreeSet::from([0, 22, 80, 3_389, 65_535]);
        ports.extend(site.flows.iter().map(|flow| flow.protocol.port));
        ports.extend(rules.iter().flat_map(|rule| {
            let range = rule.traffic.ports.value().expect("the ports of a rule");
            [range.first(), range.last()]
        }));
        Network { estate, site, ends: ends(estate, network), rules, ports }
    }

    /// For messages.
    pub(crate) fn name(&self) -> String {
        format!("{}: {}", self.estate.name, self.site.name)
    }

    /// Whether the groups at both ends allow a connection.
    pub(crate) fn allows(&self, from: &End, to: &End, probe: (Protocol, u16)) -> bool {
        let side = |end: &End, other: &End, direction| {
            self.rules_of(end)
                .any(|rule| rule.direction == direction && covers(rule, probe) && means(rule, other))
        };
        side(from, to, Direction::Outbound) && side(to, from, Direction::Inbound)
    }

    /// The rules of an end.
    pub(crate) fn rules_of<'a>(
        &'a self,
        end: &'a End,
    ) -> impl Iterator<Item = &'static SecurityGroupRule> + 'a {
        self.rules
            .iter()
            .copied()
            .filter(|rule| rule.group.id().is_some_and(|group| end.groups.contains(&group)))
    }

    /// The ends outside the network that a rule refers to.
    pub(crate) fn outside(&self, rule: &SecurityGroupRule) -> Option<&'static str> {
        match rule.peer {
            RulePeer::Group(_) => None,
            RulePeer::Block(_) => Some(INTERNET),
            RulePeer::PrefixList(list) => {
                let list = &self.estate.inventory.networks.prefix_lists[list.id().expect("a list")];
                let PrefixListContents::Provider(range) = &list.contents else { panic!("{list:?}") };
                Some(match range {
                    ProviderRange::CdnOriginFacing => EDGE,
                    ProviderRange::HealthCheckers => HEALTH_CHECKERS,
                    ProviderRange::Service { service, .. } if service == "s3" => OBJECT_STORE,
                    ProviderRange::Service { service, .. } if service == "dynamodb" => TABLES,
                    other => panic!("{other:?}"),
                })
            }
        }
    }

    /// Whether the network ACL of a subnet allows packets to a port from or to another.
    pub(crate) fn acl(
        &self,
        (at, direction, other): (Subnet, Direction, Subnet),
        protocol: Protocol,
        port: u16,
    ) -> bool {
        let networks = &self.estate.inventory.networks;
        let Subnet::Inside(at) = at else { return true };
        let block = match other {
            Subnet::Inside(other) => {
                networks.subnets[other].block.value().copied().flatten().expect("a block")
            }
            Subnet::Outside => "203.0.113.7".parse().expect("an address"),
        };
        let hits = networks.network_acl_entries.values().filter(|entry| {
            let here = entry.acl == networks.subnets[at].acl && entry.direction == direction;
            let protocols =
                entry.traffic.protocol.value().is_some_and(|it| *it == protocol || *it == Protocol::Any);
            let ports = entry.traffic.ports.value().is_some_and(|ports| ports.contains(port));
            here && protocols && ports && entry.block.value().is_some_and(|it| it.contains(block))
        });
        let first = hits.min_by_key(|entry| entry.number.value().copied());
        first.is_some_and(|entry| entry.action == AclAction::Allow)
    }
}

/// A subnet, or outside the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subnet {
    Inside(SubnetId),
    Outside,
}

/// Whether a rule applies to a protocol and a port.
pub(crate) fn covers(rule: &SecurityGroupRule, (protocol, port): (Protocol, u16)) -> bool {
    let (Known::Value(of_rule), Known::Value(ports)) = (rule.traffic.protocol, rule.traffic.ports) else {
        panic!("a rule without known traffic: {rule:?}")
    };
    let same = match (of_rule, protocol) {
        (Protocol::Any, _) | (Protocol::Icmp { .. }, Protocol::Icmp { .. }) => true,
        (one, other) => one == other,
    };
    same && ports.contains(port)
}

/// Whether the peer of a rule is an end in the network.
pub(crate) fn means(rule: &SecurityGroupRule, end: &End) -> bool {
    static ALL_ADDRESSES: LazyLock<AddressBlock> = LazyLock::new(|| "0.0.0.0/0".parse().expect("a block"));
    match rule.peer {
        RulePeer::Group(group) => end.groups.contains(&group.id().expect("a group")),
        RulePeer::Block(block) => {
            assert_eq!(block, Known::Value(*ALL_ADDRESSES), "a rule for some addresses: {rule:?}");
            true
        }
        // Prefix lists of AWS contain its own addresses, and none of the network.
        RulePeer::PrefixList(_) => false,
    }
}

/// All ends in a network. A group without interfaces belongs to something that has one while it runs: a job,
/// or pods of a process. It is in the subnets of the application tier.
fn ends(estate: &Estate, network: NetworkId) -> Vec<End> {
    let (inventory, networks) = (&estate.inventory, &estate.inventory.networks);
    let in_network = |subnet: SubnetId| networks.subnets[subnet].network == Link::To(network);
    let mut ends: Vec<End> = vec![];
    for (id, interface) in networks.interfaces.iter() {
        let subnet = interface.subnet.id().unwrap_or_else(|| panic!("a subnet: {}", estate.address(id)));
        if !in_network(subnet) {
            continue;
        }
        if interface.filtered != Known::Value(true) {
            assert!(estate.component(interface.source).starts_with("Nat("), "{}", estate.address(id));
            continue;
        }
        let owner = interface.owner.id().and_then(|owner| inventory.source_of(owner));
        let component =
            owner.and_then(|owner| owner.origin).map(|origin| &inventory.origins[origin].component);
        let name = party(component.unwrap_or_else(|| panic!("an origin: {}", estate.address(id))));
        let groups: BTreeSet<_> = interface.groups.iter().map(|group| group.id().expect("a group")).collect();
        assert!(!groups.is_empty(), "{}", estate.address(id));
        match ends.iter_mut().find(|end| end.name == name && end.groups == groups) {
            Some(end) => drop(end.subnets.insert(subnet)),
            None => ends.push(End { name, groups, subnets: BTreeSet::from([subnet]) }),
        }
    }
    let app = |id: &SubnetId| in_network(*id) && networks.subnets[*id].tier == Some(Tier::Application);
    let app: BTreeSet<SubnetId> = networks.subnets.iter().map(|(id, _)| id).filter(app).collect();
    for (id, group) in networks.security_groups.iter().filter(|(_, it)| it.network == Link::To(network)) {
        if !group.default && !ends.iter().any(|end| end.groups.contains(&id)) {
            let name = party(estate.component(group.source));
            assert!(name.starts_with("Party(Process("), "nothing has {}", estate.address(id));
            ends.push(End { name, groups: BTreeSet::from([id]), subnets: app.clone() });
        }
    }
    ends
}

/// The party of a part of the design in the network. Readers have the group of their database, and instances
/// that of their cluster.
fn party(component: &str) -> String {
    if component == label(Party::DatabaseReaders) {
        label(Party::Database)
    } else if component.starts_with("Machines(") {
        label(Party::Cluster)
    } else {
        component.to_owned()
    }
}
