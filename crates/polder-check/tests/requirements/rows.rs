//! The rows, and which of them have resources.

use polder_check::{Row, Status, json, table};
use polder_cloud::Cloud;

use crate::estate::owner;

/// The rows that the resources of a complete platform must address.
const FAMILIES: [&str; 8] =
    ["REGION-", "ACCT-", "SVC-", "COST-AS", "COST-SPOT", "COST-TAG", "SEC-", "LANG-1"];

/// Those of them whose resources are not lowered yet. Remove a row from this list when its resources are.
const NOT_YET: [&str; 0] = [];

fn row(id: &str) -> Row {
    let (design, cloud) = owner();
    table(design, cloud).into_iter().find(|row| row.requirement.id == id).expect("a row of this number")
}

#[test]
fn rows_without_resources_are_known() {
    let (design, cloud) = owner();
    let rows = table(design, cloud);
    let silent = rows.iter().filter(|row| row.evidence.is_empty());
    let asked = |row: &&Row| FAMILIES.iter().any(|family| row.requirement.id.starts_with(family));
    let missing: Vec<&str> = silent.filter(asked).map(|row| row.requirement.id.as_str()).collect();
    assert_eq!(missing, NOT_YET);
}

#[test]
fn what_no_resource_speaks_to_says_what_will() {
    let (design, cloud) = owner();
    for row in table(design, cloud) {
        let later = matches!(row.requirement.status, Status::Later(_));
        assert_eq!(
            row.requirement.selectors.is_empty(),
            later && row.requirement.id != "COST-DT",
            "{}",
            row.requirement.id
        );
    }
}

#[test]
fn rows_of_regions_follow_from_the_sites() {
    let (design, cloud) = owner();
    let rows = table(design, cloud);
    let regions = rows.iter().filter(|row| row.requirement.id.starts_with("REGION-"));
    let lines: Vec<String> =
        regions.map(|row| format!("{} {}", row.requirement.id, row.requirement.asks)).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_region_is_spoken_to_by_what_stands_there() {
    let row = row("REGION-1");
    let own = row.evidence.iter().filter(|evidence| !evidence.stack.contains("/global/"));
    let mut stacks: Vec<&str> = own.map(|evidence| evidence.stack.as_str()).collect();
    stacks.sort_unstable();
    stacks.dedup();
    assert_eq!(
        stacks,
        ["app", "base", "data", "edge"].map(|layer| format!("production/eu-central-1/de/{layer}"))
    );
    let distributions: Vec<&str> = row
        .evidence
        .iter()
        .filter(|evidence| evidence.stack.contains("/global/"))
        .map(|evidence| evidence.address.as_str())
        .collect();
    assert_eq!(distributions, ["aws_cloudfront_distribution.de"]);
}

#[test]
fn each_resource_stands_once_in_a_row() {
    let (design, cloud) = owner();
    for row in table(design, cloud) {
        let mut all: Vec<_> =
            row.evidence.iter().map(|evidence| (&evidence.stack, &evidence.address)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "{}", row.requirement.id);
    }
}

#[test]
fn nothing_speaks_where_nothing_is() {
    let (design, _) = owner();
    let rows = table(design, &Cloud::default());
    assert!(rows.iter().all(|row| row.evidence.is_empty()));
    assert!(json(&rows).contains(&format!("\"without_resources\": {}", rows.len())));
}
