//! Networks: interfaces in several subnets, foreign groups, provider-managed lists, private DNS.

use super::{finished, lines_about};
use crate::index::Index;
use crate::model::{Known, Link, PortRange};
use crate::networks::{
    Direction, EndpointKind, EndpointTarget, InterfaceId, LoadBalancer, LoadBalancerKind, Network, NetworkId,
    PrefixList, PrefixListContents, PrivateEndpoint, PrivateEndpointId, Protocol, ProviderRange,
    PublicAddressing, RouteTable, RulePeer, SecurityGroup, SecurityGroupId, SecurityGroupRule, SubnetId,
    Traffic,
};
use crate::outside::{External, Owner};
use crate::tests::small::{Writer, block, seconds, some, text};

fn network(writer: &mut Writer) -> ([SubnetId; 2], SecurityGroupId) {
    let source = writer.source("network.main");
    let network = writer.all.networks.networks.push(Network {
        source,
        name: Known::Value(None),
        blocks: Known::Value([block("10.0.0.0/16")].into()),
        dns_resolution: Known::Value(true),
        dns_host_names: Known::Value(true),
    });
    let source = writer.source("table.main");
    let table = RouteTable { source, network: Link::To(network), main: Known::Value(true), gateway: None };
    writer.all.networks.route_tables.push(table);
    let subnets =
        [writer.subnet("subnet.a", 0, "10.0.0.0/24", "a"), writer.subnet("subnet.b", 0, "10.0.1.0/24", "b")];
    let source = writer.source("group.main");
    let group = SecurityGroup { source, name: some("main"), network: Link::To(network), default: false };
    (subnets, writer.all.networks.security_groups.push(group))
}

fn https() -> Traffic {
    Traffic { protocol: Known::Value(Protocol::Tcp), ports: Known::Value(PortRange::one(443)) }
}

#[test]
fn a_load_balancer_has_an_interface_in_each_subnet() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let (subnets, group) = network(&mut writer);
    let source = writer.source("balancer.main");
    let balancer = writer.all.networks.load_balancers.push(LoadBalancer {
        source,
        name: some("main"),
        kind: Known::Value(LoadBalancerKind::Application),
        public: Known::Value(true),
        subnets: subnets.into_iter().map(Link::To).collect(),
        cross_zone: Known::Value(true),
        idle_timeout: Some(seconds(30)),
        deletion_protected: Known::Value(true),
        drops_invalid_headers: Known::Value(true),
        web_acl: None,
    });
    for (subnet, part) in subnets.into_iter().zip(["a", "b"]) {
        let mut interface = writer.interface("balancer.main", part, balancer.into(), subnet);
        interface.groups = [Link::To(group)].into();
        interface.public = Known::Value(PublicAddressing::Ephemeral);
        writer.all.networks.interfaces.push(interface);
    }
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    let interfaces = &inventory.networks.interfaces;
    let of_balancer: Vec<Link<SubnetId>> =
        index.referring::<InterfaceId>(balancer).map(|id| interfaces[id].subnet).collect();
    assert_eq!(of_balancer, subnets.map(Link::To));
    assert_eq!(index.referring::<InterfaceId>(group).count(), 2);
}

#[test]
fn a_rule_can_refer_to_a_foreign_group_and_to_a_list_of_the_provider() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let (_, group) = network(&mut writer);
    let foreign = writer.all.outside.externals.push(External {
        name: "210987654321/sg-0a1b2c".into(),
        owner: Owner::Unknown,
        region: Known::Value(Some("eu-west-1".into())),
        kind: "security-group".into(),
    });
    let source = writer.source("data.list.cdn");
    let list = writer.all.networks.prefix_lists.push(PrefixList {
        source,
        name: text("origin-facing"),
        contents: PrefixListContents::Provider(ProviderRange::CdnOriginFacing),
        weight: Known::Value(Some(55)),
    });
    for (address, peer) in [
        ("rule.partner", RulePeer::Group(Link::Outside(foreign))),
        ("rule.cdn", RulePeer::PrefixList(Link::To(list))),
    ] {
        let source = writer.source(address);
        let (group, direction, traffic) = (Link::To(group), Direction::Inbound, https());
        writer.all.networks.security_group_rules.push(SecurityGroupRule {
            source,
            group,
            direction,
            traffic,
            peer,
        });
    }
    let inventory = finished(writer);
    insta::assert_snapshot!(lines_about(&inventory, "one:rule.") + &lines_about(&inventory, "one:data.list."), @r#"
    networks/security_group_rules/one:rule.cdn/direction = Inbound
    networks/security_group_rules/one:rule.cdn/group = security_groups one:group.main
    networks/security_group_rules/one:rule.cdn/peer = PrefixList(prefix_lists one:data.list.cdn)
    networks/security_group_rules/one:rule.cdn/traffic.ports = 443
    networks/security_group_rules/one:rule.cdn/traffic.protocol = Tcp
    networks/security_group_rules/one:rule.partner/direction = Inbound
    networks/security_group_rules/one:rule.partner/group = security_groups one:group.main
    networks/security_group_rules/one:rule.partner/peer = Group(externals 210987654321/sg-0a1b2c)
    networks/security_group_rules/one:rule.partner/traffic.ports = 443
    networks/security_group_rules/one:rule.partner/traffic.protocol = Tcp
    networks/prefix_lists/one:data.list.cdn/contents = Provider(CdnOriginFacing)
    networks/prefix_lists/one:data.list.cdn/name = "origin-facing"
    networks/prefix_lists/one:data.list.cdn/weight = 55
    "#);
}

#[test]
fn an_interface_endpoint_says_whether_the_public_name_leads_to_it() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let (subnets, group) = network(&mut writer);
    let source = writer.source("endpoint.logs");
    let endpoint = writer.all.networks.private_endpoints.push(PrivateEndpoint {
        source,
        network: Link::To(crate::model::Id::from_index(0)),
        service: EndpointTarget::Provider { service: text("logs"), region: text("eu-west-1") },
        kind: EndpointKind::Interface { private_dns: Known::Value(true) },
    });
    for (subnet, part) in subnets.into_iter().zip(["a", "b"]) {
        let mut interface = writer.interface("endpoint.logs", part, endpoint.into(), subnet);
        interface.groups = [Link::To(group)].into();
        writer.all.networks.interfaces.push(interface);
    }
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    let network = index.at::<NetworkId>("one", "network.main").next().expect("a network");
    let endpoints: Vec<PrivateEndpointId> = index.referring(network).collect();
    assert_eq!(endpoints, [endpoint]);
    assert_eq!(index.referring::<InterfaceId>(endpoint).count(), 2);
    let kind = &inventory.networks.private_endpoints[endpoint].kind;
    assert_eq!(*kind, EndpointKind::Interface { private_dns: Known::Value(true) });
}
