//! Ways to break the network.

use crate::edit::Edit::{self, Add, Block, Remove, Set, Unset};
use crate::mutant::Mutant;

const NETWORK: &str = "eu-west-1/main/network";
const BACKUP: &str = "eu-central-1/main/network";

const FLOWS: &str = "network.flows";
const SURPLUS: &str = "network.surplus";
const EDGE: &str = "network.edge";
const DATA: &str = "network.data-tier";

const NOT_NEEDED: (&str, &str) = (SURPLUS, "no flow of the design needs what the rule admits");
const ZONE: (&str, &str) =
    ("endurance.zone", "the zone of the subnet no longer works, and the others have no spare copy");

const fn missing(name: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, NETWORK, FLOWS, edits)
}

const fn open(name: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, NETWORK, SURPLUS, edits)
}

/// The mutants.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant::new("the load balancer admits everyone", NETWORK, EDGE, &[Add(
        "aws_vpc_security_group_ingress_rule.open",
        r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}"#,
    )])
    .also(&[NOT_NEEDED]),
    Mutant::new("the load balancer admits a company network", NETWORK, EDGE, &[Add(
        "aws_vpc_security_group_ingress_rule.open",
        r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "198.51.100.0/24"}"#,
    )])
    .also(&[NOT_NEEDED]),
    Mutant::new("the load balancer of the backup site admits everyone", BACKUP, EDGE, &[Add(
        "aws_vpc_security_group_ingress_rule.open",
        r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}"#,
    )])
    .also(&[NOT_NEEDED]),
    open("the load balancer admits another port", &[Add(
        "aws_vpc_security_group_ingress_rule.open",
        r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 8443, "to_port": 8443, "cidr_ipv4": "0.0.0.0/0"}"#,
    )]),
    open("the load balancer admits SSH", &[
        Add(
            "aws_vpc_security_group_ingress_rule.open",
            r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": "0.0.0.0/0"}"#,
        ),
        Block(
            "aws_network_acl.public",
            "ingress",
            r#"{"rule_no": 90, "action": "allow", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 22, "to_port": 22}"#,
        ),
    ]),
    open("the database admits the storefront", &[
        Add(
            "aws_vpc_security_group_ingress_rule.open",
            r#"{"security_group_id": "$aws_security_group.database.id", "ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "referenced_security_group_id": "$aws_security_group.storefront.id"}"#,
        ),
        Add(
            "aws_vpc_security_group_egress_rule.open",
            r#"{"security_group_id": "$aws_security_group.storefront.id", "ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "referenced_security_group_id": "$aws_security_group.database.id"}"#,
        ),
    ]),
    open("the cache admits the storefront", &[
        Add(
            "aws_vpc_security_group_ingress_rule.open",
            r#"{"security_group_id": "$aws_security_group.cache.id", "ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "referenced_security_group_id": "$aws_security_group.storefront.id"}"#,
        ),
        Add(
            "aws_vpc_security_group_egress_rule.open",
            r#"{"security_group_id": "$aws_security_group.storefront.id", "ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "referenced_security_group_id": "$aws_security_group.cache.id"}"#,
        ),
    ]),
    open("the broker admits the dashboard", &[
        Add(
            "aws_vpc_security_group_ingress_rule.open",
            r#"{"security_group_id": "$aws_security_group.broker.id", "ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "referenced_security_group_id": "$aws_security_group.dashboard.id"}"#,
        ),
        Add(
            "aws_vpc_security_group_egress_rule.open",
            r#"{"security_group_id": "$aws_security_group.dashboard.id", "ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "referenced_security_group_id": "$aws_security_group.broker.id"}"#,
        ),
    ]),
    Mutant::new("the load balancer reaches the database", NETWORK, DATA, &[
        Add(
            "aws_vpc_security_group_ingress_rule.open",
            r#"{"security_group_id": "$aws_security_group.database.id", "ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "referenced_security_group_id": "$aws_security_group.load_balancer.id"}"#,
        ),
        Add(
            "aws_vpc_security_group_egress_rule.open",
            r#"{"security_group_id": "$aws_security_group.load_balancer.id", "ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "referenced_security_group_id": "$aws_security_group.database.id"}"#,
        ),
        Block(
            "aws_network_acl.data",
            "ingress",
            r#"{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}"#,
        ),
        Block(
            "aws_network_acl.data",
            "egress",
            r#"{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}"#,
        ),
    ])
    .also(&[NOT_NEEDED]),
    open("the storefront may send mail to anyone", &[Add(
        "aws_vpc_security_group_egress_rule.open",
        r#"{"security_group_id": "$aws_security_group.storefront.id", "ip_protocol": "tcp", "from_port": 587, "to_port": 587, "cidr_ipv4": "0.0.0.0/0"}"#,
    )]),
    open("beat may call the internet", &[Add(
        "aws_vpc_security_group_egress_rule.open",
        r#"{"security_group_id": "$aws_security_group.beat.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}"#,
    )]),
    open("the dashboard may call the internet", &[Add(
        "aws_vpc_security_group_egress_rule.open",
        r#"{"security_group_id": "$aws_security_group.dashboard.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}"#,
    )]),
    missing("the load balancer does not admit CloudFront", &[Remove("aws_vpc_security_group_ingress_rule.load_balancer_from_edge_443")]),
    missing("the load balancer does not admit health checks", &[Remove("aws_vpc_security_group_ingress_rule.load_balancer_from_health_checks_443")]),
    missing("the API does not admit the load balancer", &[Remove("aws_vpc_security_group_ingress_rule.api_from_load_balancer_8000")]),
    missing("the load balancer may not call the API", &[Remove("aws_vpc_security_group_egress_rule.load_balancer_to_api_8000")]),
    missing("the storefront does not admit the load balancer", &[Remove("aws_vpc_security_group_ingress_rule.storefront_from_load_balancer_3000")]),
    missing("the load balancer may not call the storefront", &[Remove("aws_vpc_security_group_egress_rule.load_balancer_to_storefront_3000")]),
    missing("the dashboard does not admit the load balancer", &[Remove("aws_vpc_security_group_ingress_rule.dashboard_from_load_balancer_80")]),
    missing("the database does not admit workers", &[Remove("aws_vpc_security_group_ingress_rule.database_from_worker_5432")]),
    missing("the database does not admit the API", &[Remove("aws_vpc_security_group_ingress_rule.database_from_api_5432")]),
    missing("the database does not admit beat", &[Remove("aws_vpc_security_group_ingress_rule.database_from_beat_5432")]),
    missing("the cache does not admit the API", &[Remove("aws_vpc_security_group_ingress_rule.cache_from_api_6379")]),
    missing("the broker does not admit beat", &[Remove("aws_vpc_security_group_ingress_rule.broker_from_beat_6379")]),
    missing("workers may not call the broker", &[Remove("aws_vpc_security_group_egress_rule.worker_to_broker_6379")]),
    missing("the API may not call the internet", &[Remove("aws_vpc_security_group_egress_rule.api_to_internet_443")]),
    missing("workers may not send mail", &[Remove("aws_vpc_security_group_egress_rule.worker_to_internet_587")]),
    missing("the storefront may not call the internet", &[Remove("aws_vpc_security_group_egress_rule.storefront_to_internet_443")]),
    missing("endpoints do not admit the API", &[Remove("aws_vpc_security_group_ingress_rule.endpoints_from_api_443")]),
    missing("endpoints do not admit the storefront", &[Remove("aws_vpc_security_group_ingress_rule.endpoints_from_storefront_443")]),
    missing("the probe of the shop may not call the internet", &[Remove("aws_vpc_security_group_egress_rule.shop_probe_to_internet_443")]),
    missing("the data tier drops requests", &[Unset("aws_network_acl.data", "ingress")]),
    missing("the data tier drops replies", &[Unset("aws_network_acl.data", "egress")]),
    missing("the application tier drops requests and replies", &[Unset("aws_network_acl.app", "ingress")]),
    missing("the public tier drops replies", &[Unset("aws_network_acl.public", "egress")]),
    missing("an entry denies PostgreSQL first", &[Block(
        "aws_network_acl.data",
        "ingress",
        r#"{"rule_no": 1, "action": "deny", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 5432, "to_port": 5432}"#,
    )]),
    missing("an entry denies HTTPS into the public tier first", &[Block(
        "aws_network_acl.public",
        "ingress",
        r#"{"rule_no": 1, "action": "deny", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}"#,
    )]),
    missing("a subnet has no route to its NAT gateway", &[Remove("aws_route.app_a_internet")]).also(&[ZONE]),
    missing("the public subnets have no route to the internet", &[Remove("aws_route.public_internet")]),
    missing("the backup site has no route to the internet", &[Edit::In(BACKUP, &[Remove("aws_route.public_internet")])]),
    missing("the load balancer has no security group of CloudFront", &[Edit::In("eu-west-1/main/edge", &[Set(
        "aws_lb.main",
        "security_groups",
        r#"["$eu-west-1/main/network:aws_security_group.load_balancer_checks.id"]"#,
    )])]),
    missing("the database has a security group without rules", &[Edit::In("eu-west-1/main/data", &[Set(
        "aws_db_instance.main",
        "vpc_security_group_ids",
        r#"["$eu-west-1/main/network:aws_security_group.auditor.id"]"#,
    )])]),
];
