//! Interfaces of everything that has one. Owners that other sections read are tested there.

use polder_cloud::{Draft, Handle, body, list};
use polder_inventory::Inventory;

use super::{blind, inventory, said, value};

/// A network with two subnets and a group.
struct Base {
    vpc: Handle,
    a: Handle,
    b: Handle,
    group: Handle,
}

fn base(s: &Draft) -> Base {
    let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
    let subnet = |name: &str, block: &'static str, public: bool| {
        s.resource(
            "aws_subnet",
            name,
            body! {
                vpc_id = vpc.id();
                cidr_block = block;
                map_public_ip_on_launch = public;
            },
        )
    };
    let (a, b) = (subnet("a", "10.0.1.0/24", false), subnet("b", "10.0.2.0/24", true));
    let group = s.resource("aws_security_group", "g", body! { name = "g"; vpc_id = vpc.id(); });
    Base { vpc, a, b, group }
}

/// The fields of the interface of a resource in a subnet.
fn at(all: &Inventory, address: &str, subnet: &str, fields: &[&str]) -> Vec<String> {
    let part = format!("{address}#interface {subnet}");
    fields.iter().map(|field| value(all, "interfaces", &part, field)).collect()
}

const GROUP: &str = "security_groups t:aws_security_group.g";
const DEFAULT: &str = "security_groups t:aws_vpc.main#default security group";

#[test]
fn services_have_one_interface_in_each_subnet() {
    let all = inventory(|s| {
        let base = base(s);
        s.resource(
            "aws_ecs_service",
            "api",
            body! {
                network_configuration {
                    subnets = list![base.a.id(), base.b.id()];
                    security_groups = list![base.group.id()];
                    assign_public_ip = true;
                }
            },
        );
        s.resource("aws_ecs_service", "on_machines", body! { name = "bridge"; });
        let task =
            |name: &str| s.resource("aws_ecs_task_definition", name, body! { network_mode = "awsvpc"; });
        let (scheduled, _by_hand) = (task("scheduled"), task("by_hand"));
        s.resource(
            "aws_scheduler_schedule",
            "job",
            body! {
                target {
                    ecs_parameters {
                        task_definition_arn = scheduled.arn();
                        network_configuration { subnets = list![base.a.id()]; }
                    }
                }
            },
        );
    });
    assert_eq!(all.networks.interfaces.len(), 3);
    for subnet in ["aws_subnet.a", "aws_subnet.b"] {
        let said = at(&all, "aws_ecs_service.api", subnet, &["subnet", "groups", "public", "filtered"]);
        assert_eq!(said, [&format!("subnets t:{subnet}"), GROUP, "Ephemeral", "true"]);
    }
    // Without groups of its own, a task carries the one of its network.
    assert_eq!(
        at(&all, "aws_scheduler_schedule.job", "aws_subnet.a", &["groups", "public"]),
        [DEFAULT, "None"]
    );
    // Who starts a task by hand says where it stands.
    let elsewhere = |name: &str| {
        let spots = blind(&all, &format!("aws_ecs_task_definition.{name}"));
        spots.contains(&"network_mode configured elsewhere".to_owned())
    };
    assert!(elsewhere("by_hand") && !elsewhere("scheduled"));
}

#[test]
fn functions_without_a_network_have_no_interface() {
    let all =
        inventory(|s| {
            let base = base(s);
            s.resource("aws_lambda_function", "inside", body! {
            vpc_config { subnet_ids = list![base.a.id()]; security_group_ids = list![base.group.id()]; }
        });
            // As a state has it.
            s.resource(
                "aws_lambda_function",
                "outside",
                body! {
                    vpc_config = list![body! { subnet_ids = list![]; security_group_ids = list![]; }];
                },
            );
        });
    assert_eq!(all.networks.interfaces.len(), 1);
    assert_eq!(at(&all, "aws_lambda_function.inside", "aws_subnet.a", &["listens", "groups"]), ["{}", GROUP]);
}

#[test]
fn databases_are_in_the_subnets_of_their_group() {
    let all = inventory(|s| {
        let base = base(s);
        let group = s.resource(
            "aws_db_subnet_group",
            "data",
            body! {
                name = "data";
                subnet_ids = list![base.a.id(), base.b.id()];
            },
        );
        let first = s.resource(
            "aws_db_instance",
            "first",
            body! {
                engine = "postgres";
                db_subnet_group_name = group.name();
                vpc_security_group_ids = list![base.group.id()];
            },
        );
        s.resource(
            "aws_db_instance",
            "replica",
            body! {
                replicate_source_db = first.get("identifier");
                publicly_accessible = true;
                port = 6000;
            },
        );
        let cluster = s.resource(
            "aws_rds_cluster",
            "c",
            body! {
                engine = "aurora-mysql";
                db_subnet_group_name = group.name();
            },
        );
        s.resource(
            "aws_rds_cluster_instance",
            "one",
            body! {
                cluster_identifier = cluster.id();
                publicly_accessible = true;
            },
        );
        s.resource("aws_db_instance", "lost", body! { engine = "oracle-ee"; });
    });
    let fields = ["groups", "listens", "public"];
    let port = |port: u16| format!("{{protocol: Tcp, port: {port}}}");
    let first = at(&all, "aws_db_instance.first", "aws_subnet.b", &fields);
    assert_eq!(first, [GROUP, &port(5432), "None"]);
    // A replica in the same region takes over the subnets of what it copies, but not its groups.
    let replica = at(&all, "aws_db_instance.replica", "aws_subnet.a", &fields);
    assert_eq!(replica, [DEFAULT, &port(6000), "Ephemeral"]);
    // Its machines say whether a cluster can be reached from the internet.
    let cluster = at(&all, "aws_rds_cluster.c", "aws_subnet.a", &fields);
    assert_eq!(cluster, [DEFAULT, &port(3306), "Ephemeral"]);
    let elsewhere = "unknown (configured elsewhere)";
    let lost = at(&all, "aws_db_instance.lost", "subnet", &["subnet", "groups", "listens"]);
    assert_eq!(lost, [elsewhere, elsewhere, &port(1521)]);
}

#[test]
fn caches_are_in_the_subnets_of_their_group() {
    let all = inventory(|s| {
        let base = base(s);
        let group = s.resource(
            "aws_elasticache_subnet_group",
            "data",
            body! {
                name = "data";
                subnet_ids = list![base.a.id()];
            },
        );
        let first = s.resource(
            "aws_elasticache_replication_group",
            "cache",
            body! {
                subnet_group_name = group.name();
                security_group_ids = list![base.group.id()];
            },
        );
        s.resource("aws_elasticache_cluster", "member", body! { replication_group_id = first.id(); });
        s.resource(
            "aws_elasticache_cluster",
            "own",
            body! { engine = "memcached"; subnet_group_name = group.name(); },
        );
        s.resource(
            "aws_elasticache_serverless_cache",
            "less",
            body! {
                engine = "valkey";
                subnet_ids = list![base.b.id()];
            },
        );
    });
    let of = |address: &str, subnet: &str| at(&all, address, subnet, &["listens", "groups"]);
    let port = |port: u16| format!("{{protocol: Tcp, port: {port}}}");
    assert_eq!(of("aws_elasticache_replication_group.cache", "aws_subnet.a"), [&port(6379), GROUP]);
    assert_eq!(of("aws_elasticache_cluster.own", "aws_subnet.a"), [&port(11_211), DEFAULT]);
    let both = format!("{} & {}", port(6379), port(6380));
    assert_eq!(of("aws_elasticache_serverless_cache.less", "aws_subnet.b"), [&both, DEFAULT]);
    assert!(said(&all, "interfaces", "aws_elasticache_cluster.member").is_empty());
}

#[test]
fn machines_get_public_addresses_as_they_say_or_else_as_their_subnet_does() {
    let all = inventory(|s| {
        let base = base(s);
        let machine = |name: &str, subnet: &Handle, public: Option<bool>| {
            s.resource(
                "aws_instance",
                name,
                body! {
                    subnet_id = subnet.id();
                    associate_public_ip_address = public;
                    vpc_security_group_ids = list![base.group.id()];
                },
            )
        };
        machine("quiet", &base.a, None);
        machine("loud", &base.b, None);
        machine("closed", &base.b, Some(false));
        let held = machine("held", &base.a, None);
        s.resource("aws_eip", "held", body! { instance = held.id(); });
        let template = s.resource("aws_launch_template", "t", body! {
            network_interfaces { associate_public_ip_address = "true"; security_groups = list![base.group.id()]; }
        });
        s.resource(
            "aws_autoscaling_group",
            "pool",
            body! {
                vpc_zone_identifier = list![base.a.id()];
                mixed_instances_policy {
                    launch_template {
                        launch_template_specification { launch_template_id = template.id(); }
                    }
                }
            },
        );
    });
    let public = |address: &str, subnet: &str| at(&all, address, subnet, &["public"]).remove(0);
    assert_eq!(public("aws_instance.quiet", "aws_subnet.a"), "None");
    assert_eq!(public("aws_instance.loud", "aws_subnet.b"), "Ephemeral");
    assert_eq!(public("aws_instance.closed", "aws_subnet.b"), "None");
    assert_eq!(public("aws_instance.held", "aws_subnet.a"), "Reserved(public_addresses t:aws_eip.held)");
    let pool = at(&all, "aws_autoscaling_group.pool", "aws_subnet.a", &["public", "groups"]);
    assert_eq!(pool, ["Ephemeral", GROUP]);
}

#[test]
fn interfaces_that_are_resources_are_those_of_their_machine() {
    let all = inventory(|s| {
        let base = base(s);
        let card = s.resource(
            "aws_network_interface",
            "card",
            body! {
                subnet_id = base.a.id();
                private_ips = list!["10.0.1.10"];
                security_groups = list![base.group.id()];
                source_dest_check = false;
            },
        );
        s.resource("aws_network_interface", "plain", body! { subnet_id = base.a.id(); });
        let machine = s.resource(
            "aws_instance",
            "m",
            body! {
                network_interface { device_index = 0; network_interface_id = card.id(); }
            },
        );
        s.resource(
            "aws_route",
            "r",
            body! {
                route_table_id = "rtb-1";
                destination_cidr_block = "0.0.0.0/0";
                instance_id = machine.id();
            },
        );
        let address = s.resource("aws_eip", "e", body! { public_ip = "203.0.113.7"; });
        s.resource(
            "aws_eip_association",
            "e",
            body! {
                allocation_id = address.id();
                network_interface_id = card.id();
            },
        );
    });
    assert_eq!(all.networks.interfaces.len(), 2);
    let of =
        |name: &str, field: &str| value(&all, "interfaces", &format!("aws_network_interface.{name}"), field);
    assert_eq!(of("card", "addresses"), "10.0.1.10/32");
    assert_eq!((of("card", "forwards"), of("plain", "forwards")), ("true".to_owned(), "false".to_owned()));
    assert_eq!((of("card", "groups").as_str(), of("plain", "groups").as_str()), (GROUP, DEFAULT));
    assert_eq!(of("card", "public"), "Reserved(public_addresses t:aws_eip.e)");
    let target = value(&all, "routes", "aws_route.r", "target");
    assert_eq!(target, "Interface(interfaces t:aws_network_interface.card)");
    assert_eq!(value(&all, "public_addresses", "aws_eip.e", "address"), "203.0.113.7/32");
}

#[test]
fn load_balancers_answer_at_their_listeners() {
    let all = inventory(|s| {
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
    let web = at(
        &all,
        "aws_lb.web",
        "aws_subnet.a",
        &["listens", "public", "groups", "filtered", "owner", "forwards"],
    );
    let ports = "{protocol: Tcp, port: 443} & {protocol: Tcp, port: 80}";
    assert_eq!(web, [ports, "Ephemeral", GROUP, "true", "load_balancers t:aws_lb.web", "false"]);
    let fields = ["public", "groups", "filtered", "addresses", "forwards"];
    // Made without groups, it is not filtered; for UDP its targets see the addresses of clients.
    let held = "Reserved(public_addresses t:aws_eip.e)";
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
fn clusters_and_their_machines_carry_the_group_that_eks_makes() {
    let all =
        inventory(|s| {
            let base = base(s);
            let cluster = s.resource("aws_eks_cluster", "k", body! {
            name = "k";
            vpc_config { subnet_ids = list![base.a.id()]; security_group_ids = list![base.group.id()]; }
        });
            s.resource(
                "aws_eks_node_group",
                "plain",
                body! {
                    cluster_name = cluster.name();
                    subnet_ids = list![base.a.id()];
                },
            );
            let template = s.resource(
                "aws_launch_template",
                "t",
                body! { vpc_security_group_ids = list![base.group.id()]; },
            );
            s.resource(
                "aws_eks_node_group",
                "own",
                body! {
                    cluster_name = "k";
                    subnet_ids = list![base.a.id()];
                    launch_template { id = template.id(); }
                },
            );
            s.resource(
                "aws_vpc_security_group_ingress_rule",
                "r",
                body! {
                    security_group_id = cluster.get("vpc_config").at(0).field("cluster_security_group_id");
                    ip_protocol = "tcp";
                    from_port = 443;
                    to_port = 443;
                    cidr_ipv4 = "10.0.0.0/8";
                },
            );
        });
    let made = "security_groups t:aws_eks_cluster.k#cluster security group";
    let plane = at(&all, "aws_eks_cluster.k", "control plane aws_subnet.a", &["groups", "listens", "role"]);
    let port = "{protocol: Tcp, port: 443}";
    assert_eq!(plane, [&format!("{made} & {GROUP}"), port, "\"control plane\""]);
    assert_eq!(at(&all, "aws_eks_node_group.plain", "aws_subnet.a", &["groups"]), [made]);
    assert_eq!(at(&all, "aws_eks_node_group.own", "aws_subnet.a", &["groups"]), [GROUP]);
    let rule = "aws_vpc_security_group_ingress_rule.r";
    assert_eq!(value(&all, "security_group_rules", rule, "group"), made);
    let group = "aws_eks_cluster.k#cluster security group";
    assert_eq!(value(&all, "security_groups", group, "network"), "networks t:aws_vpc.main");
}

#[test]
fn ways_for_traffic_have_interfaces() {
    let all = inventory(|s| {
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
    let held = "Reserved(public_addresses t:aws_eip.nat)";
    assert_eq!(nat, [held, "false", "true", "nat_gateways t:aws_nat_gateway.n"]);
    for subnet in ["aws_subnet.a", "aws_subnet.b"] {
        let endpoint = at(&all, "aws_vpc_endpoint.logs", subnet, &["groups", "listens", "public"]);
        assert_eq!(endpoint, [GROUP, "{protocol: Tcp, port: 443}", "None"]);
    }
    let link = at(&all, "aws_apigatewayv2_vpc_link.l", "aws_subnet.a", &["listens", "owner"]);
    assert_eq!(link, ["{}", "api_links t:aws_apigatewayv2_vpc_link.l"]);
    let resolver = at(&all, "aws_route53_resolver_endpoint.in", "aws_subnet.a", &["listens", "addresses"]);
    let both = "{protocol: Tcp, port: 53} & {protocol: Udp, port: 53}";
    assert_eq!(resolver, [both, "10.0.1.53/32"]);
}
