//! The example platforms are read without errors, and their headers list their warnings.
#![expect(clippy::disallowed_methods, reason = "tests read the examples from disk")]

use polder_diag::{Format, Source, render};
use polder_facts::Facts;
use polder_spec::{Origin, Platform, explain, read, schema, template};

fn path(example: &str) -> String {
    format!("{}/../../examples/{example}/polder.toml", env!("CARGO_MANIFEST_DIR"))
}

fn text(example: &str) -> String {
    std::fs::read_to_string(path(example)).expect("an example")
}

fn examples() -> Vec<String> {
    let folder = format!("{}/../../examples", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the examples")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| std::fs::exists(path(name)).unwrap_or(false))
        .collect();
    names.sort();
    names
}

fn sound(text: &str) -> Platform {
    let outcome = read(text, Facts::embedded());
    let source = Source { name: "polder.toml", text };
    assert!(!outcome.has_errors(), "{}", render(Format::Full, &outcome.findings, &source));
    outcome.sound().expect("a platform")
}

#[test]
fn all_examples_are_read() {
    let names = examples();
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        sound(&text(&name));
    }
}

/// Warnings of the examples, each of which is in its header. The built-in example has none.
#[test]
fn findings_of_the_examples() {
    let mut all = String::new();
    for name in examples() {
        let text = text(&name);
        let outcome = read(&text, Facts::embedded());
        let file = format!("{name}/polder.toml");
        all += &render(Format::Concise, &outcome.findings, &Source { name: &file, text: &text });
    }
    assert!(!all.contains("saleor-eu/"));
    insta::assert_snapshot!(all);
}

#[test]
fn examples_satisfy_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let names = examples();
    let mut files: Vec<(String, String)> = names.iter().map(|name| (name.clone(), text(name))).collect();
    files.push(("template".to_owned(), template().to_owned()));
    for (name, text) in files {
        let value: toml::Table = text.parse().expect("TOML");
        let value = serde_json::to_value(value).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn the_template_is_clean() {
    let outcome = read(template(), Facts::embedded());
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
}

/// The defaults of every platform.
#[test]
fn defaults_with_their_origin() {
    let text = text("solo-market");
    let lines: Vec<String> = explain(&sound(&text))
        .iter()
        .filter(|explained| !matches!(explained.origin, Origin::Written(_)))
        .map(|explained| format!("{} = {}  # {}", explained.path, explained.value, explained.origin))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn explained_values_of_the_owners_example() {
    let lines: Vec<String> = explain(&sound(&text("saleor-eu")))
        .iter()
        .map(|explained| {
            let mark = if matches!(explained.origin, Origin::Written(_)) { "*" } else { " " };
            format!("{mark} {} = {}", explained.path, explained.value)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// Cells are in the order of the file, although the parser sorts them.
#[test]
fn order_is_that_of_the_file() {
    let platform = sound(&text("six-cells"));
    let cells: Vec<&str> = platform.cells.iter().map(|cell| cell.name.as_str()).collect();
    assert_eq!(cells, ["dach", "swiss", "benelux", "isles", "nordic", "south"]);
    let reopened = "version = 1\nplatform.domain = \"a.eu\"\n[cells.b.primary]\nregion = \"eu-west-1\"\n\
                    [cells.a]\nprimary = \"eu-west-3\"\n[cells.b]\nbackup = \"eu-west-3\"\n\
                    [markets.NL]\ncell = \"b\"\n[markets.BE]\ncell = \"a\"\n";
    let platform = sound(reopened);
    let cells: Vec<&str> = platform.cells.iter().map(|cell| cell.name.as_str()).collect();
    assert_eq!(cells, ["b", "a"]);
}

#[test]
fn shares_make_a_whole() {
    for name in examples() {
        let platform = sound(&text(&name));
        let total: u64 = platform.markets.iter().map(|market| u64::from(market.share.value.0)).sum();
        assert_eq!(total, 1_000_000, "{name}");
    }
}

/// A byte-order mark and CRLF line ends change only the locations.
#[test]
fn marks_and_line_ends_of_other_systems() {
    let plain = text("saleor-eu");
    let other = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    let values = |text: &str| -> Vec<(String, String)> {
        explain(&sound(text)).into_iter().map(|explained| (explained.path, explained.value)).collect()
    };
    assert_eq!(values(&plain), values(&other));
}
