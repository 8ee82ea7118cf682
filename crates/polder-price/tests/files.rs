//! The files of users: whatever they contain, the readers end, and locations are inside of the text.

use polder_diag::Finding;
use polder_price::{Book, own_prices, usage_file};
use proptest::prelude::*;

fn inside(text: &str, findings: &[Finding]) {
    for finding in findings {
        let labels = finding.primary.iter().chain(&finding.secondary);
        for label in labels {
            assert!(text.get(label.span.range()).is_some(), "{:?} of {text:?}", label.span);
        }
    }
}

/// Pieces of both formats, so that texts are often almost right.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("resource_usage:\n"),
        Just("  aws_lb.a:\n"),
        Just("    processed_bytes_gb: 10\n"),
        Just("    monthly: -1\n"),
        Just("      standard: {storage_gb: 1e9}\n"),
        Just("&a "),
        Just("*a "),
        Just("[[price]]\n"),
        Just("service = \"ec2\"\n"),
        Just("item = \"instance\"\n"),
        Just("region = \"eu-west-1\"\n"),
        Just("usd = 0.1\n"),
        Just("usd = \"x\"\n"),
        Just("tiers = [{ from = 0, usd = 1 }]\n"),
        Just("[[discount]]\npercent = 101\n"),
        Just("[euro]\n"),
        Just("ä\u{1f600}"),
        Just("\t"),
        Just("{"),
        Just("\""),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![pieces(), any::<String>()]) {
        inside(&text, &usage_file(&text).findings);
        inside(&text, &own_prices(&text, Book::default()).findings);
    }
}

#[test]
fn large_and_deep_files_are_refused() {
    let deep = "a:\n".to_owned() + &(1..100).map(|n| format!("{}b:\n", " ".repeat(n))).collect::<String>();
    assert!(usage_file(&deep).has_errors());
    assert!(usage_file(&"#".repeat((16 << 20) + 1)).has_errors());
    assert!(own_prices(&"#".repeat((4 << 20) + 1), Book::default()).has_errors());
    // Laughs a billion times where aliases are followed.
    let bomb = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        text + &format!("a{n}: &a{n} [*a{m}, *a{m}]\n", m = n - 1)
    });
    assert!(usage_file(&bomb).has_errors());
}
