//! Peerings, transit gateways, VPN connections and endpoints.

use polder_cloud::{body, list};

use super::{network, said, value};
use crate::test_graphs::of_foreign;

#[test]
fn gateway_endpoints_have_tables_and_a_list_of_addresses() {
    let all = of_foreign(|s| {
        let (vpc, table) = network(s);
        let endpoint = s.resource(
            "aws_vpc_endpoint",
            "s3",
            body! {
                vpc_id = vpc.id();
                service_name = "com.amazonaws.eu-central-1.s3";
                route_table_ids = list![table.id()];
            },
        );
        s.resource(
            "aws_vpc_endpoint_route_table_association",
            "main",
            body! {
                vpc_endpoint_id = endpoint.id();
                route_table_id = vpc.get("main_route_table_id");
            },
        );
        s.resource(
            "aws_vpc_security_group_egress_rule",
            "s3",
            body! {
                security_group_id = "sg-1";
                ip_protocol = "tcp";
                from_port = 443;
                to_port = 443;
                prefix_list_id = endpoint.get("prefix_list_id");
            },
        );
    });
    assert_eq!(
        said(&all, "private_endpoints", "aws_vpc_endpoint.s3"),
        [
            "kind = Gateway",
            "kind.route_tables = route_tables plan:aws_route_table.app",
            "kind.route_tables = route_tables plan:aws_vpc.main#main route table",
            "network = networks plan:aws_vpc.main",
            "service = Provider",
            "service.region = \"eu-central-1\"",
            "service.service = \"s3\"",
        ]
    );
    let peer = value(&all, "security_group_rules", "aws_vpc_security_group_egress_rule.s3", "peer");
    assert_eq!(peer, "PrefixList(prefix_lists plan:aws_vpc_endpoint.s3#prefix list)");
    assert_eq!(
        said(&all, "prefix_lists", "aws_vpc_endpoint.s3"),
        [
            "#prefix list/contents = Provider(Service{service: \"s3\", region: \"eu-central-1\"})",
            "#prefix list/name = \"com.amazonaws.eu-central-1.s3\"",
            "#prefix list/weight = 1",
        ]
    );
}

#[test]
fn names_of_services_are_taken_apart() {
    let parts = |name: &str| {
        let (service, region) = crate::networks::vpcs::vpc_endpoint::parts(name)?;
        Some(format!("{service} {}", region.as_deref().unwrap_or("-")))
    };
    assert_eq!(parts("com.amazonaws.eu-west-1.dynamodb").as_deref(), Some("dynamodb eu-west-1"));
    // Two endpoints of one service are distinguished: the one for the actions has their prefix.
    assert_eq!(parts("com.amazonaws.eu-west-1.ecr.api").as_deref(), Some("ecr eu-west-1"));
    assert_eq!(parts("com.amazonaws.eu-west-1.ecr.dkr").as_deref(), Some("ecr.dkr eu-west-1"));
    assert_eq!(parts("com.amazonaws.us-gov-west-1.monitoring").as_deref(), Some("cloudwatch us-gov-west-1"));
    assert_eq!(parts("aws.sagemaker.eu-west-1.notebook").as_deref(), Some("sagemaker.notebook eu-west-1"));
    assert_eq!(parts("cn.com.amazonaws.cn-north-1.sqs").as_deref(), Some("sqs cn-north-1"));
    assert_eq!(parts("com.amazonaws.s3-global.accesspoint").as_deref(), Some("s3-global.accesspoint -"));
    assert_eq!(parts("example.com"), None);
}

#[test]
fn endpoints_lead_to_published_services() {
    let all = of_foreign(|s| {
        let (vpc, _) = network(s);
        let balancer =
            s.resource("aws_lb", "inner", body! { load_balancer_type = "network"; internal = true; });
        let service = s.resource(
            "aws_vpc_endpoint_service",
            "own",
            body! {
                acceptance_required = false;
                network_load_balancer_arns = list![balancer.arn()];
                allowed_principals = list!["arn:aws:iam::111111111111:root"];
            },
        );
        s.resource(
            "aws_vpc_endpoint",
            "own",
            body! {
                vpc_id = vpc.id();
                vpc_endpoint_type = "Interface";
                service_name = service.get("service_name");
            },
        );
        s.resource(
            "aws_vpc_endpoint",
            "foreign",
            body! {
                vpc_id = vpc.id();
                vpc_endpoint_type = "Interface";
                private_dns_enabled = true;
                service_name = "com.amazonaws.vpce.eu-central-1.vpce-svc-0a1b";
            },
        );
    });
    let service =
        |name: &str| value(&all, "private_endpoints", &format!("aws_vpc_endpoint.{name}"), "service");
    assert_eq!(service("own"), "Published(endpoint_services plan:aws_vpc_endpoint_service.own)");
    assert_eq!(service("foreign"), "Published(externals com.amazonaws.vpce.eu-central-1.vpce-svc-0a1b)");
    let names = |name: &str| {
        value(&all, "private_endpoints", &format!("aws_vpc_endpoint.{name}"), "kind.private_dns")
    };
    assert_eq!((names("own").as_str(), names("foreign").as_str()), ("false", "true"));
    assert_eq!(
        said(&all, "endpoint_services", "aws_vpc_endpoint_service.own"),
        [
            "acceptance_required = false",
            "allowed = \"arn:aws:iam::111111111111:root\"",
            "load_balancers = load_balancers plan:aws_lb.inner",
        ]
    );
}

#[test]
fn names_of_the_other_side_of_a_peering_resolve_where_the_other_side_allows_it() {
    let all = of_foreign(|s| {
        let (vpc, _) = network(s);
        let other = s.resource("aws_vpc", "other", body! { cidr_block = "10.1.0.0/16"; });
        let peering = s.resource(
            "aws_vpc_peering_connection",
            "p",
            body! {
                vpc_id = vpc.id();
                peer_vpc_id = other.id();
                accepter { allow_remote_vpc_dns_resolution = true; }
            },
        );
        s.resource(
            "aws_vpc_peering_connection",
            "waiting",
            body! { vpc_id = vpc.id(); peer_vpc_id = other.id(); },
        );
        s.resource(
            "aws_vpc_peering_connection",
            "foreign",
            body! { vpc_id = vpc.id(); peer_vpc_id = "vpc-9"; },
        );
        s.resource(
            "aws_vpc_peering_connection_accepter",
            "p",
            body! {
                vpc_peering_connection_id = peering.id();
                auto_accept = true;
            },
        );
    });
    assert_eq!(
        said(&all, "peerings", "aws_vpc_peering_connection.p"),
        [
            "accepted = true",
            "accepter = networks plan:aws_vpc.other",
            "accepter_resolves = false",
            "requester = networks plan:aws_vpc.main",
            "requester_resolves = true",
        ]
    );
    assert_eq!(value(&all, "peerings", "aws_vpc_peering_connection.waiting", "accepted"), "false");
    let foreign = value(&all, "peerings", "aws_vpc_peering_connection.foreign", "accepted");
    assert_eq!(foreign, "unknown (configured elsewhere)");
}

#[test]
fn attachments_use_the_default_table_of_their_transit_gateway_unless_they_name_another() {
    let all = of_foreign(|s| {
        let (vpc, _) = network(s);
        let subnet = s.resource("aws_subnet", "a", body! { vpc_id = vpc.id(); cidr_block = "10.0.1.0/24"; });
        let hub = s.resource(
            "aws_ec2_transit_gateway",
            "hub",
            body! { default_route_table_propagation = "disable"; },
        );
        let attachment = |name: &str| {
            s.resource(
                "aws_ec2_transit_gateway_vpc_attachment",
                name,
                body! {
                    transit_gateway_id = hub.id();
                    vpc_id = vpc.id();
                    subnet_ids = list![subnet.id()];
                },
            )
        };
        attachment("plain");
        let own = attachment("own");
        let table =
            s.resource("aws_ec2_transit_gateway_route_table", "t", body! { transit_gateway_id = hub.id(); });
        for kind in [
            "aws_ec2_transit_gateway_route_table_association",
            "aws_ec2_transit_gateway_route_table_propagation",
        ] {
            s.resource(
                kind,
                "own",
                body! {
                    transit_gateway_attachment_id = own.id();
                    transit_gateway_route_table_id = table.id();
                },
            );
        }
        s.resource(
            "aws_ec2_transit_gateway_route",
            "out",
            body! {
                transit_gateway_route_table_id = hub.get("association_default_route_table_id");
                destination_cidr_block = "0.0.0.0/0";
                transit_gateway_attachment_id = own.id();
            },
        );
        s.resource(
            "aws_ec2_transit_gateway_route",
            "nowhere",
            body! {
                transit_gateway_route_table_id = table.id();
                destination_cidr_block = "10.0.0.0/8";
                blackhole = true;
            },
        );
    });
    let of = |name: &str, field: &str| {
        value(&all, "transit_attachments", &format!("aws_ec2_transit_gateway_vpc_attachment.{name}"), field)
    };
    let default = "transit_route_tables plan:aws_ec2_transit_gateway.hub#default route table";
    let own = "transit_route_tables plan:aws_ec2_transit_gateway_route_table.t";
    assert_eq!((of("plain", "association").as_str(), of("plain", "propagations").as_str()), (default, "{}"));
    assert_eq!((of("own", "association").as_str(), of("own", "propagations").as_str()), (own, own));
    let route = |name: &str, field: &str| {
        value(&all, "transit_routes", &format!("aws_ec2_transit_gateway_route.{name}"), field)
    };
    assert_eq!(route("out", "target"), "transit_attachments plan:aws_ec2_transit_gateway_vpc_attachment.own");
    assert_eq!(route("nowhere", "target"), "none");
}

#[test]
fn the_default_table_of_a_transit_gateway_can_be_named_by_its_attribute() {
    let all = of_foreign(|s| {
        let hub = s.resource("aws_ec2_transit_gateway", "hub", body! {});
        s.resource(
            "aws_ec2_transit_gateway_route",
            "late",
            body! {
                transit_gateway_route_table_id = hub.get("association_default_route_table_id");
                destination_cidr_block = "0.0.0.0/0";
                blackhole = true;
            },
        );
    });
    let table = value(&all, "transit_routes", "aws_ec2_transit_gateway_route.late", "table");
    assert_eq!(table, "transit_route_tables plan:aws_ec2_transit_gateway.hub#default route table");
}
