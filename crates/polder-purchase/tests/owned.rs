//! The file of what is owned: whatever it contains, the reader ends, and locations are inside of the text.

use polder_purchase::owned_file;
use proptest::prelude::*;

/// Pieces of the format, so that texts are often almost right.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("version = 1\n"),
        Just("[[owned]]\n"),
        Just("[owned]\n"),
        Just("kind = \"reservation\"\n"),
        Just("kind = \"compute-plan\"\n"),
        Just("kind = \"x\"\n"),
        Just("service = \"rds-postgres\"\n"),
        Just("variant = \"db.m6g.large/Multi-AZ\"\n"),
        Just("region = \"eu-west-1\"\n"),
        Just("count = 1\n"),
        Just("count = -1\n"),
        Just("commitment = 0.1\n"),
        Just("commitment = \"1e9\"\n"),
        Just("years = 3\n"),
        Just("payment = \"No Upfront\"\n"),
        Just("until = \"2027-02-30\"\n"),
        Just("until = \"2027-03-01\"\n"),
        Just("ä\u{1f600}"),
        Just("{"),
        Just("\""),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![pieces(), any::<String>()]) {
        for finding in owned_file(&text).findings {
            for label in finding.primary.iter().chain(&finding.secondary) {
                prop_assert!(text.get(label.span.range()).is_some(), "{:?} of {text:?}", label.span);
            }
        }
    }
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let page = include_str!("../../../docs/commitments.md");
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let outcome = owned_file(example);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert_eq!(outcome.value.map(|owned| owned.len()), Some(3));
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_guessed() {
    let whole = "[[owned]]\nkind = \"reservation\"\nservice = \"ec2\"\nvariant = \"m7g.large\"\nregion = \"eu-west-1\"\n\
                 count = 1\nuntil = \"2027-03-01\"\n";
    assert!(owned_file(whole).findings.is_empty());
    let cases = [
        ("count = 1", "count = 0", "COMMIT003"),
        ("count = 1", "count = 1.5", "COMMIT003"),
        ("count = 1", "count = 99999999999999999999", "COMMIT003"),
        ("2027-03-01", "2027-02-29", "COMMIT003"),
        ("until = \"2027-03-01\"", "until = 2027-03-01", "COMMIT003"),
        ("\"reservation\"", "\"spot\"", "COMMIT003"),
        ("region = \"eu-west-1\"\n", "", "COMMIT003"),
        ("service", "servise", "COMMIT002"),
        ("[[owned]]", "[[owned]", "COMMIT001"),
        ("[[owned]]", "[owned]", "COMMIT003"),
    ];
    for (from, to, code) in cases {
        let outcome = owned_file(&whole.replacen(from, to, 1));
        let codes: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.id).collect();
        assert!(codes.contains(&code), "{to}: {codes:?}");
        assert!(outcome.sound().is_none(), "{to}");
    }
    assert!(owned_file(&"#".repeat((4 << 20) + 1)).has_errors());
}
