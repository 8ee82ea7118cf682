//! What the prover says of small networks of others. Each case is one that real plans of Terraform confirmed: who can open
//! connections to what.

use std::fmt::Write as _;

use polder::prove_plans;
use polder_testkit::plan_of;
use polder_verdict::Label::{self, Proved, Refuted, Undecided};
use serde_json::{Map, Value, json};

type Resources = Map<String, Value>;

/// A case: what differs from the network with a public and a private subnet, and the verdicts about entry points and about the data
/// tier.
struct Case {
    name: &'static str,
    resources: fn(&mut Resources),
    entry_points: Label,
    data_tier: Label,
}

/// A target group that the plan does not contain.
const ELSEWHERE: &str =
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shared/0123456789abcdef";

const CASES: [Case; 62] = [
    Case {
        name: "a machine in a public subnet",
        resources: |all| machine(all, "public"),
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a machine in a private subnet whose group is open",
        resources: |all| machine(all, "private"),
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a public subnet without public addresses",
        resources: |all| {
            all["aws_subnet.public"]["map_public_ip_on_launch"] = json!(false);
            machine(all, "public");
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "the machine asks for a public address itself",
        resources: |all| {
            all["aws_subnet.public"]["map_public_ip_on_launch"] = json!(false);
            machine(all, "public");
            all["aws_instance.web"]["associate_public_ip_address"] = json!(true);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "an elastic IP",
        resources: |all| {
            all["aws_subnet.public"]["map_public_ip_on_launch"] = json!(false);
            machine(all, "public");
            put(all, "aws_eip.e", json!({ "instance": "$aws_instance.web.id" }));
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "an elastic IP by association",
        resources: |all| {
            all["aws_subnet.public"]["map_public_ip_on_launch"] = json!(false);
            machine(all, "public");
            put(all, "aws_eip.e", json!({}));
            let ends = json!({ "instance_id": "$aws_instance.web.id", "allocation_id": "$aws_eip.e.id" });
            put(all, "aws_eip_association.a", ends);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "no route to the internet gateway",
        resources: |all| {
            all["aws_route_table.public"]["route"] = json!([]);
            machine(all, "public");
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "the main route table leads to the internet",
        resources: |all| {
            all.remove("aws_route_table_association.public");
            let ends =
                json!({ "vpc_id": "$aws_vpc.main.id", "route_table_id": "$aws_route_table.public.id" });
            put(all, "aws_main_route_table_association.m", ends);
            machine(all, "public");
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a network ACL denies the port",
        resources: |all| {
            machine(all, "public");
            let entry = |number: u32, action: &str, protocol: &str, port: u16| {
                json!({ "rule_no": number, "action": action, "protocol": protocol, "from_port": port,
                    "to_port": port, "cidr_block": "0.0.0.0/0" })
            };
            let acl = json!({ "vpc_id": "$aws_vpc.main.id", "subnet_ids": ["$aws_subnet.public.id"],
                "ingress": [entry(100, "deny", "tcp", 22), entry(200, "allow", "-1", 0)],
                "egress": [entry(200, "allow", "-1", 0)] });
            put(all, "aws_network_acl.n", acl);
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a network ACL does not let replies out",
        resources: |all| {
            machine(all, "public");
            let entry = |protocol: &str, from: u16, to: u16| {
                json!({ "rule_no": 100, "action": "allow", "protocol": protocol, "from_port": from,
                    "to_port": to, "cidr_block": "0.0.0.0/0" })
            };
            let acl = json!({ "vpc_id": "$aws_vpc.main.id", "subnet_ids": ["$aws_subnet.public.id"],
                "ingress": [entry("-1", 0, 0)], "egress": [entry("tcp", 443, 443)] });
            put(all, "aws_network_acl.n", acl);
        },
        // Clients of the world may use each source port, 443 as well.
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "rules as resources",
        resources: |all| {
            machine(all, "public");
            all["aws_security_group.web"]["ingress"] = json!([]);
            let rule = json!({ "security_group_id": "$aws_security_group.web.id", "cidr_ipv4": "0.0.0.0/0",
                "from_port": 22, "to_port": 22, "ip_protocol": "tcp" });
            put(all, "aws_vpc_security_group_ingress_rule.ssh", rule);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "rules as older resources",
        resources: |all| {
            machine(all, "public");
            all["aws_security_group.web"]["ingress"] = json!([]);
            let rule = json!({ "security_group_id": "$aws_security_group.web.id", "type": "ingress",
                "cidr_blocks": ["0.0.0.0/0"], "from_port": 0, "to_port": 65535, "protocol": "tcp" });
            put(all, "aws_security_group_rule.ssh", rule);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a machine without a subnet is in a default subnet, which is public",
        resources: |all| {
            machine(all, "public");
            all["aws_instance.web"]["subnet_id"] = json!("?");
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a machine in the default VPC whose only group is the default one",
        resources: |all| {
            let body = json!({ "ami": "ami-0123456789abcdef0", "instance_type": "t3.micro", "subnet_id": "?",
                "vpc_security_group_ids": "?" });
            put(all, "aws_instance.web", body);
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a database in the default VPC with a public address and an open group",
        resources: |all| {
            database(all, "0.0.0.0/0", true);
            all["aws_db_instance.db"]["db_subnet_group_name"] = json!("?");
        },
        entry_points: Proved,
        data_tier: Refuted,
    },
    Case {
        name: "a machine in a default subnet that the plan manages",
        resources: |all| {
            machine(all, "public");
            put(
                all,
                "aws_default_subnet.a",
                json!({ "availability_zone": "eu-central-1a", "vpc_id": "?",
                "cidr_block": "?" }),
            );
            all["aws_instance.web"]["subnet_id"] = json!("$aws_default_subnet.a.id");
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a group of machines",
        resources: |all| {
            let groups = json!(["$aws_security_group.web.id"]);
            let cards = json!([{ "associate_public_ip_address": "true", "security_groups": groups }]);
            put(all, "aws_launch_template.lt", json!({ "name": "web", "network_interfaces": cards }));
            let group = json!({ "min_size": 1, "max_size": 1, "vpc_zone_identifier": ["$aws_subnet.public.id"],
                "launch_template": [{ "id": "$aws_launch_template.lt.id" }] });
            put(all, "aws_autoscaling_group.g", group);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "tasks without port mappings have addresses of their own all the same",
        resources: |all| {
            let containers = r#"[{"name":"a","image":"nginx","essential":true}]"#;
            let definition = json!({ "family": "t", "network_mode": "awsvpc", "cpu": "256", "memory": "512",
                "requires_compatibilities": ["FARGATE"], "container_definitions": containers });
            put(all, "aws_ecs_task_definition.t", definition);
            put(all, "aws_ecs_cluster.c", json!({ "name": "c" }));
            let place = json!([{ "subnets": ["$aws_subnet.public.id"], "assign_public_ip": true,
                "security_groups": ["$aws_security_group.web.id"] }]);
            let service = json!({ "name": "s", "cluster": "$aws_ecs_cluster.c.id", "launch_type": "FARGATE",
                "task_definition": "$aws_ecs_task_definition.t.arn", "network_configuration": place });
            put(all, "aws_ecs_service.s", service);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a database with a public address",
        resources: |all| database(all, "0.0.0.0/0", true),
        entry_points: Proved,
        data_tier: Refuted,
    },
    Case {
        name: "a database without one",
        resources: |all| database(all, "0.0.0.0/0", false),
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a machine in a public subnet reaches the database",
        resources: |all| {
            machine(all, "public");
            database(all, "10.0.0.0/16", false);
        },
        entry_points: Refuted,
        data_tier: Refuted,
    },
    Case {
        name: "a machine in a private subnet reaches the database",
        resources: |all| {
            machine(all, "private");
            database(all, "10.0.0.0/16", false);
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "networks behind a transit gateway may reach the database",
        resources: |all| {
            database(all, "10.0.0.0/8", false);
            put(all, "aws_ec2_transit_gateway.t", json!({}));
            let ends = json!({ "vpc_id": "$aws_vpc.main.id", "subnet_ids": ["$aws_subnet.private.id"],
                "transit_gateway_id": "$aws_ec2_transit_gateway.t.id" });
            put(all, "aws_ec2_transit_gateway_vpc_attachment.a", ends);
            let route = json!({ "route_table_id": "$aws_route_table.private.id",
                "destination_cidr_block": "10.0.0.0/8", "transit_gateway_id": "$aws_ec2_transit_gateway.t.id" });
            put(all, "aws_route.r", route);
        },
        entry_points: Proved,
        data_tier: Undecided,
    },
    Case {
        name: "a type that is not read and has no relation to networks",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_ses_domain_identity.d", json!({ "domain": "shop.example" }));
            put(all, "random_password.p", json!({ "length": 20 }));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a type that is not read and is in a subnet",
        resources: |all| {
            let notebook = json!({ "name": "n", "instance_type": "ml.t3.medium",
                "subnet_id": "$aws_subnet.public.id" });
            put(all, "aws_sagemaker_notebook_instance.n", notebook);
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a stack of CloudFormation can contain anything",
        resources: |all| put(all, "aws_cloudformation_stack.s", json!({ "name": "s" })),
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "an accelerator can lead to a machine",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_globalaccelerator_accelerator.a", json!({ "name": "a", "enabled": true }));
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a fleet of machines takes its subnets from a template",
        resources: |all| {
            let fleet = json!({ "target_capacity_specification": [{ "default_target_capacity_type": "spot",
                "total_target_capacity": 2 }] });
            put(all, "aws_ec2_fleet.f", fleet);
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a fleet of spot machines",
        resources: |all| {
            let fleet = json!({ "iam_fleet_role": "arn:aws:iam::111122223333:role/fleet",
                "target_capacity": 2 });
            put(all, "aws_spot_fleet_request.f", fleet);
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a data warehouse with a public address",
        resources: |all| {
            let subnets = json!({ "name": "g", "subnet_ids": ["$aws_subnet.public.id"] });
            put(all, "aws_redshift_subnet_group.g", subnets);
            let cluster = json!({ "cluster_identifier": "r", "node_type": "ra3.large", "publicly_accessible": true,
                "cluster_subnet_group_name": "$aws_redshift_subnet_group.g.name", "port": 22,
                "vpc_security_group_ids": ["$aws_security_group.web.id"] });
            put(all, "aws_redshift_cluster.r", cluster);
        },
        entry_points: Proved,
        data_tier: Refuted,
    },
    Case {
        name: "a public load balancer of connections leads to a private machine that admits clients",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "the machine behind it sees clients, and admits its network only",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_security_group.web", group("10.0.0.0/16", 22));
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "the machine behind it sees the load balancer, and admits its network",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_security_group.web", group("10.0.0.0/16", 22));
            balancer(
                all,
                &json!({ "load_balancer_type": "network" }),
                "TLS",
                &json!({ "preserve_client_ip": "false" }),
            );
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a group of the load balancer admits nobody",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_security_group.lb", group("10.0.0.0/16", 22));
            let settings = json!({ "load_balancer_type": "network",
                "security_groups": ["$aws_security_group.lb.id"] });
            balancer(all, &settings, "TCP", &json!({}));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "an internal load balancer",
        resources: |all| {
            machine(all, "private");
            let settings = json!({ "load_balancer_type": "network", "internal": true });
            balancer(all, &settings, "TCP", &json!({}));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "an Application Load Balancer answers itself",
        resources: |all| {
            machine(all, "private");
            let groups = json!({ "load_balancer_type": "application",
                "security_groups": ["$aws_security_group.web.id"] });
            balancer(all, &groups, "HTTP", &json!({}));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a classic load balancer of connections",
        resources: |all| {
            machine(all, "private");
            let listener = json!([{ "lb_port": 22, "lb_protocol": "tcp", "instance_port": 22,
                "instance_protocol": "tcp" }]);
            let body = json!({ "name": "c", "subnets": ["$aws_subnet.public.id"], "listener": listener,
                "security_groups": ["$aws_security_group.web.id"], "instances": ["$aws_instance.web.id"] });
            put(all, "aws_elb.c", body);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "the control plane of a cluster has a public endpoint",
        resources: |all| {
            cluster(all, json!({ "endpoint_public_access": true, "public_access_cidrs": ["0.0.0.0/0"] }));
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "the control plane of a cluster has a private endpoint only",
        resources: |all| {
            cluster(all, json!({ "endpoint_public_access": false, "endpoint_private_access": true }));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "the URL of a function asks for no credentials",
        resources: |all| url(all, "NONE"),
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "the URL of a function is for principals with rights",
        resources: |all| url(all, "AWS_IAM"),
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "an IPv6 block that AWS chooses, with a route to the internet",
        resources: |all| with_ipv6(all, "::/0"),
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "an IPv6 block that AWS chooses, and a group that admits one other block",
        resources: |all| with_ipv6(all, "fd00::/8"),
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "which resolvers machines ask decides nothing about packets",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_vpc_dhcp_options.o", json!({ "domain_name_servers": ["10.0.0.2"] }));
            let ends =
                json!({ "vpc_id": "$aws_vpc.main.id", "dhcp_options_id": "$aws_vpc_dhcp_options.o.id" });
            put(all, "aws_vpc_dhcp_options_association.a", ends);
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a document database in a subnet group of RDS",
        resources: |all| {
            put(all, "aws_security_group.db", group("10.0.0.0/16", 27017));
            put(
                all,
                "aws_db_subnet_group.db",
                json!({ "name": "db", "subnet_ids": ["$aws_subnet.private.id"] }),
            );
            let body = json!({ "cluster_identifier": "d", "db_subnet_group_name": "$aws_db_subnet_group.db.name",
                "vpc_security_group_ids": ["$aws_security_group.db.id"] });
            put(all, "aws_docdb_cluster.d", body);
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a search domain in no network",
        resources: |all| put(all, "aws_opensearch_domain.s", json!({ "domain_name": "s" })),
        entry_points: Proved,
        data_tier: Refuted,
    },
    Case {
        name: "a search domain in a network",
        resources: |all| {
            let place = json!([{ "subnet_ids": ["$aws_subnet.private.id"],
                "security_group_ids": ["$aws_security_group.web.id"] }]);
            put(all, "aws_opensearch_domain.s", json!({ "domain_name": "s", "vpc_options": place }));
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "a service of App Runner has an endpoint of its own",
        resources: |all| put(all, "aws_apprunner_service.a", json!({ "service_name": "a" })),
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a second target group of the same load balancer sees the load balancer",
        resources: |all| {
            machine(all, "private");
            put(all, "aws_security_group.web", group("10.0.0.0/16", 22));
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
            let body = json!({ "name": "second", "port": 22, "protocol": "TCP", "target_type": "instance",
                "vpc_id": "$aws_vpc.main.id", "preserve_client_ip": "false" });
            put(all, "aws_lb_target_group.second", body);
            let action =
                json!([{ "type": "forward", "target_group_arn": "$aws_lb_target_group.second.arn" }]);
            let body = json!({ "load_balancer_arn": "$aws_lb.lb.arn", "port": 2222, "protocol": "TCP",
                "default_action": action });
            put(all, "aws_lb_listener.second", body);
            let body = json!({ "target_group_arn": "$aws_lb_target_group.second.arn",
                "target_id": "$aws_instance.web.id", "port": 22 });
            put(all, "aws_lb_target_group_attachment.second", body);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a public load balancer passes connections on to a group that is not known",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
            all["aws_lb_listener.l"]["default_action"] =
                json!([{ "type": "forward", "target_group_arn": "?" }]);
        },
        entry_points: Undecided,
        data_tier: Proved,
    },
    Case {
        name: "a listener that passes connections on is of a load balancer that is not known",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network", "internal": true }), "TCP", &json!({}));
            all["aws_lb_listener.l"]["load_balancer_arn"] = json!("?");
        },
        entry_points: Undecided,
        data_tier: Proved,
    },
    Case {
        name: "the group of a target is not known",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
            all["aws_lb_target_group_attachment.a"]["target_group_arn"] = json!("?");
        },
        entry_points: Undecided,
        data_tier: Proved,
    },
    Case {
        name: "a public load balancer passes connections on to a group of another plan, with a target in this one",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network" }), "TCP", &json!({}));
            all.remove("aws_lb_target_group.tg");
            all["aws_lb_listener.l"]["default_action"] =
                json!([{ "type": "forward", "target_group_arn": ELSEWHERE }]);
            all["aws_lb_target_group_attachment.a"]["target_group_arn"] = json!(ELSEWHERE);
        },
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a listener that passes connections on is of a load balancer of another plan",
        resources: |all| {
            machine(all, "private");
            balancer(all, &json!({ "load_balancer_type": "network", "internal": true }), "TCP", &json!({}));
            all["aws_lb_listener.l"]["load_balancer_arn"] = json!(
                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/shared/0123456789abcdef"
            );
        },
        entry_points: Undecided,
        data_tier: Proved,
    },
    Case {
        name: "a URL without credentials of a function that the plan does not contain",
        resources: |all| {
            url(all, "NONE");
            all.remove("aws_lambda_function.f");
            all["aws_lambda_function_url.u"]["function_name"] = json!("elsewhere");
        },
        entry_points: Undecided,
        data_tier: Proved,
    },
    Case {
        name: "a URL with credentials of a function that the plan does not contain",
        resources: |all| {
            url(all, "AWS_IAM");
            all.remove("aws_lambda_function.f");
            all["aws_lambda_function_url.u"]["function_name"] = json!("elsewhere");
        },
        entry_points: Proved,
        data_tier: Proved,
    },
    Case {
        name: "an IPv6 block from a pool, which a group can name",
        resources: |all| {
            with_ipv6(all, "2600:1f14::/36");
            all["aws_vpc.main"]["assign_generated_ipv6_cidr_block"] = json!(false);
            all["aws_vpc.main"]["ipv6_ipam_pool_id"] = json!("ipam-pool-0123456789abcdef0");
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "an IPv6 block that AWS chooses, which can be in a block that a group admits",
        resources: |all| with_ipv6(all, "2600::/12"),
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "an IPv6 block that AWS chooses, and a group that admits one address",
        resources: |all| with_ipv6(all, "2600:1f14::1/128"),
        entry_points: Refuted,
        data_tier: Proved,
    },
    Case {
        name: "a group that admits another part of the default VPC",
        resources: |all| {
            machine(all, "public");
            all["aws_instance.web"]["subnet_id"] = json!("?");
            put(all, "aws_security_group.web", group("10.0.0.0/16", 22));
            database(all, "172.31.16.0/20", false);
            all["aws_db_instance.db"]["db_subnet_group_name"] = json!("?");
        },
        entry_points: Proved,
        data_tier: Refuted,
    },
    Case {
        name: "a group of machines whose launch template the plan does not contain",
        resources: |all| {
            let group = json!({ "min_size": 1, "max_size": 1,
                "launch_template": [{ "id": "lt-0123456789abcdef0" }] });
            put(all, "aws_autoscaling_group.g", group);
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
    Case {
        name: "a group of machines of several types whose launch template the plan does not contain",
        resources: |all| {
            let template = json!([{ "launch_template_specification":
                [{ "launch_template_id": "lt-0123456789abcdef0" }] }]);
            let group = json!({ "min_size": 1, "max_size": 1,
                "mixed_instances_policy": [{ "launch_template": template }] });
            put(all, "aws_autoscaling_group.g", group);
        },
        entry_points: Undecided,
        data_tier: Undecided,
    },
];

fn put(all: &mut Resources, address: &str, body: Value) {
    all.insert(address.to_owned(), body);
}

fn network() -> Resources {
    let mut all = Resources::new();
    put(&mut all, "aws_vpc.main", json!({ "cidr_block": "10.0.0.0/16" }));
    for (name, block, public) in [("public", "10.0.1.0/24", true), ("private", "10.0.2.0/24", false)] {
        let subnet = json!({ "vpc_id": "$aws_vpc.main.id", "cidr_block": block,
            "map_public_ip_on_launch": public });
        put(&mut all, &format!("aws_subnet.{name}"), subnet);
        let route = json!([{ "cidr_block": "0.0.0.0/0", "gateway_id": "$aws_internet_gateway.main.id" }]);
        let table = json!({ "vpc_id": "$aws_vpc.main.id", "route": if public { route } else { json!([]) } });
        put(&mut all, &format!("aws_route_table.{name}"), table);
        let ends = json!({ "subnet_id": format!("$aws_subnet.{name}.id"),
            "route_table_id": format!("$aws_route_table.{name}.id") });
        put(&mut all, &format!("aws_route_table_association.{name}"), ends);
    }
    put(&mut all, "aws_internet_gateway.main", json!({ "vpc_id": "$aws_vpc.main.id" }));
    put(&mut all, "aws_security_group.web", group("0.0.0.0/0", 22));
    all
}

/// A security group that admits one port from a block, and lets everything out.
fn group(from: &str, port: u16) -> Value {
    json!({ "name": format!("from-{port}"), "vpc_id": "$aws_vpc.main.id",
        "ingress": [{ "from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": [from] }],
        "egress": [{ "from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"] }] })
}

fn machine(all: &mut Resources, subnet: &str) {
    let body = json!({ "ami": "ami-0123456789abcdef0", "instance_type": "t3.micro",
        "subnet_id": format!("$aws_subnet.{subnet}.id"), "associate_public_ip_address": "?", "private_ip": "?",
        "vpc_security_group_ids": ["$aws_security_group.web.id"] });
    put(all, "aws_instance.web", body);
}

fn database(all: &mut Resources, from: &str, public: bool) {
    put(all, "aws_security_group.db", group(from, 5432));
    let subnets = json!({ "name": "db", "subnet_ids": ["$aws_subnet.private.id", "$aws_subnet.public.id"] });
    put(all, "aws_db_subnet_group.db", subnets);
    let body = json!({ "identifier": "db", "engine": "postgres", "instance_class": "db.t3.micro",
        "publicly_accessible": public, "db_subnet_group_name": "$aws_db_subnet_group.db.name",
        "vpc_security_group_ids": ["$aws_security_group.db.id"] });
    put(all, "aws_db_instance.db", body);
}

/// A load balancer in the public subnet with one listener, which leads to the machine.
fn balancer(all: &mut Resources, settings: &Value, protocol: &str, group: &Value) {
    let with = |mut body: Value, more: &Value| {
        for (name, value) in more.as_object().expect("attributes") {
            body[name] = value.clone();
        }
        body
    };
    let body = json!({ "name": "lb", "internal": false, "subnets": ["$aws_subnet.public.id"] });
    put(all, "aws_lb.lb", with(body, settings));
    let inner = if protocol == "TLS" { "TCP" } else { protocol };
    let body = json!({ "name": "tg", "port": 22, "protocol": inner, "target_type": "instance",
        "vpc_id": "$aws_vpc.main.id" });
    put(all, "aws_lb_target_group.tg", with(body, group));
    let action = json!([{ "type": "forward", "target_group_arn": "$aws_lb_target_group.tg.arn" }]);
    let body = json!({ "load_balancer_arn": "$aws_lb.lb.arn", "port": 22, "protocol": protocol,
        "default_action": action });
    put(all, "aws_lb_listener.l", body);
    let body = json!({ "target_group_arn": "$aws_lb_target_group.tg.arn", "target_id": "$aws_instance.web.id",
        "port": 22 });
    put(all, "aws_lb_target_group_attachment.a", body);
}

/// A cluster of Kubernetes in the private subnet.
fn cluster(all: &mut Resources, mut network: Value) {
    network["subnet_ids"] = json!(["$aws_subnet.private.id"]);
    let body =
        json!({ "name": "k", "role_arn": "arn:aws:iam::111122223333:role/k", "vpc_config": [network] });
    put(all, "aws_eks_cluster.k", body);
}

/// A function with a URL.
fn url(all: &mut Resources, authorization: &str) {
    let body = json!({ "function_name": "f", "role": "arn:aws:iam::111122223333:role/f", "runtime": "python3.13",
        "handler": "f.f", "filename": "f.zip" });
    put(all, "aws_lambda_function.f", body);
    let body = json!({ "function_name": "$aws_lambda_function.f.function_name",
        "authorization_type": authorization });
    put(all, "aws_lambda_function_url.u", body);
}

/// A machine in a subnet without public IPv4 addresses, whose IPv6 block AWS chooses, and whose group admits a block.
fn with_ipv6(all: &mut Resources, from: &str) {
    machine(all, "private");
    all["aws_vpc.main"]["assign_generated_ipv6_cidr_block"] = json!(true);
    all["aws_subnet.private"]["ipv6_cidr_block"] = json!("$aws_vpc.main.ipv6_cidr_block");
    all["aws_route_table.private"]["route"] =
        json!([{ "ipv6_cidr_block": "::/0", "gateway_id": "$aws_internet_gateway.main.id" }]);
    let rule = json!([{ "from_port": 22, "to_port": 22, "protocol": "tcp", "ipv6_cidr_blocks": [from] }]);
    all["aws_security_group.web"]["ingress"] = rule;
}

#[test]
fn networks_of_others_have_the_verdicts_that_their_routes_and_filters_give_them() {
    let mut wrong = String::new();
    for case in CASES {
        let mut all = network();
        (case.resources)(&mut all);
        let plan = plan_of("eu-central-1", &all);
        let properties = prove_plans(&[("plan.json".to_owned(), plan)]).expect("a plan");
        for (id, wanted) in
            [("network.entry-points", case.entry_points), ("network.data-tier", case.data_tier)]
        {
            let found = properties.iter().find(|it| it.id == id).expect("the property");
            if found.verdict.label() != wanted {
                let _ = writeln!(wrong, "{}: {id} is not {wanted} but {:#?}", case.name, found.verdict);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
