//! Interfaces of gateways, endpoints and load balancers.

use polder_cloud::{body, list};

use super::{GROUP, at, base};
use crate::test_graphs::of_foreign;

#[test]
fn application_load_balancers_answer_at_their_listeners() {
    let all = of_foreign(|s| {
        let base = base(s);
        let web = s.resource(
            "aws_lb",
            "web",
            body! {
                subnets = list![base.a.id(), base.b.id()];
                security_groups = list![base.group.id()];
            },
        );
        for port in [80, 443] {
            s.resource(
                "aws_lb_listener",
                format!("web_{port}"),
                body! { load_balancer_arn = web.arn(); port = port; },
            );
        }
    });
    let web = at(
        &all,
        "aws_lb.web",
        "aws_subnet.a",
        &["listens", "public", "groups", "filtered", "owner", "forwards"],
    );
    let ports = "{protocol: Tcp, port: 443} & {protocol: Tcp, port: 80}";
    assert_eq!(web, [ports, "Ephemeral", GROUP, "true", "load_balancers plan:aws_lb.web", "false"]);
}

#[test]
fn network_load_balancers_may_have_no_groups() {
    let all = of_foreign(|s| {
        let base = base(s);
        let address = s.resource("aws_eip", "e", body! {});
        let fast = s.resource(
            "aws_lb",
            "fast",
            body! {
                load_balancer_type = "network";
                subnet_mapping { subnet_id = base.a.id(); allocation_id = address.id(); }
                subnet_mapping { subnet_id = base.b.id(); private_ipv4_address = "10.0.2.5"; }
            },
        );
        let group = s.resource(
            "aws_lb_target_group",
            "udp",
            body! { protocol = "UDP"; port = 53; target_type = "ip"; },
        );
        s.resource(
            "aws_lb_listener",
            "fast",
            body! {
                load_balancer_arn = fast.arn();
                port = 53;
                protocol = "TCP_UDP";
                default_action { type = "forward"; target_group_arn = group.arn(); }
            },
        );
        s.resource(
            "aws_lb",
            "inner",
            body! {
                load_balancer_type = "network";
                internal = true;
                subnets = list![base.a.id()];
                security_groups = list![base.group.id()];
            },
        );
    });
    let fields = ["public", "groups", "filtered", "addresses", "forwards"];
    // Without groups, it is not filtered; for UDP, client addresses are preserved.
    let held = "Reserved(public_addresses plan:aws_eip.e)";
    let fast = at(&all, "aws_lb.fast", "aws_subnet.a", &fields);
    assert_eq!(fast, [held, "{}", "false", "none", "true"]);
    let second = at(&all, "aws_lb.fast", "aws_subnet.b", &fields);
    assert_eq!(second, ["Ephemeral", "{}", "false", "10.0.2.5/32", "true"]);
    let listens = at(&all, "aws_lb.fast", "aws_subnet.b", &["listens"]);
    assert_eq!(listens, ["{protocol: Tcp, port: 53} & {protocol: Udp, port: 53}"]);
    let inner = at(&all, "aws_lb.inner", "aws_subnet.a", &fields);
    assert_eq!(inner, ["None", GROUP, "true", "none", "false"]);
}

#[test]
fn ways_for_traffic_have_interfaces() {
    let all = of_foreign(|s| {
        let base = base(s);
        let address = s.resource("aws_eip", "nat", body! {});
        s.resource("aws_nat_gateway", "n", body! { subnet_id = base.b.id(); allocation_id = address.id(); });
        let endpoint = s.resource(
            "aws_vpc_endpoint",
            "logs",
            body! {
                vpc_id = base.vpc.id();
                vpc_endpoint_type = "Interface";
                service_name = "com.amazonaws.eu-central-1.logs";
                subnet_ids = list![base.a.id()];
            },
        );
        s.resource(
            "aws_vpc_endpoint_subnet_association",
            "b",
            body! {
                vpc_endpoint_id = endpoint.id();
                subnet_id = base.b.id();
            },
        );
        s.resource(
            "aws_vpc_endpoint_security_group_association",
            "g",
            body! {
                vpc_endpoint_id = endpoint.id();
                security_group_id = base.group.id();
            },
        );
        s.resource(
            "aws_apigatewayv2_vpc_link",
            "l",
            body! {
                subnet_ids = list![base.a.id()];
                security_group_ids = list![base.group.id()];
            },
        );
        s.resource(
            "aws_route53_resolver_endpoint",
            "in",
            body! {
                direction = "INBOUND";
                security_group_ids = list![base.group.id()];
                ip_address { subnet_id = base.a.id(); ip = "10.0.1.53"; }
            },
        );
    });
    let nat = at(&all, "aws_nat_gateway.n", "aws_subnet.b", &["public", "filtered", "forwards", "owner"]);
    let held = "Reserved(public_addresses plan:aws_eip.nat)";
    assert_eq!(nat, [held, "false", "true", "nat_gateways plan:aws_nat_gateway.n"]);
    for subnet in ["aws_subnet.a", "aws_subnet.b"] {
        let endpoint = at(&all, "aws_vpc_endpoint.logs", subnet, &["groups", "listens", "public"]);
        assert_eq!(endpoint, [GROUP, "{protocol: Tcp, port: 443}", "None"]);
    }
    let link = at(&all, "aws_apigatewayv2_vpc_link.l", "aws_subnet.a", &["listens", "owner"]);
    assert_eq!(link, ["{}", "api_links plan:aws_apigatewayv2_vpc_link.l"]);
    let resolver = at(&all, "aws_route53_resolver_endpoint.in", "aws_subnet.a", &["listens", "addresses"]);
    let both = "{protocol: Tcp, port: 53} & {protocol: Udp, port: 53}";
    assert_eq!(resolver, [both, "10.0.1.53/32"]);
}
