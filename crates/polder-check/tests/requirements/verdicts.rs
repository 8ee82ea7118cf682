//! No requirement is without a verdict, and none is proved by resources alone.

use polder_check::{table, verdicts};
use polder_verdict::{Evidence, Property, Verdict};

use crate::estate::owner;

fn proved(id: &str) -> Property {
    let verdict = Verdict::Proved(vec![Evidence::new("a reason", [])]);
    Property { id: id.into(), claim: "it holds".into(), verdict }
}

#[test]
fn every_requirement_has_a_verdict_with_a_reason() {
    let (design, cloud) = owner();
    let rows = table(design, cloud);
    let judged = verdicts(&rows, &[]);
    let ids: Vec<&str> = rows.iter().map(|row| row.requirement.id.as_str()).collect();
    assert_eq!(judged.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ids);
    for row in &judged {
        match &row.verdict {
            Verdict::Undecided(gaps) => assert!(!gaps.is_empty(), "{}", row.id),
            Verdict::Procedural(text) => assert!(!text.is_empty(), "{}", row.id),
            other => panic!("{} is {}, without any property", row.id, other.label()),
        }
    }
}

#[test]
fn requirements_count_properties_of_access_once_they_exist() {
    let (design, cloud) = owner();
    let rows = table(design, cloud);
    let gaps = |properties: &[Property], id: &str| {
        let judged = verdicts(&rows, properties);
        match &judged.iter().find(|row| row.id == id).expect("a row").verdict {
            Verdict::Undecided(gaps) => gaps.len(),
            other => panic!("{id} is {}", other.label()),
        }
    };
    let without = [proved("network.environments"), proved("encryption.key-owner")];
    let with =
        [proved("network.environments"), proved("encryption.key-owner"), proved("access.administrators")];
    // Each of the eight properties of access, and what policies of the organization do.
    assert_eq!(gaps(&without, "ACCT-5"), 9);
    assert_eq!(gaps(&with, "ACCT-5"), 8);
    assert_eq!(gaps(&with, "SEC-IAM"), 1);
}
