//! Any text is read and rendered in every form without a panic, and findings point into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use polder_diag::{Format, Severity, Source, render, render_full};
use polder_facts::Facts;
use polder_spec::{explain, read};

fuzz_target!(|text: &str| {
    let source = Source { name: "polder.toml", text };
    let outcome = read(text, Facts::embedded());
    for format in Format::ALL {
        render(format, &outcome.findings, &source);
    }
    render_full(&outcome.findings, &source, true);
    for finding in &outcome.findings {
        for label in finding.primary.iter().chain(&finding.secondary) {
            assert!(text.get(label.span.range()).is_some(), "a label beside the text");
        }
    }
    let errors = outcome.findings.iter().any(|finding| finding.severity() == Severity::Error);
    assert_eq!(outcome.value.is_none(), errors, "a platform is there exactly if there is no error");
    if let Some(platform) = outcome.value {
        explain(&platform);
    }
});
