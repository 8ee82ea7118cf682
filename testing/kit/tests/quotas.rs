//! The quotas that the example platforms exceed: none that is fixed, and of the others exactly those that their estates
//! are known to exceed.

use std::fmt::Write;

use polder::diag::Severity;
use polder_aws_quotas::{Verdict, findings, requests, usages};
use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index};
use polder_testkit::{EXAMPLES, compiled};

/// The resources of the built-in example.
fn built_in() -> Cloud {
    compiled("the built-in example", polder::EXAMPLE).cloud
}

#[test]
fn no_example_exceeds_a_fixed_quota() {
    for (name, text) in EXAMPLES {
        let cloud = compiled(name, text).cloud;
        let over = findings(&Index::with(&cloud, Variables::Examples)).over;
        let errors: Vec<&str> = over
            .iter()
            .filter(|it| it.code.severity == Severity::Error)
            .map(|it| it.message.as_str())
            .collect();
        assert_eq!(errors, Vec::<&str>::new(), "{name}");
    }
}

/// What the built-in example must raise, and what of it is on the page of the build.
#[test]
fn the_built_in_example_exceeds_these() {
    let cloud = built_in();
    let index = Index::with(&cloud, Variables::Examples);
    let mut shown = String::new();
    for found in findings(&index).over {
        let _ = writeln!(shown, "{} {}: {}", found.code.id, found.address, found.message);
    }
    for request in requests(&index) {
        let _ = writeln!(
            shown,
            "request {} {} {}/{} {} instead of {}",
            request.account, request.region, request.service, request.code, request.value, request.given
        );
    }
    insta::assert_snapshot!(shown);
    let codes: Vec<String> =
        requests(&index).iter().map(|it| format!("{}/{}", it.service, it.code)).collect();
    let listed: Vec<String> = cloud.quota_requests.iter().map(|it| it.code.clone()).collect();
    assert_eq!(codes, listed, "the page lists what the check finds");
}

/// A backup site runs less than its primary one and can take over all of its load: both regions of a cell need as much. In staging
/// that is Spot capacity; what is left for On-Demand is below its quota.
#[test]
fn a_backup_region_asks_for_what_its_primary_needs() {
    let cloud = built_in();
    let requests = requests(&Index::with(&cloud, Variables::Examples));
    let fargate = |region: &str| {
        let here = requests.iter().filter(|it| it.account == "staging" && it.service == "fargate");
        here.filter(|it| it.region == region).map(|it| it.needed).collect::<Vec<_>>()
    };
    assert_eq!((fargate("eu-central-1"), fargate("eu-west-1")), (vec![11], vec![11]));
}

/// Everything of the built-in example is counted exactly, except documents with values that only a user or AWS knows.
#[test]
fn only_documents_are_undecided() {
    let cloud = built_in();
    let index = Index::with(&cloud, Variables::Examples);
    let mut open: Vec<&str> = usages(&index)
        .iter()
        .filter(|it| it.verdict() == Verdict::Undecided)
        .map(|it| it.quota.name)
        .collect();
    open.dedup();
    insta::assert_debug_snapshot!(open);
}

/// The data source of each plan finds the one prefix list of AWS, with 55 of the 60 rules that a group can have.
#[test]
fn a_prefix_list_that_several_plans_found_counts_once() {
    let list = |stack: &str| {
        format!(r#"{{
        "format_version": "1.2",
        "prior_state": {{ "values": {{ "root_module": {{ "resources": [{{
            "address": "data.aws_ec2_managed_prefix_list.{stack}", "mode": "data",
            "type": "aws_ec2_managed_prefix_list", "name": "{stack}",
            "values": {{ "id": "pl-4fa04526", "name": "com.amazonaws.global.cloudfront.origin-facing" }}
        }}] }} }} }},
        "planned_values": {{ "root_module": {{ "resources": [{{
            "address": "aws_vpc_security_group_ingress_rule.{stack}", "mode": "managed",
            "type": "aws_vpc_security_group_ingress_rule", "name": "{stack}",
            "values": {{ "security_group_id": "sg-{stack}", "ip_protocol": "tcp", "from_port": 443, "to_port": 443,
                "prefix_list_id": "pl-4fa04526" }}
        }}] }} }},
        "resource_changes": []
    }}"#).into_bytes()
    };
    let rules = |plans: &[&str]| {
        let plans: Vec<_> = plans.iter().map(|it| ((*it).to_owned(), list(it))).collect();
        let checked = polder::check_plans(&plans).expect("plans");
        checked.findings().iter().map(|it| it.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&["a"]), Vec::<String>::new());
    assert_eq!(rules(&["a", "b", "c"]), Vec::<String>::new());
}
