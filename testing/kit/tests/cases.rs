//! Platforms of public reports, and odd files: each has its right outcome.
#![expect(clippy::disallowed_methods, reason = "tests read the cases from disk")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use polder::diag::{Format, Severity, Source, render};
use polder::spec::{Day, accept};

/// The case, and the codes of its warnings and errors. A code with `!` is an error: nothing is built.
const OUTCOMES: [(&str, &str); 43] = [
    ("accepted", ""),
    ("after-failover", ""),
    ("balkans", "SPEC140 SPEC141"),
    ("calgary", "SPEC041! SPEC140"),
    ("companies-and-consumers", ""),
    ("domain-itself", ""),
    ("domain-per-country", ""),
    ("europe-and-america", "SPEC140"),
    ("existing-network", "SPEC004! SPEC056"),
    ("existing-oidc-provider", ""),
    ("existing-zones", ""),
    ("languages-for-twenty-markets", ""),
    ("london", ""),
    ("minimal", ""),
    ("mixed-storefronts", ""),
    ("nordic", ""),
    ("northern-california", "SPEC041! SPEC140"),
    ("odd-burstable-global-database", "SPEC161!"),
    ("odd-china", "SPEC011! SPEC041!"),
    ("odd-country-in-lower-case", "SPEC052!"),
    ("odd-duration", "SPEC014!"),
    ("odd-fewer-tasks-at-most", "SPEC163!"),
    ("odd-government", "SPEC011! SPEC041!"),
    ("odd-machine-of-other-architecture", "SPEC161!"),
    ("odd-partitions", "SPEC041!"),
    ("odd-shared-address", "DESIGN015 SPEC056"),
    ("odd-sovereign", "SPEC041! SPEC056"),
    ("odd-task-size", "SPEC162!"),
    ("one-host", ""),
    ("organization", ""),
    ("payment-app", ""),
    ("regions-to-enable", "DESIGN014"),
    ("seconds-to-recover", ""),
    ("shared-address-space", ""),
    ("storefront-elsewhere", ""),
    ("storefront-elsewhere-on-machines", ""),
    ("thirty-markets", ""),
    ("tokyo", "SPEC140"),
    ("too-few-connections", "DESIGN017"),
    ("too-many-worker-processes", "DESIGN017"),
    ("two-markets-one-cell", ""),
    ("two-sites-of-one-account-in-a-region", ""),
    ("zurich", "DESIGN014"),
];

/// The codes of warnings and errors, in order, each once.
fn outcome(name: &str, text: &str) -> String {
    let mut outcome = polder::compile(text);
    if let Some(compiled) = &outcome.value {
        let findings = std::mem::take(&mut outcome.findings);
        outcome.findings = accept(findings, &compiled.platform.accepted, Day::at(0), false);
    }
    let told = render(Format::Concise, &outcome.findings, &Source { name, text });
    assert_eq!(outcome.findings.is_empty(), told.is_empty(), "{name}");
    let codes: BTreeSet<(&str, &str)> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity() != Severity::Info)
        .map(|finding| (finding.code.id, if finding.severity() == Severity::Error { "!" } else { "" }))
        .collect();
    let errors = codes.iter().any(|(_, mark)| !mark.is_empty());
    assert_eq!(
        outcome.sound().is_none(),
        errors,
        "{name}: there is a platform exactly without errors\n{told}"
    );
    codes.into_iter().map(|(code, mark)| format!("{code}{mark}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_has_its_outcome() {
    let folder = format!("{}/../cases", env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let text = std::fs::read_to_string(&path).expect("a case");
        found.push((outcome(&name, &text), name));
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    let found: Vec<(&str, &str)> =
        found.iter().map(|(codes, name)| (name.as_str(), codes.as_str())).collect();
    assert_eq!(found, OUTCOMES);
}

/// Thirty cells with a market each: more than inline policies and edge functions could hold.
#[test]
fn thirty_cells_are_built() {
    let regions = ["eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1"];
    let countries = [
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT",
        "LU", "MT", "NL", "PL", "PT", "SK", "SI", "ES", "SE", "NO", "CH", "GB", "LI",
    ];
    let mut text = String::from(
        "version = 1\nplatform = { domain = \"example.com\", residency = [\"EEA\", \"CH\", \"UK\"] }\n",
    );
    for (at, country) in countries.iter().enumerate() {
        let (primary, backup) = (regions[at % 4], regions[(at + 1) % 4]);
        writeln!(text, "cells.c{at} = {{ primary = \"{primary}\", backup = \"{backup}\" }}").expect("text");
        writeln!(text, "markets.{country} = {{ cell = \"c{at}\" }}").expect("text");
    }
    assert_eq!(outcome("thirty cells", &text), "");
}
