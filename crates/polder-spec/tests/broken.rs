//! Each broken file yields exactly the findings that its first line lists.
#![expect(clippy::disallowed_methods, reason = "tests read the broken files from disk")]

use std::collections::BTreeSet;

use polder_diag::{Format, Severity, Source, render, sorted};
use polder_facts::Facts;
use polder_spec::{Day, accept, codes, end_exceptions, read};

/// The codes in the first line of a file, in the order in which they are rendered.
fn announced(text: &str) -> Vec<&str> {
    let line = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# finds: "))
        .expect("a first line `# finds: …`");
    line.split(", ").collect()
}

fn found(text: &str) -> Vec<&'static str> {
    let outcome = read(text, Facts::embedded());
    sorted(&outcome.findings).iter().map(|finding| finding.code.id).collect()
}

#[test]
fn broken_files() {
    let wrong = std::cell::RefCell::new(vec![]);
    insta::glob!("broken/*.toml", |path| {
        let text = std::fs::read_to_string(path).expect("a broken file");
        let outcome = read(&text, Facts::embedded());
        let name = path.file_name().and_then(|name| name.to_str()).expect("a file name");
        insta::assert_snapshot!(render(Format::Full, &outcome.findings, &Source { name, text: &text }));
        let mut expected = announced(&text);
        let mut found: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.id).collect();
        expected.sort_unstable();
        found.sort_unstable();
        found.dedup();
        expected.dedup();
        if found != expected {
            wrong.borrow_mut().push(format!("{name}: {found:?}, not {expected:?}"));
        }
        let errors = outcome.findings.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(
            outcome.value.is_none(),
            errors,
            "{name}: a platform is there exactly if there is no error"
        );
    });
    assert!(wrong.borrow().is_empty(), "{}", wrong.borrow().join("\n"));
}

/// Without a broken file, a code might never fire.
#[test]
fn every_code_fires() {
    let folder = format!("{}/tests/broken", env!("CARGO_MANIFEST_DIR"));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the broken files") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a broken file");
        seen.extend(announced(&text).into_iter().map(str::to_owned));
    }
    seen.extend(found(&"x".repeat((1 << 20) + 1)).into_iter().map(str::to_owned));
    seen.extend(found(&many_unknown_keys()).into_iter().map(str::to_owned));
    // What is accepted is judged once all findings are known.
    let accepting = "version = 1\nplatform.domain = \"example.com\"\ncells.a.primary = \"eu-west-1\"\nmarkets.IE = {}\n\
                     [accepted.SPEC056]\nreason = \"a pilot\"\nuntil = \"1980-12-31\"\n\
                     [accepted.SPEC141]\nreason = \"a pilot\"\nuntil = \"2999-12-31\"\n\
                     [edge.exceptions.old]\nrule = \"SQLi_BODY\"\npaths = [\"/\"]\nreason = \"a pilot\"\nuntil = \"1980-12-31\"\n";
    let outcome = read(accepting, Facts::embedded());
    let mut platform = outcome.value.expect("no error");
    let today = Day::at(1_795_910_400);
    let mut left = end_exceptions(&mut platform, today);
    left.extend(accept(outcome.findings, &platform.accepted, today, true));
    seen.extend(left.iter().map(|finding| finding.code.id.to_owned()));
    let missing: Vec<&str> = codes().iter().map(|code| code.id).filter(|id| !seen.contains(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn many_unknown_keys() -> String {
    (0..1_000).map(|n| format!("key{n} = {n}\n")).collect()
}

#[test]
fn long_lists_are_cut() {
    let ids = found(&many_unknown_keys());
    assert_eq!(ids.len(), 201);
    assert_eq!(ids.last(), Some(&"SPEC007"));
}

#[test]
fn a_huge_file_is_refused_at_once() {
    assert_eq!(found(&"a".repeat(2 << 20)), ["SPEC002"]);
}

#[test]
fn an_empty_file_says_so_once() {
    assert_eq!(found(""), ["SPEC003"]);
    assert_eq!(found("\u{feff}\n\n"), ["SPEC003"]);
}

/// Codes are in order, differ, and have a page with the three headings.
#[test]
fn codes_have_pages() {
    let ids: Vec<&str> = codes().iter().map(|code| code.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    let names: BTreeSet<&str> = codes().iter().map(|code| code.name).collect();
    assert_eq!(names.len(), ids.len());
    for code in codes() {
        for heading in ["## What it finds", "## Why it matters", "## What to do"] {
            assert!(code.page.contains(heading), "{}", code.id);
        }
        let kebab = code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(kebab && !code.summary.ends_with('.'), "{}", code.id);
    }
}
