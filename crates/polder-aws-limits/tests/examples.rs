//! The example platforms: AWS refuses nothing of them.

use std::time::Instant;

use polder_aws_limits::{Report, check};
use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index};
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

fn lines(report: &Report) -> Vec<String> {
    let line = |finding: &polder_aws_limits::Finding| {
        format!("{} {}: {}; accepts {} ({})", finding.code.id, finding.address, finding.message, finding.accepts, finding.source)
    };
    report.findings.iter().map(line).collect()
}

#[test]
fn examples_have_no_findings() {
    let mut found = std::collections::BTreeMap::new();
    for (name, text) in EXAMPLES {
        let cloud = cloud(text);
        let index = Index::with(&cloud, Variables::Examples);
        let started = Instant::now();
        let report = check(&index);
        println!("{name} {:?} {} undecided", started.elapsed(), report.undecided.len());
        for line in lines(&report) { *found.entry(line).or_insert(0) += 1; }
    }
    for (line, count) in &found { println!("{count} {line}"); }
    assert!(found.is_empty());
}
