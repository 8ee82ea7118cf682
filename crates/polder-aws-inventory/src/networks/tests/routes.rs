//! Routes, and what they lead to.

use polder_cloud::{body, list};

use super::{network, said, value};
use crate::test_graphs::of_foreign;

#[test]
fn routes_lead_where_they_say() {
    let all = of_foreign(|s| {
        let (vpc, table) = network(s);
        let subnet = s.resource("aws_subnet", "a", body! { vpc_id = vpc.id(); cidr_block = "10.0.1.0/24"; });
        let gateway = s.resource("aws_internet_gateway", "main", body! { vpc_id = vpc.id(); });
        let out = s.resource("aws_egress_only_internet_gateway", "out", body! { vpc_id = vpc.id(); });
        let nat = s.resource("aws_nat_gateway", "a", body! { subnet_id = subnet.id(); });
        let transit = s.resource("aws_ec2_transit_gateway", "hub", body! {});
        let peering = s.resource(
            "aws_vpc_peering_connection",
            "p",
            body! { vpc_id = vpc.id(); peer_vpc_id = "vpc-9"; },
        );
        let machine =
            s.resource("aws_instance", "nat", body! { subnet_id = subnet.id(); source_dest_check = false; });
        let list = s.resource("aws_ec2_managed_prefix_list", "partners", body! { name = "partners"; });
        let route = |name: &str, mut body: polder_cloud::Body| {
            body.set(None, "route_table_id", table.id());
            s.resource("aws_route", name, body);
        };
        route("igw", body! { destination_cidr_block = "0.0.0.0/0"; gateway_id = gateway.id(); });
        route("v6", body! { destination_ipv6_cidr_block = "::/0"; egress_only_gateway_id = out.id(); });
        route("nat", body! { destination_cidr_block = "1.0.0.0/8"; nat_gateway_id = nat.id(); });
        route("hub", body! { destination_cidr_block = "10.9.0.0/16"; transit_gateway_id = transit.id(); });
        route(
            "peer",
            body! { destination_cidr_block = "10.8.0.0/16"; vpc_peering_connection_id = peering.id(); },
        );
        route(
            "machine",
            body! {
                destination_prefix_list_id = list.id();
                network_interface_id = machine.get("primary_network_interface_id");
            },
        );
        route("outside", body! { destination_cidr_block = "10.7.0.0/16"; nat_gateway_id = "nat-7"; });
        route("local", body! { destination_cidr_block = "10.0.0.0/16"; gateway_id = "local"; });
        route("odd", body! { destination_cidr_block = "10.6.0.0/16"; local_gateway_id = "lgw-1"; });
    });
    let route = |name: &str| {
        let address = format!("aws_route.{name}");
        format!(
            "{} > {}",
            value(&all, "routes", &address, "destination"),
            value(&all, "routes", &address, "target")
        )
    };
    assert_eq!(route("igw"), "Block(0.0.0.0/0) > Gateway(gateways plan:aws_internet_gateway.main)");
    assert_eq!(route("v6"), "Block(::/0) > Gateway(gateways plan:aws_egress_only_internet_gateway.out)");
    assert_eq!(route("nat"), "Block(1.0.0.0/8) > NatGateway(nat_gateways plan:aws_nat_gateway.a)");
    assert_eq!(
        route("hub"),
        "Block(10.9.0.0/16) > TransitGateway(transit_gateways plan:aws_ec2_transit_gateway.hub)"
    );
    assert_eq!(route("peer"), "Block(10.8.0.0/16) > Peering(peerings plan:aws_vpc_peering_connection.p)");
    assert_eq!(
        route("machine"),
        "PrefixList(prefix_lists plan:aws_ec2_managed_prefix_list.partners) > \
         Interface(interfaces plan:aws_instance.nat#interface aws_subnet.a)"
    );
    assert_eq!(route("outside"), "Block(10.7.0.0/16) > NatGateway(externals nat-7)");
    assert_eq!(route("local"), "Block(10.0.0.0/16) > Local");
    assert_eq!(route("odd"), "Block(10.6.0.0/16) > Unknown(unknown (attribute not modelled))");
    assert_eq!(value(&all, "interfaces", "aws_instance.nat#interface aws_subnet.a", "forwards"), "true");
    assert_eq!(value(&all, "gateways", "aws_egress_only_internet_gateway.out", "kind"), "EgressOnly");
}

#[test]
fn routes_inside_a_table_count_once() {
    let all = of_foreign(|s| {
        let (vpc, _) = network(s);
        let gateway = s.resource("aws_internet_gateway", "main", body! { vpc_id = vpc.id(); });
        // As in a state: the inline routes include the separate resource and the route of a gateway endpoint.
        let table = s.resource("aws_route_table", "public", body! {
            vpc_id = vpc.id();
            route = list![
                body! { cidr_block = "0.0.0.0/0"; gateway_id = gateway.id(); nat_gateway_id = ""; },
                body! { cidr_block = "10.9.0.0/16"; gateway_id = ""; vpc_peering_connection_id = "pcx-1"; },
                body! { cidr_block = ""; destination_prefix_list_id = "pl-1"; gateway_id = "vpce-1"; },
            ];
        });
        s.resource(
            "aws_route",
            "out",
            body! {
                route_table_id = table.id();
                destination_cidr_block = "0.0.0.0/0";
                gateway_id = gateway.id();
            },
        );
    });
    assert_eq!(all.networks.routes.len(), 2);
    let inside = said(&all, "routes", "aws_route_table.public");
    assert_eq!(
        inside,
        [
            "#route 10.9.0.0/16/destination = Block(10.9.0.0/16)",
            "#route 10.9.0.0/16/table = route_tables plan:aws_route_table.public",
            "#route 10.9.0.0/16/target = Peering(externals pcx-1)",
        ]
    );
}

#[test]
fn the_main_table_can_be_named_by_the_networks_attribute() {
    let all = of_foreign(|s| {
        let (vpc, _) = network(s);
        s.resource(
            "aws_vpc",
            "state",
            body! {
                id = "vpc-2";
                cidr_block = "10.2.0.0/16";
                main_route_table_id = "rtb-2";
                default_route_table_id = "rtb-2";
            },
        );
        s.resource(
            "aws_route",
            "one",
            body! {
                route_table_id = vpc.get("main_route_table_id");
                destination_cidr_block = "0.0.0.0/0";
                nat_gateway_id = "nat-1";
            },
        );
        s.resource(
            "aws_route",
            "two",
            body! {
                route_table_id = "rtb-2";
                destination_cidr_block = "0.0.0.0/0";
                nat_gateway_id = "nat-1";
            },
        );
    });
    assert_eq!(
        value(&all, "routes", "aws_route.one", "table"),
        "route_tables plan:aws_vpc.main#main route table"
    );
    assert_eq!(
        value(&all, "routes", "aws_route.two", "table"),
        "route_tables plan:aws_vpc.state#main route table"
    );
}

#[test]
fn lists_of_addresses_are_those_of_the_estate_or_of_the_provider() {
    let all = of_foreign(|s| {
        let list = s.resource(
            "aws_ec2_managed_prefix_list",
            "own",
            body! {
                name = "partners";
                max_entries = 5;
                entry { cidr = "192.0.2.0/24"; }
            },
        );
        s.resource(
            "aws_ec2_managed_prefix_list_entry",
            "more",
            body! {
                prefix_list_id = list.id();
                cidr = "198.51.100.0/24";
            },
        );
        s.data(
            "aws_ec2_managed_prefix_list",
            "edge",
            body! {
                name = "com.amazonaws.global.cloudfront.origin-facing";
            },
        );
        s.data("aws_ec2_managed_prefix_list", "checks", body! {
            filter { name = "prefix-list-name"; values = list!["com.amazonaws.eu-central-1.route53-healthchecks"]; }
        });
        s.data("aws_prefix_list", "foreign", body! { name = "ours"; cidr_blocks = list!["203.0.113.0/24"]; });
    });
    assert_eq!(
        said(&all, "prefix_lists", "aws_ec2_managed_prefix_list.own"),
        ["contents = Blocks({192.0.2.0/24, 198.51.100.0/24})", "name = \"partners\"", "weight = 5"]
    );
    let of = |name: &str, field: &str| value(&all, "prefix_lists", &format!("data.{name}"), field);
    assert_eq!(of("aws_ec2_managed_prefix_list.edge", "contents"), "Provider(CdnOriginFacing)");
    assert_eq!(of("aws_ec2_managed_prefix_list.edge", "weight"), "55");
    assert_eq!(of("aws_ec2_managed_prefix_list.checks", "contents"), "Provider(HealthCheckers)");
    assert_eq!(of("aws_prefix_list.foreign", "contents"), "Blocks({203.0.113.0/24})");
}

#[test]
fn lines_to_other_sites_say_what_is_behind_them() {
    let all = of_foreign(|s| {
        let (vpc, table) = network(s);
        let gateway = s.resource("aws_vpn_gateway", "g", body! {});
        s.resource(
            "aws_vpn_gateway_attachment",
            "g",
            body! { vpc_id = vpc.id(); vpn_gateway_id = gateway.id(); },
        );
        let line = s.resource(
            "aws_vpn_connection",
            "line",
            body! {
                vpn_gateway_id = gateway.id();
                static_routes_only = true;
            },
        );
        s.resource(
            "aws_vpn_connection_route",
            "line",
            body! {
                vpn_connection_id = line.id();
                destination_cidr_block = "172.16.0.0/12";
            },
        );
        s.resource(
            "aws_vpn_gateway_route_propagation",
            "g",
            body! {
                vpn_gateway_id = gateway.id();
                route_table_id = table.id();
            },
        );
    });
    assert_eq!(value(&all, "gateways", "aws_vpn_gateway.g", "network"), "networks plan:aws_vpc.main");
    assert_eq!(
        said(&all, "hybrid_connections", "aws_vpn_connection.line"),
        [
            "attachment = Gateway(gateways plan:aws_vpn_gateway.g)",
            "encrypted = true",
            "remote = 172.16.0.0/12"
        ]
    );
    let spots = super::blind(&all, "aws_vpn_gateway_route_propagation.g");
    assert_eq!(spots, ["vpn_gateway_id attribute not modelled"]);
}
