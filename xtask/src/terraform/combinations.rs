//! Every combination of engines, as platform files.
//!
//! The engines are those of the published schema: a new engine is combined with all others, and none can be
//! forgotten.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::platforms::{Source, polder};

/// The template with a placeholder for each engine.
const TEMPLATE: &str = "testing/combinations/polder.toml";

/// The placeholders, and their sections of the file.
const PLACES: [(&str, &str); 3] =
    [("@compute@", "compute"), ("@database@", "database"), ("@broker@", "broker")];

/// Writes a file for each combination into a folder.
pub(super) fn write(root: &Path, folder: &Path) -> Result<Vec<Source>> {
    let template = fs::read_to_string(root.join(TEMPLATE)).context("there is no template")?;
    let output = polder(root).arg("schema").output().context("cannot run `cargo`")?;
    ensure!(output.status.success(), "`polder schema` failed");
    let schema: Value = serde_json::from_slice(&output.stdout).context("the schema is not JSON")?;
    fs::create_dir_all(folder).context("cannot create the folder of the combinations")?;
    let mut sources = vec![];
    for (words, text) in combinations(&template, &schema)? {
        let name = words.join("+");
        let file = folder.join(format!("{name}.toml"));
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
        sources.push(Source { name, file });
    }
    Ok(sources)
}

/// A few combinations in which every engine occurs that the owner's platform does not have: it has those that
/// are first in the schema.
pub(super) fn few(all: Vec<Source>) -> Vec<Source> {
    let known: BTreeSet<String> = all.iter().take(1).flat_map(|source| words_of(&source.name)).collect();
    let mut open: BTreeSet<String> = all.iter().flat_map(|source| words_of(&source.name)).collect();
    open.retain(|word| !known.contains(word));
    let mut few = vec![];
    let mut rest = all;
    while !open.is_empty() {
        // The one with the most engines that are not yet covered; of several, the last, which has least in
        // common with the first.
        let open_in = |source: &Source| words_of(&source.name).filter(|word| open.contains(word)).count();
        let Some(best) = (0..rest.len()).max_by_key(|at| open_in(&rest[*at])) else { break };
        let source = rest.remove(best);
        open.retain(|word| !words_of(&source.name).any(|known| known == *word));
        few.push(source);
    }
    few
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    name.split('+').map(str::to_owned)
}

/// The engines of each combination, and the file with them.
fn combinations(template: &str, schema: &Value) -> Result<Vec<(Vec<String>, String)>> {
    let mut all = vec![(vec![], template.to_owned())];
    for (place, section) in PLACES {
        ensure!(template.contains(place), "the template has no placeholder `{place}`");
        let words = words(schema, section)?;
        all = all
            .into_iter()
            .flat_map(|(before, text)| {
                words.iter().map(move |word| {
                    let mut chosen: Vec<String> = before.clone();
                    chosen.push(word.clone());
                    (chosen, text.replace(place, word))
                })
            })
            .collect();
    }
    Ok(all)
}

/// The values of an engine's key.
fn words(schema: &Value, section: &str) -> Result<Vec<String>> {
    let path = format!("/properties/{section}/properties/engine/enum");
    let found = schema.pointer(&path).and_then(Value::as_array);
    let found = found.with_context(|| format!("the schema has nothing at `{path}`"))?;
    let words: Vec<String> = found.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect();
    ensure!(!words.is_empty(), "the schema has no values at `{path}`");
    Ok(words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn engines(words: &[&str]) -> Value {
        json!({ "properties": { "engine": { "enum": words } } })
    }

    #[test]
    fn each_engine_is_combined_with_each_other() {
        let schema = json!({ "properties": {
            "compute": engines(&["a", "b", "c"]),
            "database": engines(&["d", "e"]),
            "broker": engines(&["f", "g"]),
        } });
        let all = combinations("@compute@ @database@ @broker@", &schema).unwrap();
        assert_eq!(all.len(), 12);
        let mut texts: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 12);
        assert_eq!(all[0], (vec!["a".to_owned(), "d".into(), "f".into()], "a d f".to_owned()));
    }

    #[test]
    fn few_combinations_have_every_engine_but_the_first_ones() {
        let names =
            ["a+d+f", "a+d+g", "a+e+f", "a+e+g", "b+d+f", "b+d+g", "b+e+f", "b+e+g", "c+d+f", "c+e+g"];
        let all = names.map(|name| Source { name: name.into(), file: "x".into() });
        let few: Vec<String> = few(all.into()).into_iter().map(|source| source.name).collect();
        let words: BTreeSet<String> = few.iter().flat_map(|name| words_of(name)).collect();
        let missing: Vec<&str> =
            ["b", "c", "e", "g"].into_iter().filter(|word| !words.contains(*word)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(few.len() <= 2, "{few:?}");
    }

    #[test]
    fn a_missing_placeholder_or_section_is_an_error() {
        let schema = json!({ "properties": { "compute": engines(&["a"]) } });
        assert!(combinations("@compute@", &schema).is_err());
        assert!(combinations("@compute@ @database@ @broker@", &schema).is_err());
    }
}
