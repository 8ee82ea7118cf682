//! Quotas against small plans: each case has exactly what AWS accepts, and nothing is found; with one more, the check
//! reports that quota, and no other check reports anything.

#[path = "quota/cases.rs"]
mod cases;
#[path = "quota/plan.rs"]
mod plan;

use std::collections::BTreeMap;

use cases::CASES;
use plan::Plan;
use serde_json::json;

#[test]
fn one_more_than_the_quota_is_found_and_nothing_else() {
    let mut of_code: BTreeMap<&str, usize> = BTreeMap::new();
    for case in CASES {
        let (found, undecided) = (case.plan)(case.most).found();
        assert_eq!((found, undecided), (vec![], vec![]), "{} of `{}`", case.most, case.quota);
        let (found, _) = (case.plan)(case.most + 1).found();
        let [only] = found.as_slice() else { panic!("{} of `{}`: {found:#?}", case.most + 1, case.quota) };
        assert!(only.starts_with(case.code) && only.contains(case.quota), "`{}`: {only}", case.quota);
        *of_code.entry(case.code).or_default() += 1;
    }
    assert!(of_code.len() == 3 && of_code.values().all(|count| *count >= 10), "{of_code:?}");
}

#[test]
fn a_message_names_the_count_the_quota_and_its_code() {
    let (found, _) = Plan::default().many(6, "aws_eip", |_| json!({"domain": "vpc"})).found();
    assert_eq!(
        found,
        ["QUOTA002 aws_eip.it_5 EC2-VPC Elastic IPs: 6 in `eu-west-1`, but the default quota is 5 \
          (`ec2` `L-0263D0A3`)"]
    );
    let policy =
        |number: u64| json!({"name": format!("p{number}"), "role": "web", "policy": statement(3000)});
    let (found, _) = Plan::default().many(4, "aws_iam_role_policy", policy).found();
    assert_eq!(
        found,
        [
            "QUOTA001 aws_iam_role_policy.it_3 Inline policies of a role, together: 12000 characters for `web`, but AWS \
          accepts 10240 characters"
        ]
    );
}

/// A policy of so many characters without white space, which IAM does not count.
fn statement(length: usize) -> String {
    let start = "{\"Version\":\"2012-10-17\", \"Statement\": [{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::";
    let end = "\"}]}";
    let counted = |text: &str| text.chars().filter(|it| !it.is_whitespace()).count();
    let name = "b".repeat(length - counted(start) - counted(end));
    format!("{start}{name}{end}")
}

#[test]
fn a_quota_that_the_plan_raises_is_not_exceeded() {
    let request = json!({"service_code": "ec2", "quota_code": "L-0263D0A3", "value": 8});
    let with = |count: u64| {
        let plan = Plan::default().with("aws_servicequotas_service_quota.eip", request.clone());
        plan.many(count, "aws_eip", |_| json!({"domain": "vpc"})).found().0
    };
    assert_eq!(with(8), Vec::<String>::new());
    assert_eq!(
        with(9),
        ["QUOTA002 aws_eip.it_8 EC2-VPC Elastic IPs: 9 in `eu-west-1`, but the requested quota is 8 \
          (`ec2` `L-0263D0A3`)"]
    );
}

/// A real plan marks as unknown what the provider computes although nothing configures it.
#[test]
fn what_the_provider_computes_is_not_configured() {
    let unknown = json!({"id": true, "allocation_id": true, "public_ip": true, "public_ipv4_pool": true, "ipam_pool_id": true});
    let address = |plan: Plan, number: u64| {
        plan.open(&format!("aws_eip.it_{number}"), json!({"domain": "vpc"}), unknown.clone(), json!({}))
    };
    assert_eq!((0..5).fold(Plan::default(), address).found(), (vec![], vec![]));
    let (found, undecided) = (0..6).fold(Plan::default(), address).found();
    assert!(found.len() == 1 && found[0].starts_with("QUOTA002 aws_eip.it_5"), "{found:?}");
    assert_eq!(undecided, Vec::<String>::new());
}

#[test]
fn addresses_that_a_customer_brought_do_not_count() {
    let own = |_| json!({"domain": "vpc", "public_ipv4_pool": "ipv4pool-ec2-012345"});
    assert_eq!(Plan::default().many(20, "aws_eip", own).found(), (vec![], vec![]));
}

#[test]
fn regions_and_parents_are_counted_on_their_own() {
    let in_region = |number: u64| json!({"domain": "vpc", "region": if number.is_multiple_of(2) { "eu-west-1" } else { "eu-west-3" }});
    assert_eq!(Plan::default().many(10, "aws_eip", in_region).found().0, Vec::<String>::new());
    let rule = |number: u64| {
        json!({"security_group_id": format!("sg-{}", number % 2), "ip_protocol": "tcp", "from_port": 443,
            "to_port": 443, "cidr_ipv4": format!("10.0.{number}.0/24")})
    };
    let found = Plan::default().many(120, "aws_vpc_security_group_ingress_rule", rule).found();
    assert_eq!(found, (vec![], vec![]));
}

#[test]
fn what_is_not_known_is_undecided() {
    let unknown = json!({"policy": true});
    let expressions = json!({"policy": {"references": ["var.policy"]}, "role": {"constant_value": "web"}});
    let plan = Plan::default().open("aws_iam_role_policy.a", json!({"role": "web"}), unknown, expressions);
    assert_eq!(plan.found(), (vec![], vec!["Inline policies of a role, together".to_owned()]));
    // Rules of an unknown group can be rules of any.
    let rule = |number: u64| {
        json!({"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443,
            "cidr_ipv4": format!("10.0.{number}.0/24")})
    };
    let open = json!({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": "10.1.0.0/16"});
    let expressions = json!({"security_group_id": {"references": ["var.group"]}});
    let with = |count: u64| {
        let kind = "aws_vpc_security_group_ingress_rule";
        let plan = Plan::default().many(count, kind, rule);
        plan.open(
            &format!("{kind}.open"),
            open.clone(),
            json!({"security_group_id": true}),
            expressions.clone(),
        )
    };
    assert_eq!(with(59).found(), (vec![], vec![]));
    assert_eq!(with(60).found(), (vec![], vec!["Inbound rules per security group (IPv4)".to_owned()]));
}

#[test]
fn references_of_a_plan_lead_to_the_parent() {
    let rule = |plan: Plan, number: u64| {
        let values = json!({"ip_protocol": "tcp", "from_port": 443, "to_port": 443,
            "cidr_ipv4": format!("10.0.{number}.0/24")});
        let expressions = json!({"security_group_id": {"references": ["aws_security_group.web.id", "aws_security_group.web"]}});
        let address = format!("aws_vpc_security_group_ingress_rule.it_{number}");
        plan.open(&address, values, json!({"security_group_id": true}), expressions)
    };
    // The provider computes the inline rules of a group that has none.
    let unknown = json!({"id": true, "arn": true, "ingress": true, "egress": true});
    let group = Plan::default().open("aws_security_group.web", json!({"name": "web"}), unknown, json!({}));
    let (found, undecided) = (0..61).fold(group, rule).found();
    assert_eq!(
        found,
        [
            "QUOTA002 aws_security_group.web Inbound rules per security group (IPv4): 61 in `eu-west-1`, but the \
          default quota is 60 (`vpc` `L-0EA8095F`)"
        ]
    );
    assert_eq!(undecided, Vec::<String>::new());
}
