//! Interfaces of services, functions, instances and clusters.

use polder_cloud::{Handle, body, list};

use super::{DEFAULT, GROUP, at, base};
use crate::networks::tests::{blind, value};
use crate::test_graphs::of_foreign;

#[test]
fn services_have_one_interface_in_each_subnet() {
    let all = of_foreign(|s| {
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
        assert_eq!(said, [&format!("subnets plan:{subnet}"), GROUP, "Ephemeral", "true"]);
    }
    // Without security groups, a task gets the default group of its VPC.
    assert_eq!(
        at(&all, "aws_scheduler_schedule.job", "aws_subnet.a", &["groups", "public"]),
        [DEFAULT, "None"]
    );
    // A task that is started on demand gets its subnets from the caller.
    let elsewhere = |name: &str| {
        let spots = blind(&all, &format!("aws_ecs_task_definition.{name}"));
        spots.contains(&"network_mode configured elsewhere".to_owned())
    };
    assert!(elsewhere("by_hand") && !elsewhere("scheduled"));
}

#[test]
fn functions_without_a_network_have_no_interface() {
    let all =
        of_foreign(|s| {
            let base = base(s);
            s.resource("aws_lambda_function", "inside", body! {
            vpc_config { subnet_ids = list![base.a.id()]; security_group_ids = list![base.group.id()]; }
        });
            // As in a state.
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
fn machines_get_public_addresses_as_they_say_or_else_as_their_subnet_does() {
    let all = of_foreign(|s| {
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
    assert_eq!(public("aws_instance.held", "aws_subnet.a"), "Reserved(public_addresses plan:aws_eip.held)");
    let pool = at(&all, "aws_autoscaling_group.pool", "aws_subnet.a", &["public", "groups"]);
    assert_eq!(pool, ["Ephemeral", GROUP]);
}

#[test]
fn interfaces_that_are_resources_are_those_of_their_machine() {
    let all = of_foreign(|s| {
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
    assert_eq!(of("card", "public"), "Reserved(public_addresses plan:aws_eip.e)");
    let target = value(&all, "routes", "aws_route.r", "target");
    assert_eq!(target, "Interface(interfaces plan:aws_network_interface.card)");
    assert_eq!(value(&all, "public_addresses", "aws_eip.e", "address"), "203.0.113.7/32");
}

#[test]
fn clusters_and_their_machines_carry_the_group_that_eks_makes() {
    let all =
        of_foreign(|s| {
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
    let made = "security_groups plan:aws_eks_cluster.k#cluster security group";
    let plane = at(&all, "aws_eks_cluster.k", "control plane aws_subnet.a", &["groups", "listens", "role"]);
    let port = "{protocol: Tcp, port: 443}";
    assert_eq!(plane, [&format!("{made} & {GROUP}"), port, "\"control plane\""]);
    assert_eq!(at(&all, "aws_eks_node_group.plain", "aws_subnet.a", &["groups"]), [made]);
    assert_eq!(at(&all, "aws_eks_node_group.own", "aws_subnet.a", &["groups"]), [GROUP]);
    let rule = "aws_vpc_security_group_ingress_rule.r";
    assert_eq!(value(&all, "security_group_rules", rule, "group"), made);
    let group = "aws_eks_cluster.k#cluster security group";
    assert_eq!(value(&all, "security_groups", group, "network"), "networks plan:aws_vpc.main");
}
