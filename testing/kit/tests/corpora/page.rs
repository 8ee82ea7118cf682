//! The page on the agreement with public corpora.

use std::fmt::Write as _;

use crate::table::{Case, Corpus, all};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/corpora.md");

const HEAD: &str = "\
# Public corpora

What others have published to test tools of this kind, as cases in our own words and documents
(`testing/kit/tests/corpora/data`), and what Polder says about each. A test asks every question and writes this page, which fails if
the page is not fresh.

Each case has one question or several: whether AWS accepts a plan (`check`), the verdict on a property, whether somebody is an
administrator, or whether policies allow a request. A case agrees if all answers of Polder are those of the corpus.

The answers were known when some expectations were written, so the figures are not those of an unseen corpus. `terragoat` and
`batfish` state misconfigurations and reachability, and which property that is, is our reading. Expectations of cases of our own have
no source but the documentation of AWS.

Of `nccgroup/sadcloud` nothing is taken: its licence is AGPL-3.0. The paths of pathfinding.cloud (Apache-2.0) are in
`crates/polder/tests/access/published.rs`, each open and closed. The policies that AWS maintains, from `iann0036/iam-dataset`, are also
read by `cargo xtask managed-policies`.

";

fn differs(case: &Case) -> bool {
    !case.polder.is_empty()
}

fn row(corpus: &Corpus) -> String {
    let agree = corpus.cases.iter().filter(|case| !differs(case)).count();
    let licence = corpus.licence.as_deref().unwrap_or("");
    let name = if corpus.licence.is_some() { format!("`{}`", corpus.name) } else { corpus.name.clone() };
    format!("| {name} | {licence} | {} | {} | {agree} |\n", corpus.about, corpus.cases.len())
}

/// Questions with their answers, and what Polder says instead.
fn told(case: &Case) -> (String, String) {
    let list = |of: &std::collections::BTreeMap<String, String>| {
        of.iter()
            .map(|(question, says)| format!("{}: {says}", quoted(question)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (list(&case.expect), list(&case.polder))
}

fn quoted(question: &str) -> String {
    if question.contains('.') || question == "check" { format!("`{question}`") } else { question.to_owned() }
}

/// Asterisks of actions and ARNs are no emphasis.
fn escaped(name: &str) -> String {
    name.replace('*', "\\*")
}

fn page() -> String {
    let corpora = all();
    let mut text = HEAD.to_owned();
    text.push_str(
        "| corpus | licence | what is taken | cases | agree |\n| --- | --- | --- | ---: | ---: |\n",
    );
    text.extend(corpora.iter().map(row));
    text.push_str(
        "\n## What differs\n\n| case | they say | Polder says | because |\n| --- | --- | --- | --- |\n",
    );
    for corpus in &corpora {
        for case in corpus.cases.iter().filter(|case| differs(case)) {
            let (they, polder) = told(case);
            let because = case.because.as_deref().unwrap_or_default();
            let _ = writeln!(
                text,
                "| {}: {} | {they} | {polder} | {because} |",
                corpus.name,
                escaped(&case.name)
            );
        }
    }
    for corpus in &corpora {
        let _ = write!(text, "\n## {}\n\n| case | file | answers |\n| --- | --- | --- |\n", corpus.name);
        for case in corpus.cases.iter().filter(|case| !differs(case)) {
            let file = if case.file.is_empty() { String::new() } else { format!("`{}`", case.file) };
            let _ = writeln!(text, "| {} | {file} | {} |", escaped(&case.name), told(case).0);
        }
    }
    text
}

/// Compares the page with the file, or writes the file if `POLDER_UPDATE` is set.
#[expect(clippy::disallowed_methods, reason = "a test writes and reads a page of the repository")]
pub(crate) fn compare() {
    let fresh = page();
    if std::env::var_os("POLDER_UPDATE").is_some() {
        std::fs::write(PATH, &fresh).expect("the page can be written");
    }
    let page = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(page == fresh, "`docs/corpora.md` is not fresh: run this test with POLDER_UPDATE=1");
}
