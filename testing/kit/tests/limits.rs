//! The example platforms: AWS refuses nothing of them.

use polder::diag::Severity;
use polder_aws_limits::check_with_quotas;
use polder_cloud::Index;
use polder_cloud::index::Variables;
use polder_testkit::{EXAMPLES, compiled};

#[test]
fn aws_refuses_nothing_of_the_examples() {
    let mut found = vec![];
    for (name, text) in EXAMPLES {
        let cloud = compiled(name, text).cloud;
        for variables in [Variables::Examples, Variables::Unknown] {
            let report = check_with_quotas(&Index::with(&cloud, variables));
            assert!(!report.undecided.is_empty(), "{name}: what is known after apply cannot be judged");
            // What is to be raised is in `quotas.rs`.
            let lines = report.findings.iter().filter(|it| it.severity() == Severity::Error);
            found.extend(lines.map(|it| format!("{name} {} {}: {}", it.code.id, it.address, it.message)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
