//! All forms, over findings of every shape.

use polder_diag::{Code, Finding, Format, Severity, Source, Span, render, render_full};
use proptest::prelude::*;

static ERROR: Code = Code {
    id: "TEST001",
    name: "bad-value",
    severity: Severity::Error,
    summary: "a value that is bad",
    page: "# TEST001\n\nA page.\n",
};
static WARNING: Code = Code {
    id: "TEST002",
    name: "odd-value",
    severity: Severity::Warning,
    summary: "a value that is odd",
    page: "# TEST002\n\nA page.\n",
};
static INFO: Code = Code {
    id: "TEST003",
    name: "remark",
    severity: Severity::Info,
    summary: "a remark",
    page: "# TEST003\n\nA page.\n",
};

const TEXT: &str = "name = \"Köln\"\r\n\tregion = \"eu\"\n# \u{1b}[2J \u{202e}\nlast = 1";

fn findings() -> Vec<Finding> {
    vec![
        Finding::new(&INFO, "a remark about all"),
        Finding::new(&WARNING, "`eu` is odd, 100 % <so>")
            .at(Span::new(26, 30), "odd")
            .help("write `eu-west-1`"),
        Finding::new(&ERROR, "`\u{1b}[31m` is bad")
            .at(Span::new(7, 14), "bad \u{202e}")
            .also(Span::new(16, 22), "because of this")
            .note("why it\nmatters")
            .help("what & to do"),
        Finding::new(&ERROR, "the end is bad").at(Span::new(400, 500), "past the end"),
        Finding::new(&ERROR, "no place").note("a note").help("a way out"),
        Finding::new(&ERROR, "nothing but this"),
    ]
}

fn source() -> Source<'static> {
    Source { name: "a b/polder.toml", text: TEXT }
}

#[test]
fn full() {
    insta::assert_snapshot!(render(Format::Full, &findings(), &source()));
}

#[test]
fn concise() {
    insta::assert_snapshot!(render(Format::Concise, &findings(), &source()));
}

#[test]
fn json() {
    insta::assert_snapshot!(render(Format::Json, &findings(), &source()));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(render(Format::Sarif, &findings(), &source()));
}

#[test]
fn junit() {
    insta::assert_snapshot!(render(Format::Junit, &findings(), &source()));
    insta::assert_snapshot!("junit_without_findings", render(Format::Junit, &[], &source()));
}

#[test]
fn github() {
    insta::assert_snapshot!(render(Format::Github, &findings(), &source()));
}

#[test]
fn colour_only_where_it_is_asked_for() {
    assert!(render_full(&findings(), &source(), true).contains('\u{1b}'));
    assert!(!render_full(&findings(), &source(), false).contains('\u{1b}'));
}

#[test]
fn nothing_to_say() {
    assert_eq!(render(Format::Full, &[], &source()), "");
    assert_eq!(render(Format::Concise, &[], &source()), "");
    assert_eq!(render(Format::Github, &[], &source()), "");
}

/// Labels that are far apart are shown in separate blocks, and a very long line is cut.
#[test]
fn far_labels_and_long_lines() {
    let text = format!("first = 1\n{}last = \"{}\"\n", "\n".repeat(500), "x".repeat(100_000));
    let last = text.find("last").unwrap_or(0);
    let finding = Finding::new(&ERROR, "far apart")
        .at(Span::new(last + 50_000, last + 50_003), "deep in a line")
        .also(Span::new(0, 5), "the first");
    insta::assert_snapshot!(render(Format::Full, &[finding], &Source { name: "far.toml", text: &text }));
}

/// Control characters, apart from the line ends of the format itself.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// No text and no span makes a renderer panic, and nothing of the text reaches the terminal raw.
    #[test]
    fn any_text_and_any_span(
        text in "(\\PC|[\\x00-\\x1f\u{7f}-\u{9f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}ä東\n\t\r])*",
        name in "\\PC*|\u{1b}.*",
        spans in prop::collection::vec((0_usize..200, 0_usize..200), 0..5),
    ) {
        let mut finding = Finding::new(&ERROR, text.clone()).note(text.clone()).help(text.clone());
        for (at, (start, end)) in spans.into_iter().enumerate() {
            let span = Span::new(start, end);
            finding = if at == 0 { finding.at(span, text.clone()) } else { finding.also(span, text.clone()) };
        }
        for format in Format::ALL {
            let out = render(format, std::slice::from_ref(&finding), &Source { name: &name, text: &text });
            prop_assert!(!out.chars().any(acts), "{format:?}: {out:?}");
        }
        render_full(&[finding], &Source { name: &name, text: &text }, true);
    }

    /// The output is valid JSON with the same content.
    #[test]
    fn json_says_what_was_said(text in "(\\PC|[\\x00-\\x1f\u{7f}-\u{9f}\u{202a}-\u{202e}])*") {
        let out = render(Format::Json, &[Finding::new(&ERROR, text.clone())], &source());
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        prop_assert_eq!(value["findings"][0]["message"].as_str(), Some(text.as_str()));
    }
}
