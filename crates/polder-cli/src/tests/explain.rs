//! `polder explain` of properties, and the statements of an owner beside a plan.

use polder::check::property_pages;
use polder_world::MemoryWorld;

use super::polder;
use crate::streams::Status;

#[test]
fn a_property_has_a_page_by_its_identifier_or_that_of_a_part() {
    for (asked, title) in [
        ("access.outsiders", "# access.outsiders\n"),
        ("Network.Flows", "# network.flows.SITE.COMPONENT\n"),
        ("endurance.zone.NL", "# endurance.zone.MARKET\n"),
    ] {
        let done = polder(&MemoryWorld::new(), &format!("explain {asked}"));
        assert_eq!(done.status, Status::Fine, "{}", done.messages);
        assert!(done.out.starts_with(title) && done.out.ends_with(".\n"), "{}", done.out);
        assert!(done.out.contains("\n## What to do\n"), "{}", done.out);
    }
}

#[test]
fn the_list_has_every_property() {
    let done = polder(&MemoryWorld::new(), "explain");
    for page in property_pages() {
        assert!(done.out.contains(&format!("\n{}\n", page.title())), "{}", page.id);
    }
}

#[test]
fn a_property_that_is_mistyped_is_suggested() {
    for (asked, meant) in [
        ("access.outsider", "`access.outsiders`"),
        ("acess.logging", "`access.logging`"),
        ("outsiders", "`access.outsiders`"),
        ("encryption.transit.store", "`encryption.transit.stores`"),
        ("network.data_tier", "`network.data-tier`"),
    ] {
        let done = polder(&MemoryWorld::new(), &format!("explain {asked}"));
        assert_eq!(done.status, Status::Error);
        assert!(done.messages.contains(&format!("did you mean {meant}")), "{}", done.messages);
    }
    let done = polder(&MemoryWorld::new(), "explain network.q\u{1b}[31m");
    assert!(done.status == Status::Error && !done.messages.contains('\u{1b}'), "{}", done.messages);
}

const PLAN: &str = r#"{ "format_version": "1.2", "planned_values": { "root_module": { "resources": [
  { "address": "aws_s3_bucket.x", "mode": "managed", "type": "aws_s3_bucket", "name": "x",
    "values": { "bucket": "x", "region": "us-east-1", "tags": { "data-class": "personal" } } } ] } } }"#;
const STATED: &str = "version = 1\nplatform.domain = \"example.nl\"\ncells.main = { primary = \"eu-west-1\" }\nmarkets.NL = {}\n";

/// The verdict on the place of personal data, as the line of the command begins.
fn place(arguments: &str, platform: &str) -> (Status, String) {
    let world = MemoryWorld::new().with_file("plan.json", PLAN).with_file("polder.toml", platform);
    let done = polder(&world, &format!("prove {arguments} --format concise"));
    let line = done.out.lines().find(|line| line.contains("residency.personal")).unwrap_or_default();
    (done.status, line.split_whitespace().next().unwrap_or_default().to_owned())
}

#[test]
fn a_plan_is_asked_what_the_platform_file_that_is_named_states() {
    // A platform file that is not named states nothing about a plan.
    assert_eq!(place("--plan plan.json", STATED).1, "undecided");
    assert_eq!(place("polder.toml --plan plan.json", STATED), (Status::Findings, "refuted".to_owned()));
    let elsewhere = STATED.replace("\ncells", "\nplatform.residency = [\"EU\", \"US\"]\ncells");
    assert_eq!(place("polder.toml --plan plan.json", &elsewhere).1, "proved");
    assert_eq!(place("polder.toml --plan plan.json", "version = 2"), (Status::Error, String::new()));
    assert_eq!(place("missing.toml --plan plan.json", STATED).0, Status::Error);
}
