//! Shared by tests of the whole compiler: the example platforms, compiled and emitted.

mod foreign;

use std::collections::BTreeMap;

use polder::Compiled;

pub use foreign::plan_of;

/// The example platforms: name and text. One line each, so that a new example cannot be forgotten: a test compares
/// this list with the folder.
pub const EXAMPLES: [(&str, &str); 10] = [
    ("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml")),
    ("one-region", include_str!("../../../examples/one-region/polder.toml")),
    ("solo-market", include_str!("../../../examples/solo-market/polder.toml")),
    ("no-backup", include_str!("../../../examples/no-backup/polder.toml")),
    ("own-services", include_str!("../../../examples/own-services/polder.toml")),
    ("six-cells", include_str!("../../../examples/six-cells/polder.toml")),
    ("aurora", include_str!("../../../examples/aurora/polder.toml")),
    ("sqs-broker", include_str!("../../../examples/sqs-broker/polder.toml")),
    ("kubernetes", include_str!("../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../examples/machines/polder.toml")),
];

/// The template for combinations of engines.
const COMBINATION: &str = include_str!("../../combinations/polder.toml");

/// Every combination of compute, database and broker: its name and its text. The engines are those of the
/// schema, so a new one is included.
///
/// # Panics
/// If the schema has no engines.
pub fn combinations() -> Vec<(String, String)> {
    let schema = polder::spec::schema();
    let mut all = vec![(String::new(), COMBINATION.to_owned())];
    for section in ["compute", "database", "broker"] {
        let words = &schema["properties"][section]["properties"]["engine"]["enum"];
        let words = words.as_array().unwrap_or_else(|| panic!("`{section}` has no engines"));
        let place = format!("@{section}@");
        all = all
            .iter()
            .flat_map(|(name, text)| {
                words.iter().map(move |word| (name, text, word.as_str().unwrap_or_default()))
            })
            .map(|(name, text, word)| {
                (format!("{name} {word}").trim().to_owned(), text.replace(&place, word))
            })
            .collect();
    }
    all
}

/// A valid platform, compiled.
///
/// # Panics
/// If it is not, with the findings.
pub fn compiled(name: &str, text: &str) -> Compiled {
    let outcome = polder::compile(text);
    let source = polder::diag::Source { name, text };
    let found = polder::diag::render(polder::diag::Format::Full, &outcome.findings, &source);
    outcome.sound().unwrap_or_else(|| panic!("`{name}` is not sound:\n{found}"))
}

/// All files of a build by their paths.
pub fn files(compiled: &Compiled) -> BTreeMap<String, String> {
    let modules = polder::modules(compiled);
    let files = polder_emit::emit(&compiled.cloud, &compiled.links, &modules);
    files.map(|file| (file.path, file.content)).collect()
}
