//! Plans that grow: with a number that AWS accepts, and with one more.

use serde_json::{Value as Json, json};

use crate::plan::Plan;

/// A plan that can have more or less of something.
pub(crate) struct Case {
    /// The code of what is found.
    pub(crate) code: &'static str,
    /// The name of the quota.
    pub(crate) quota: &'static str,
    /// What AWS accepts.
    pub(crate) most: u64,
    /// The plan with so much.
    pub(crate) plan: fn(u64) -> Plan,
}

const FIXED: &str = "QUOTA001";
const RAISED: &str = "QUOTA002";
const NEW: &str = "QUOTA003";

const fn case(code: &'static str, quota: &'static str, most: u64, plan: fn(u64) -> Plan) -> Case {
    Case { code, quota, most, plan }
}

pub(crate) const CASES: &[Case] = &[
    // What AWS raises on request.
    case(RAISED, "EC2-VPC Elastic IPs", 5, |n| many(n, "aws_eip", |_| json!({"domain": "vpc"}))),
    case(RAISED, "Egress-only internet gateways per Region", 5, |n| {
        many(n, "aws_egress_only_internet_gateway", |it| json!({"vpc_id": format!("vpc-{it}")}))
    }),
    case(RAISED, "NAT gateways per Availability Zone", 5, nat_gateways),
    case(RAISED, "IPv4 CIDR blocks per VPC", 5, |n| {
        many(
            n,
            "aws_vpc_ipv4_cidr_block_association",
            |it| json!({"vpc_id": "vpc-1", "cidr_block": format!("10.{it}.0.0/16")}),
        )
    }),
    case(RAISED, "Rules per network ACL (inbound, IPv4)", 19, |n| {
        many(n, "aws_network_acl_rule", |it| acl(it, false))
    }),
    case(RAISED, "Rules per network ACL (outbound, IPv4)", 19, |n| {
        many(n, "aws_network_acl_rule", |it| acl(it, true))
    }),
    case(RAISED, "Inbound rules per security group (IPv4)", 60, |n| {
        many(n, "aws_vpc_security_group_ingress_rule", |it| rule(it, "cidr_ipv4", &format!("10.0.{it}.0/24")))
    }),
    case(RAISED, "Outbound rules per security group (IPv6)", 60, |n| {
        many(n, "aws_vpc_security_group_egress_rule", |it| {
            rule(it, "cidr_ipv6", &format!("2001:db8:{it:x}::/48"))
        })
    }),
    case(RAISED, "Inbound rules per security group (IPv4)", 60, inline_rules),
    case(RAISED, "Inbound rules per security group (IPv4)", 60, |n| {
        let ranges: Vec<String> = (0..n).map(|it| format!("10.0.{it}.0/24")).collect();
        Plan::default().with(
            "aws_security_group_rule.in",
            json!({"type": "ingress", "security_group_id": "sg-1", "protocol": "tcp", "from_port": 443,
                "to_port": 443, "cidr_blocks": ranges, "self": false}),
        )
    }),
    case(RAISED, "Security groups per network interface", 5, |n| {
        let groups = ids("sg", n);
        Plan::default().with(
            "aws_network_interface.main",
            json!({"subnet_id": "subnet-0a1b2c3d", "security_groups": groups}),
        )
    }),
    case(RAISED, "Interface VPC endpoints per VPC", 50, |n| {
        many(n, "aws_vpc_endpoint", |it| {
            json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface",
            "service_name": format!("com.amazonaws.vpce.eu-west-1.vpce-svc-{it:017x}")})
        })
    }),
    case(RAISED, "Routes per route table", 500, |n| {
        many(n, "aws_route", |it| {
            json!({"route_table_id": "rtb-1", "gateway_id": "igw-1",
            "destination_cidr_block": format!("10.{}.{}.0/24", it / 256, it % 256)})
        })
    }),
    case(RAISED, "Transit gateways per account", 5, |n| many(n, "aws_ec2_transit_gateway", |_| json!({}))),
    case(RAISED, "Fargate On-Demand vCPU resource count", 6, |n| {
        let task = json!({"family": "web", "cpu": "1024", "memory": "2048", "network_mode": "awsvpc",
            "requires_compatibilities": ["FARGATE"], "container_definitions": containers(1)});
        let service = json!({"name": "web", "launch_type": "FARGATE", "desired_count": n,
            "deployment_maximum_percent": 100, "deployment_minimum_healthy_percent": 50,
            "network_configuration": [{"subnets": ["subnet-0a1b2c3d"], "assign_public_ip": false}]});
        let task_reference = json!({"task_definition":
            {"references": ["aws_ecs_task_definition.web.arn", "aws_ecs_task_definition.web"]}});
        Plan::default().open("aws_ecs_task_definition.web", task, json!({"arn": true}), json!({})).open(
            "aws_ecs_service.web",
            service,
            json!({"task_definition": true}),
            task_reference,
        )
    }),
    case(RAISED, "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5, |n| {
        many(n, "aws_instance", |_| json!({"ami": "ami-0123456789abcdef0", "instance_type": "m7g.medium"}))
    }),
    case(RAISED, "Running On-Demand G and VT instances", 0, |n| {
        many(n, "aws_instance", |_| json!({"ami": "ami-0123456789abcdef0", "instance_type": "g5.xlarge"}))
    }),
    case(RAISED, "Roles per account", 1000, |n| {
        many(n, "aws_iam_role", |it| json!({"name": format!("r{it}")}))
    }),
    case(RAISED, "Managed policies per role", 20, |n| {
        many(
            n,
            "aws_iam_role_policy_attachment",
            |it| json!({"role": "web", "policy_arn": format!("arn:aws:iam::123456789012:policy/p{it}")}),
        )
    }),
    case(RAISED, "Managed policies per user", 10, |n| {
        many(
            n,
            "aws_iam_user_policy_attachment",
            |it| json!({"user": "me", "policy_arn": format!("arn:aws:iam::123456789012:policy/p{it}")}),
        )
    }),
    case(RAISED, "Role trust policy length", 2048, |n| {
        let role = |length| json!({"name": "web", "assume_role_policy": trust(length)});
        Plan::default().with("aws_iam_role.web", role(n))
    }),
    case(RAISED, "Aliases per CMK", 50, |n| {
        let key = "1234abcd-12ab-34cd-56ef-1234567890ab";
        many(n, "aws_kms_alias", |it| json!({"name": format!("alias/a{it}"), "target_key_id": key}))
    }),
    case(RAISED, "DB instances", 40, |n| {
        many(n, "aws_db_instance", |it| {
            json!({"identifier": format!("db{it}"), "engine": "postgres",
            "instance_class": "db.t4g.medium", "allocated_storage": 20, "username": "saleor",
            "manage_master_user_password": true})
        })
    }),
    case(RAISED, "Read replicas per primary", 15, |n| {
        many(n, "aws_db_instance", |it| {
            json!({"identifier": format!("db{it}"), "replicate_source_db": "main",
            "instance_class": "db.t4g.medium"})
        })
    }),
    case(RAISED, "Parameter groups", 50, |n| {
        many(n, "aws_db_parameter_group", |it| json!({"name": format!("p{it}"), "family": "postgres17"}))
    }),
    case(RAISED, "Nodes per cluster (cluster mode enabled)", 90, |n| {
        Plan::default().with(
            "aws_elasticache_replication_group.main",
            json!({"replication_group_id": "main",
            "description": "Cache.", "node_type": "cache.t4g.small", "engine": "valkey", "num_node_groups": n,
            "replicas_per_node_group": 0, "automatic_failover_enabled": true}),
        )
    }),
    case(RAISED, "Cache policies per AWS account", 20, |n| {
        many(n, "aws_cloudfront_cache_policy", |it| json!({"name": format!("p{it}"), "min_ttl": 0}))
    }),
    case(RAISED, "Response headers policies per AWS account", 20, |n| {
        many(n, "aws_cloudfront_response_headers_policy", |it| json!({"name": format!("p{it}")}))
    }),
    case(RAISED, "Domain names per ACM certificate", 10, |n| {
        let others: Vec<String> = (1..n).map(|it| format!("h{it}.example.com")).collect();
        Plan::default().with(
            "aws_acm_certificate.main",
            json!({"domain_name": "example.com",
            "validation_method": "DNS", "subject_alternative_names": others}),
        )
    }),
    case(RAISED, "Health checks", 200, |n| {
        many(n, "aws_route53_health_check", |it| {
            json!({"type": "HTTPS", "fqdn": format!("h{it}.example.com"),
            "port": 443, "resource_path": "/", "failure_threshold": 3, "request_interval": 30})
        })
    }),
    case(RAISED, "Rules per Application Load Balancer", 100, listener_rules),
    case(RAISED, "Number of rules", 300, |n| {
        many(
            n,
            "aws_cloudwatch_event_rule",
            |it| json!({"name": format!("r{it}"), "schedule_expression": "rate(1 hour)"}),
        )
    }),
    case(RAISED, "Stages per API", 10, |n| {
        many(n, "aws_api_gateway_stage", |it| {
            json!({"rest_api_id": "abc123", "deployment_id": "d1",
            "stage_name": format!("s{it}")})
        })
    }),
    case(RAISED, "Default maximum number of accounts", 9, |n| {
        many(
            n,
            "aws_organizations_account",
            |it| json!({"name": format!("a{it}"), "email": format!("a{it}@example.com")}),
        )
    }),
    case(RAISED, "Managed node groups per cluster", 30, |n| {
        many(n, "aws_eks_node_group", |it| {
            json!({"cluster_name": "main", "node_group_name": format!("n{it}"),
            "node_role_arn": "arn:aws:iam::123456789012:role/nodes", "subnet_ids": ["subnet-1"],
            "instance_types": ["u7i-12tb.224xlarge"], "scaling_config": [{"min_size": 1, "desired_size": 1, "max_size": 1}]})
        })
    }),
    // What nobody raises.
    case(FIXED, "Inline policies of a role, together", 10_240, |n| {
        let of = |name: &str, length| json!({"name": name, "role": "web", "policy": policy(length)});
        Plan::default()
            .with("aws_iam_role_policy.one", of("one", 9000))
            .with("aws_iam_role_policy.other", of("other", n - 9000))
    }),
    case(FIXED, "Inline policies of a user, together", 2048, |n| {
        let of = |name: &str, length| json!({"name": name, "user": "me", "policy": policy(length)});
        Plan::default()
            .with("aws_iam_user_policy.one", of("one", 1500))
            .with("aws_iam_user_policy.other", of("other", n - 1500))
    }),
    case(FIXED, "Inline policies of a group, together", 5120, |n| {
        let of = |name: &str, length| json!({"name": name, "group": "us", "policy": policy(length)});
        Plan::default()
            .with("aws_iam_group_policy.one", of("one", 3000))
            .with("aws_iam_group_policy.other", of("other", n - 3000))
    }),
    case(FIXED, "Access keys per user", 2, |n| many(n, "aws_iam_access_key", |_| json!({"user": "me"}))),
    case(FIXED, "Managed policies per group", 10, |n| {
        many(
            n,
            "aws_iam_group_policy_attachment",
            |it| json!({"group": "us", "policy_arn": format!("arn:aws:iam::123456789012:policy/p{it}")}),
        )
    }),
    case(FIXED, "Containers per task definition", 10, |n| {
        Plan::default().with(
            "aws_ecs_task_definition.web",
            json!({"family": "web", "memory": "4096", "container_definitions": containers(n)}),
        )
    }),
    case(FIXED, "Environment variable size", 4096, |n| {
        let value = "x".repeat(usize::try_from(n).expect("small") - "{\"NAME\":\"\"}".len());
        Plan::default().with(
            "aws_lambda_function.main",
            json!({"function_name": "main", "runtime": "provided.al2023",
            "handler": "bootstrap", "role": "arn:aws:iam::123456789012:role/main", "filename": "main.zip",
            "environment": [{"variables": {"NAME": value}}]}),
        )
    }),
    case(FIXED, "Web ACL capacity units per web ACL", 5000, web_acl),
    case(FIXED, "Targets per rule", 5, |n| {
        many(n, "aws_cloudwatch_event_target", |it| {
            json!({"rule": "hourly", "target_id": format!("t{it}"),
            "arn": format!("arn:aws:sqs:eu-west-1:123456789012:q{it}")})
        })
    }),
    case(FIXED, "Subscription filters per log group", 2, |n| {
        many(n, "aws_cloudwatch_log_subscription_filter", |it| {
            json!({"name": format!("f{it}"), "log_group_name": "/web",
            "filter_pattern": "", "destination_arn": "arn:aws:lambda:eu-west-1:123456789012:function:main"})
        })
    }),
    case(FIXED, "Resource policies per Region", 10, |n| {
        many(
            n,
            "aws_cloudwatch_log_resource_policy",
            |it| json!({"policy_name": format!("p{it}"), "policy_document": LOG_POLICY}),
        )
    }),
    case(FIXED, "Trails per Region", 5, |n| {
        many(n, "aws_cloudtrail", |it| json!({"name": format!("trail{it}"), "s3_bucket_name": "trail"}))
    }),
    case(FIXED, "Configuration recorders per Region", 1, |n| {
        many(n, "aws_config_configuration_recorder", |it| {
            json!({"name": format!("r{it}"),
            "role_arn": "arn:aws:iam::123456789012:role/config"})
        })
    }),
    case(FIXED, "Detectors per Region", 1, |n| {
        many(n, "aws_guardduty_detector", |_| json!({"enable": true}))
    }),
    case(FIXED, "Service control policies attached to a target", 9, |n| {
        attachments(n, "SERVICE_CONTROL_POLICY")
    }),
    case(FIXED, "Resource control policies attached to a target", 4, |n| {
        attachments(n, "RESOURCE_CONTROL_POLICY")
    }),
    case(FIXED, "Levels of organizational units under a root", 5, units),
    case(FIXED, "Key-signing keys per hosted zone", 2, |n| {
        many(n, "aws_route53_key_signing_key", |it| {
            json!({"hosted_zone_id": "Z0123456789ABCDEFGHIJ", "name": format!("key_{it}"),
            "key_management_service_arn": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"})
        })
    }),
    // What a new account may not have.
    case(NEW, "VPCs per Region", 4, |n| {
        many(n, "aws_vpc", |it| json!({"cidr_block": format!("10.{it}.0.0/16")}))
    }),
    case(NEW, "VPCs per Region", 4, |n| {
        let vpc = |it: u64| {
            json!({"cidr_block": format!("10.{it}.0.0/16"), "enable_dns_hostnames": true,
            "region": "eu-central-1"})
        };
        many(n, "aws_vpc", vpc)
    }),
    case(NEW, "Internet gateways per Region", 4, |n| {
        many(n, "aws_internet_gateway", |it| json!({"vpc_id": format!("vpc-{it}")}))
    }),
    case(NEW, "Internet gateways per Region", 4, |n| {
        many(n, "aws_internet_gateway", |_| json!({"region": "eu-west-3"}))
    }),
    case(NEW, "Concurrent executions", 0, |n| functions(n, 1, "x86_64")),
    case(NEW, "Concurrent executions", 0, |n| functions(n, 5, "arm64")),
    case(NEW, "Concurrent executions", 0, |n| functions(n, 50, "arm64")),
    case(NEW, "Concurrent executions", 0, |n| functions(n, 100, "x86_64")),
    case(NEW, "Concurrent executions", 0, |n| functions(n, 900, "arm64")),
    case(NEW, "Concurrent executions", 0, |n| {
        functions(n, 10, "arm64").with("aws_lambda_function.free", free())
    }),
];

/// The containers of a task.
fn containers(count: u64) -> String {
    let one = |it: u64| json!({"name": format!("c{it}"), "image": "web:1", "essential": true});
    Json::Array((0..count).map(one).collect()).to_string()
}

fn many(count: u64, kind: &str, values: impl Fn(u64) -> Json) -> Plan {
    Plan::default().many(count, kind, values)
}

fn ids(prefix: &str, count: u64) -> Vec<String> {
    (0..count).map(|it| format!("{prefix}-{it:017x}")).collect()
}

fn acl(number: u64, egress: bool) -> Json {
    json!({"network_acl_id": "acl-1", "rule_number": 100 + number, "egress": egress, "protocol": "tcp",
        "rule_action": "allow", "cidr_block": format!("10.0.{number}.0/24"), "from_port": 443, "to_port": 443})
}

fn rule(_: u64, attribute: &str, range: &str) -> Json {
    let mut rule =
        json!({"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443});
    rule[attribute] = range.into();
    rule
}

fn nat_gateways(count: u64) -> Plan {
    let subnet = json!({"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "availability_zone": "eu-west-1a"});
    let mut plan = Plan::default().open("aws_subnet.a", subnet, json!({"id": true}), json!({}));
    for number in 0..count {
        let to = json!({"subnet_id": {"references": ["aws_subnet.a.id", "aws_subnet.a"]}});
        let values = json!({"connectivity_type": "private"});
        plan = plan.open(&format!("aws_nat_gateway.it_{number}"), values, json!({"subnet_id": true}), to);
    }
    plan
}

fn inline_rules(count: u64) -> Plan {
    let ranges: Vec<String> = (0..count).map(|it| format!("10.0.{it}.0/24")).collect();
    let rule = json!({"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ranges,
        "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false, "description": ""});
    Plan::default()
        .with("aws_security_group.web", json!({"name": "web", "vpc_id": "vpc-1", "ingress": [rule]}))
}

fn listener_rules(count: u64) -> Plan {
    let to_balancer = json!({"load_balancer_arn": {"references": ["aws_lb.web.arn", "aws_lb.web"]}});
    let balancer = json!({"name": "web", "load_balancer_type": "application", "internal": false,
        "subnets": ["subnet-1", "subnet-2"]});
    let forward = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
    let mut plan = Plan::default().open("aws_lb.web", balancer, json!({"arn": true}), json!({}));
    for (name, port) in [("http", 80), ("https", 8080)] {
        let listener = json!({"port": port, "protocol": "HTTP", "default_action": [{"type": "forward", "target_group_arn": forward}]});
        let unknown = json!({"arn": true, "load_balancer_arn": true});
        plan = plan.open(&format!("aws_lb_listener.{name}"), listener, unknown, to_balancer.clone());
    }
    for number in 0..count {
        let listener = if number.is_multiple_of(2) { "http" } else { "https" };
        let to = format!("aws_lb_listener.{listener}");
        let values = json!({"priority": number + 1, "action": [{"type": "forward", "target_group_arn": forward}],
            "condition": [{"path_pattern": [{"values": [format!("/p{number}")]}]}]});
        let expressions = json!({"listener_arn": {"references": [format!("{to}.arn"), to]}});
        plan = plan.open(
            &format!("aws_lb_listener_rule.it_{number}"),
            values,
            json!({"listener_arn": true}),
            expressions,
        );
    }
    plan
}

/// Seven rule groups of AWS with 700 units, a rate limit, and statements for the rest: 4900, 2, and two each.
fn web_acl(capacity: u64) -> Plan {
    let visible =
        json!([{"cloudwatch_metrics_enabled": true, "metric_name": "m", "sampled_requests_enabled": true}]);
    let statements = |rest: u64| {
        let country = json!({"geo_match_statement": [{"country_codes": ["DE"]}]});
        json!([{"or_statement": [{"statement": vec![country; usize::try_from(rest).expect("small")]}]}])
    };
    let group = json!([{"managed_rule_group_statement": [{"vendor_name": "AWS", "name": "AWSManagedRulesCommonRuleSet"}]}]);
    let mut rules: Vec<Json> = (0..7_u64)
        .map(|it| {
            json!({"name": format!("g{it}"), "priority": it, "override_action": [{"none": [{}]}],
            "statement": group, "visibility_config": visible})
        })
        .collect();
    rules.push(json!({"name": "rest", "priority": 7, "action": [{"block": [{}]}],
        "statement": statements(capacity - 4900), "visibility_config": visible}));
    Plan::default().with(
        "aws_wafv2_web_acl.main",
        json!({"name": "main", "scope": "REGIONAL",
        "default_action": [{"allow": [{}]}], "rule": rules, "visibility_config": visible}),
    )
}

fn attachments(count: u64, kind: &str) -> Plan {
    let mut plan = Plan::default();
    for number in 0..count {
        let content = if kind == "RESOURCE_CONTROL_POLICY" {
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#
                .to_owned()
        } else {
            policy(300)
        };
        let policy = json!({"name": format!("p{number}"), "type": kind, "content": content});
        let own = format!("aws_organizations_policy.it_{number}");
        let to = json!({"policy_id": {"references": [format!("{own}.id"), own]}});
        plan = plan.open(&own, policy, json!({"id": true}), json!({})).open(
            &format!("aws_organizations_policy_attachment.it_{number}"),
            json!({"target_id": "ou-abcd-12345678"}),
            json!({"policy_id": true}),
            to,
        );
    }
    plan
}

fn units(levels: u64) -> Plan {
    let mut plan = Plan::default();
    for level in 0..levels {
        let address = format!("aws_organizations_organizational_unit.it_{level}");
        let values = json!({"name": format!("u{level}")});
        plan = match level.checked_sub(1) {
            None => {
                let values = json!({"name": "u0", "parent_id": "r-abcd"});
                plan.open(&address, values, json!({"id": true}), json!({}))
            }
            Some(above) => {
                let parent = format!("aws_organizations_organizational_unit.it_{above}");
                let to = json!({"parent_id": {"references": [format!("{parent}.id"), parent]}});
                plan.open(&address, values, json!({"id": true, "parent_id": true}), to)
            }
        };
    }
    plan
}

fn functions(count: u64, reserved: i64, architecture: &str) -> Plan {
    many(count, "aws_lambda_function", |it| function(&format!("f{it}"), reserved, architecture))
}

/// A function that reserves nothing.
fn free() -> Json {
    let mut function = function("free", 1, "arm64");
    function["reserved_concurrent_executions"] = Json::Null;
    function
}

fn function(name: &str, reserved: i64, architecture: &str) -> Json {
    json!({"function_name": name, "runtime": "provided.al2023", "handler": "bootstrap", "filename": "main.zip",
        "role": "arn:aws:iam::123456789012:role/main", "architectures": [architecture],
        "reserved_concurrent_executions": reserved})
}

/// Lets Route 53 write logs.
const LOG_POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"route53.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"arn:aws:logs:eu-west-1:123456789012:log-group:/dns:*"}]}"#;

/// A policy of so many characters.
fn policy(length: u64) -> String {
    padded(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::"#,
        "\"}]}",
        length,
    )
}

/// A trust policy of so many characters.
fn trust(length: u64) -> String {
    padded(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceArn":""#,
        "\"}}}]}",
        length,
    )
}

fn padded(start: &str, end: &str, length: u64) -> String {
    let length = usize::try_from(length).expect("small");
    format!("{start}{}{end}", "b".repeat(length - start.len() - end.len()))
}
