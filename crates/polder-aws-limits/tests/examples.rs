//! The example platforms: AWS refuses nothing of them.

use std::collections::BTreeSet;

use polder_aws_limits::check;
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

/// What is wrong with an example and known, by its kind and region. An entry that no longer occurs is removed.
const KNOWN: [(&str, &str, &str); 13] = [
    ("no-backup", "aws_signer_signing_profile", "eu-south-2"),
    ("six-cells", "aws_macie2_account", "eu-central-2"),
    ("six-cells", "aws_macie2_account", "eu-south-2"),
    ("six-cells", "aws_macie2_classification_job", "eu-central-2"),
    ("six-cells", "aws_macie2_classification_job", "eu-south-2"),
    ("six-cells", "aws_macie2_member", "eu-central-2"),
    ("six-cells", "aws_macie2_member", "eu-south-2"),
    ("six-cells", "aws_macie2_organization_admin_account", "eu-central-2"),
    ("six-cells", "aws_macie2_organization_admin_account", "eu-south-2"),
    ("six-cells", "aws_macie2_organization_configuration", "eu-central-2"),
    ("six-cells", "aws_macie2_organization_configuration", "eu-south-2"),
    ("six-cells", "aws_signer_signing_profile", "eu-central-2"),
    ("six-cells", "aws_signer_signing_profile", "eu-south-2"),
];

#[test]
fn aws_refuses_nothing_of_the_examples_but_what_is_known() {
    let mut known = BTreeSet::new();
    let mut found = vec![];
    for (name, text) in EXAMPLES {
        let cloud = cloud(text);
        let index = Index::with(&cloud, Variables::Examples);
        for finding in check(&index).findings {
            let view = index.view(finding.resource).expect("a finding is about a resource");
            let region = &*view.stack().region;
            let entry = KNOWN.iter().find(|known| **known == (name, view.kind(), region));
            match entry.filter(|_| finding.code.id == "AWS006") {
                Some(entry) => drop(known.insert(entry)),
                None => {
                    found
                        .push(format!("{name} {} {}: {}", finding.code.id, finding.address, finding.message));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(known.len(), KNOWN.len(), "an entry of the list no longer occurs: {known:?}");
}
