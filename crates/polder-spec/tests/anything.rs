//! No text makes the reader or a renderer panic, and every platform that is read satisfies its invariants.

use polder_diag::{Format, Severity, Source, render};
use polder_facts::Facts;
use polder_spec::{explain, read};
use proptest::prelude::*;

const OWNER: &str = include_str!("../../../examples/saleor-eu/polder.toml");
const OTHERS: [&str; 3] = [
    include_str!("../../../examples/six-cells/polder.toml"),
    include_str!("../../../examples/own-services/polder.toml"),
    include_str!("../../../examples/no-backup/polder.toml"),
];

/// Values that are almost valid, or arbitrary.
const VALUES: [&str; 24] = [
    "\"\"",
    "\"eu-west-1\"",
    "\"10.0.0.0/8\"",
    "\"10.100.0.0/16\"",
    "\"255.255.255.255/32\"",
    "\"0.0.0.0/0\"",
    "0",
    "-1",
    "18446744073709551615",
    "99999999999999999999999999",
    "1e308",
    "inf",
    "nan",
    "0.00001",
    "true",
    "false",
    "[]",
    "[\"a\", 1]",
    "{}",
    "{ region = 1 }",
    "1979-05-27",
    "\"\\u0000\\u202E\"",
    "\"backup\"",
    "\"99999999999999d\"",
];

fn survives(text: &str) {
    let outcome = read(text, Facts::embedded());
    for format in Format::ALL {
        render(format, &outcome.findings, &Source { name: "polder.toml", text });
    }
    let errors = outcome.findings.iter().any(|finding| finding.severity() == Severity::Error);
    assert_eq!(outcome.value.is_none(), errors);
    for finding in &outcome.findings {
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{finding:?}");
        for label in finding.primary.iter().chain(&finding.secondary) {
            let range = label.span.range();
            assert!(text.get(range).is_some(), "{finding:?} points beside the text");
        }
    }
    let Some(platform) = outcome.value else { return };
    explain(&platform);
    assert!(!platform.cells.is_empty() && !platform.markets.is_empty());
    let total: u64 = platform.markets.iter().map(|market| u64::from(market.share.value.0)).sum();
    assert_eq!(total, 1_000_000);
    for cell in &platform.cells {
        assert!(platform.accounts.get(cell.account.value).is_some());
        let backup = cell.backup.as_ref().map(|backup| &backup.site);
        for site in std::iter::once(&cell.primary).chain(backup) {
            let region = Facts::embedded().region(&site.region).expect("a known region");
            assert!(platform.network.zones.value <= region.zones.len() as u64);
        }
    }
    assert!(platform.markets.iter().all(|market| market.cell.value < platform.cells.len()));
    for service in &platform.services {
        assert!(service.cells.iter().all(|cell| *cell < platform.cells.len()));
    }
}

/// One mutation of a text: a line is removed, duplicated, moved or gets another value; a character is changed.
#[derive(Clone, Debug)]
enum Change {
    Delete(usize),
    Double(usize),
    Swap(usize, usize),
    Value(usize, usize),
    Char(usize, char),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::Delete),
        any::<usize>().prop_map(Change::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Change::Swap(a, b)),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Change::Value(a, b)),
        (any::<usize>(), any::<char>()).prop_map(|(a, c)| Change::Char(a, c)),
        (
            any::<usize>(),
            prop::sample::select(vec!['"', '[', ']', '{', '}', '=', '.', '#', '\n', '\r', ',', '0'])
        )
            .prop_map(|(a, c)| Change::Char(a, c)),
        any::<usize>().prop_map(Change::Cut),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let count = lines.len();
    match change {
        Change::Delete(at) => drop(lines.remove(at % count)),
        Change::Double(at) => lines.insert(at % count, lines[at % count].clone()),
        Change::Swap(a, b) => lines.swap(a % count, b % count),
        Change::Value(at, which) => {
            let line = &mut lines[at % count];
            if let Some((key, _)) = line.split_once('=') {
                *line = format!("{key}= {}", VALUES[which % VALUES.len()]);
            }
        }
        Change::Char(at, c) => {
            let mut chars: Vec<char> = text.chars().collect();
            if let Some(place) = at.checked_rem(chars.len()) {
                chars[place] = *c;
            }
            return chars.into_iter().collect();
        }
        Change::Cut(at) => return text.chars().take(at % (text.len() + 1)).collect(),
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_characters(text in "(\\PC|[\\[\\]={}\"'.,#\n\r\t \\\\])*") {
        survives(&text);
    }

    #[test]
    fn the_owners_example_changed(changes in prop::collection::vec(change(), 1..8)) {
        survives(&changes.iter().fold(OWNER.to_owned(), |text, change| apply(&text, change)));
    }

    #[test]
    fn other_examples_changed(which in 0..OTHERS.len(), changes in prop::collection::vec(change(), 1..5)) {
        survives(&changes.iter().fold(OTHERS[which].to_owned(), |text, change| apply(&text, change)));
    }
}

/// Text that is as large or deeply nested as the size allows is read quickly.
#[test]
fn large_and_deep_texts() {
    let bytes = 1 << 20;
    let texts = [
        "=\n".repeat(bytes / 2),
        "[".repeat(bytes),
        format!("a={}", "[".repeat(bytes - 2)),
        format!("a={}", "{a=".repeat(bytes / 3 - 1)),
        format!("[{}a]\nb=1", "a.".repeat(bytes / 2 - 8)),
        format!("{}a=1", "a.".repeat(bytes / 2 - 8)),
        "[[cells]]\n".repeat(bytes / 10),
        "a=1\n".repeat(bytes / 4),
        format!("platform.name = \"{}\"", "x".repeat(bytes - 32)),
        (0..30_000).map(|n| format!("[cells.c{n}]\nprimary=\"eu-west-1\"\n")).collect(),
        (0..30_000).map(|n| format!("[cells.c{n}]\nprimary=\"x\"\n")).collect(),
        (0..12_000)
            .map(|n| format!("[cells.c{n}]\nprimary=\"x\"\n[markets.M{n}]\ncell=\"d{n}\"\n"))
            .collect(),
        format!("services.s.cells = [{}]", "\"abc\",".repeat(150_000)),
        format!("cells.a.primary = \"eu-west-1\"\n{}", "[markets.NL]\n".repeat(70_000)),
    ];
    for text in texts {
        assert!(text.len() <= bytes);
        survives(&text);
    }
}
