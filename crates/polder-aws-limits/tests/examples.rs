//! The example platforms: AWS refuses nothing of them.

use polder_aws_limits::check_with_quotas;
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
fn aws_refuses_nothing_of_the_examples() {
    let mut found = vec![];
    for (name, text) in EXAMPLES {
        let cloud = cloud(text);
        for variables in [Variables::Examples, Variables::Unknown] {
            let report = check_with_quotas(&Index::with(&cloud, variables));
            assert!(!report.undecided.is_empty(), "{name}: what is known after apply cannot be judged");
            // What is to be raised is in `quotas_of_examples.rs`.
            let lines = report.findings.iter().filter(|it| it.severity() == Severity::Error);
            found.extend(lines.map(|it| format!("{name} {} {}: {}", it.code.id, it.address, it.message)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
