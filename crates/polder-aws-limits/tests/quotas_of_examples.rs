//! The quotas that the example platforms exceed: none that is fixed, and of the others exactly those that their estates
//! are known to exceed.

use std::fmt::Write;

use polder_aws_quotas::{Verdict, findings, requests, usages};
use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index};
use polder_diag::Severity;
use polder_facts::Facts;

const EXAMPLES: [(&str, &str); 10] = [
    ("aurora", include_str!("../../../examples/aurora/polder.toml")),
    ("kubernetes", include_str!("../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../examples/machines/polder.toml")),
    ("no-backup", include_str!("../../../examples/no-backup/polder.toml")),
    ("one-region", include_str!("../../../examples/one-region/polder.toml")),
    ("own-services", include_str!("../../../examples/own-services/polder.toml")),
    ("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml")),
    ("six-cells", include_str!("../../../examples/six-cells/polder.toml")),
    ("solo-market", include_str!("../../../examples/solo-market/polder.toml")),
    ("sqs-broker", include_str!("../../../examples/sqs-broker/polder.toml")),
];

fn cloud(text: &str) -> Cloud {
    let facts = Facts::embedded();
    let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    let design = polder_design::design(&platform, facts).value.expect("a design");
    polder_aws::lower(&design).cloud
}

#[test]
fn no_example_exceeds_a_fixed_quota() {
    for (name, text) in EXAMPLES {
        let cloud = cloud(text);
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
    let cloud = cloud(EXAMPLES[6].1);
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

/// A backup site runs less than its primary one and can take over all of its load: both regions of a cell need as much.
#[test]
fn a_backup_region_asks_for_what_its_primary_needs() {
    let cloud = cloud(EXAMPLES[6].1);
    let requests = requests(&Index::with(&cloud, Variables::Examples));
    let fargate = |region: &str| {
        let here = requests.iter().filter(|it| it.account == "staging" && it.service == "fargate");
        here.filter(|it| it.region == region).map(|it| it.needed).collect::<Vec<_>>()
    };
    assert_eq!((fargate("eu-central-1"), fargate("eu-west-1")), (vec![12], vec![12]));
}

/// Everything of the built-in example is counted exactly, except documents with values that only a user or AWS knows.
#[test]
fn only_documents_are_undecided() {
    let cloud = cloud(EXAMPLES[6].1);
    let index = Index::with(&cloud, Variables::Examples);
    let mut open: Vec<&str> = usages(&index)
        .iter()
        .filter(|it| it.verdict() == Verdict::Undecided)
        .map(|it| it.quota.name)
        .collect();
    open.dedup();
    insta::assert_debug_snapshot!(open);
}
