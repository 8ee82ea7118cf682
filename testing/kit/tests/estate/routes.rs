//! Routes of subnets. Subnets are identified by their interfaces, and not by their names.

use std::collections::BTreeSet;

use polder::design::{Environment, NatPlacement, Party};
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Text};
use polder_inventory::networks::{
    Direction, EndpointKind, Protocol, RouteDestination, RouteTarget, SubnetId,
};

use crate::estates::{Estate, all, label};
use crate::network::{Subnet, networks};

/// The subnets in which interfaces of a kind are.
fn subnets(estate: &Estate, of: fn(EntryId) -> bool) -> BTreeSet<SubnetId> {
    let interfaces = estate.inventory.networks.interfaces.values();
    let of = interfaces.filter(|it| it.owner.id().is_some_and(of));
    of.map(|it| it.subnet.id().expect("a subnet")).collect()
}

/// The targets of a subnet's routes: default routes and gateway endpoints.
fn ways(estate: &Estate, subnet: SubnetId) -> (Vec<RouteTarget>, Vec<String>) {
    let networks = &estate.inventory.networks;
    let table = networks.subnets[subnet].route_table;
    assert!(table.id().is_some(), "{}", estate.address(subnet));
    let routes = networks.routes.values().filter(|it| it.table == table);
    let routes = routes.inspect(|it| {
        let RouteDestination::Block(block) = &it.destination else { panic!("{it:?}") };
        assert_eq!(block.value().map(ToString::to_string).as_deref(), Some("0.0.0.0/0"), "{it:?}");
    });
    let endpoints = networks.private_endpoints.iter().filter(
        |(_, it)| matches!(&it.kind, EndpointKind::Gateway { route_tables } if route_tables.contains(&table)),
    );
    (routes.map(|it| it.target).collect(), endpoints.map(|(id, _)| estate.address(id)).collect())
}

#[test]
fn stores_have_no_route_but_the_local_one() {
    for estate in all() {
        let subnets = subnets(estate, |owner| matches!(owner, EntryId::Store(_)));
        let zones: usize = estate.compiled.design.sites.iter().map(|site| site.zones.len()).sum();
        assert_eq!(subnets.len(), zones, "{}: stores are in one subnet of each zone", estate.name);
        for subnet in subnets {
            assert_eq!(ways(estate, subnet), (vec![], vec![]), "{}", estate.address(subnet));
        }
    }
}

/// The zone of the NAT gateway that a subnet has by design.
fn zone_of_gateway(estate: &Estate, subnet: SubnetId) -> Known<Option<Text>> {
    let of = &estate.inventory.networks.subnets[subnet];
    let name = estate.site(of.source);
    let site = estate.compiled.design.sites.iter().find(|it| Some(it.name.as_str()) == name).expect("a site");
    match site.nat {
        NatPlacement::PerZone => of.zone.clone(),
        NatPlacement::Single => Known::Value(Some(Text::new(&site.zones[0].name))),
        NatPlacement::None => panic!("{}: no gateway", estate.address(subnet)),
    }
}

/// Compute uses the NAT gateway of its own zone, and in development that of the first zone. The gateway's subnet uses the
/// internet gateway.
#[test]
fn code_leaves_by_the_nat_gateway_of_its_zone() {
    for estate in all() {
        let networks = &estate.inventory.networks;
        for site in &estate.compiled.design.sites {
            let account = estate.compiled.design.cells[site.cell].account;
            let single = estate.compiled.design.accounts[account].environment == Environment::Development;
            let expected = if single { NatPlacement::Single } else { NatPlacement::PerZone };
            assert_eq!(site.nat, expected, "{}: {}", estate.name, site.name);
        }
        let runs = |owner: EntryId| {
            matches!(owner, EntryId::Process(_) | EntryId::MachinePool(_) | EntryId::Function(_))
        };
        let subnets = subnets(estate, runs);
        assert!(!subnets.is_empty(), "{}", estate.name);
        for subnet in subnets {
            let name = estate.address(subnet);
            let (routes, endpoints) = ways(estate, subnet);
            let [RouteTarget::NatGateway(Link::To(nat))] = *routes else { panic!("{name}: {routes:?}") };
            let [Link::To(stands)] = *networks.nat_gateways[nat].subnets else {
                panic!("{name}: one subnet")
            };
            assert_eq!(networks.subnets[stands].zone, zone_of_gateway(estate, subnet), "{name}");
            assert!(!endpoints.is_empty(), "{name}: the object store is reached past NAT");
            let (routes, _) = ways(estate, stands);
            assert!(matches!(*routes, [RouteTarget::Gateway(Link::To(_))]), "{name}: {routes:?}");
        }
    }
}

/// Only clients of stores reach them, and on their ports only, whatever security groups allow.
#[test]
fn the_acl_of_stores_admits_their_callers_alone() {
    for network in networks() {
        let parties = [Party::Database, Party::DatabaseReaders, Party::Cache, Party::Broker];
        let flows: Vec<_> = network.site.flows.iter().filter(|flow| parties.contains(&flow.to)).collect();
        let ports: BTreeSet<u16> = flows.iter().map(|flow| flow.protocol.port).collect();
        let callers: BTreeSet<String> = flows.iter().map(|flow| label(flow.from.clone())).collect();
        let of = |is: &dyn Fn(&str) -> bool| -> BTreeSet<SubnetId> {
            network.ends.iter().filter(|end| is(&end.name)).flat_map(|end| &end.subnets).copied().collect()
        };
        let callers = of(&|name| callers.contains(name));
        let stores = of(&|name| parties.iter().any(|party| label(party.clone()) == name));
        let others = of(&|_| true).into_iter().map(Subnet::Inside).chain([Subnet::Outside]);
        for other in others {
            let calls = matches!(other, Subnet::Inside(subnet) if callers.contains(&subnet));
            for store in stores.iter().filter(|store| other != Subnet::Inside(**store)) {
                for port in &network.ports {
                    let way = (Subnet::Inside(*store), Direction::Inbound, other);
                    let admitted = network.acl(way, Protocol::Tcp, *port);
                    assert_eq!(admitted, calls && ports.contains(port), "{}: {way:?} {port}", network.name());
                }
            }
        }
    }
}
