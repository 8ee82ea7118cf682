//! The reader and the published schema know the same keys.
//!
//! Unknown keys are found with the list that the schema is generated from, so the reader accepts no key that the schema
//! lacks. Conversely, a value of an impossible type at each key of the schema is reported here, so each key is read.

use polder_diag::sorted;
use polder_facts::Facts;
use polder_spec::{read, schema};
use serde_json::Value;

/// Every key of a schema that has a value, as a path with `NAME` for user-defined names.
fn leaves(schema: &Value, path: &str, out: &mut Vec<String>) {
    if let Some(options) =
        schema["anyOf"].as_array().filter(|options| options.iter().any(|o| o["type"] == "object"))
    {
        out.push(path.to_owned());
        options
            .iter()
            .filter(|option| option["type"] == "object")
            .for_each(|option| leaves(option, path, out));
    } else if let Some(properties) = schema["properties"].as_object() {
        for (key, value) in properties {
            leaves(value, &join(path, key), out);
        }
    } else if schema["additionalProperties"].is_object() {
        let name = if path == "markets" { "NL" } else { "name" };
        leaves(&schema["additionalProperties"], &join(path, name), out);
    } else {
        out.push(path.to_owned());
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[test]
fn every_key_of_the_schema_is_read() {
    let mut paths = vec![];
    leaves(&schema(), "", &mut paths);
    assert!(paths.len() > 60, "{paths:?}");
    for path in paths {
        // No key accepts a date.
        let text = format!("{path} = 1979-05-27\n");
        let outcome = read(&text, Facts::embedded());
        let at = path.len() + 3;
        let codes: Vec<&str> = sorted(&outcome.findings)
            .iter()
            .filter(|finding| finding.primary.as_ref().is_some_and(|label| label.span.range().start == at))
            .map(|finding| finding.code.id)
            .collect();
        // Another version has its own code; a value that is not a table is also reported for its missing keys.
        let expected = if path == "version" { "SPEC006" } else { "SPEC010" };
        assert!(codes.contains(&expected), "{path}: {codes:?}");
        assert!(outcome.findings.iter().all(|finding| finding.code.id != "SPEC004"), "{path} is unknown");
    }
}

/// The reader accepts every word of the schema.
#[test]
fn every_word_of_the_schema_is_known() {
    fn words(schema: &Value, path: &str, out: &mut Vec<(String, String)>) {
        for word in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            out.push((path.to_owned(), format!("{word:?}")));
        }
        for word in schema["items"]["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            out.push((path.to_owned(), format!("[{word:?}]")));
        }
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            words(value, &join(path, key), out);
        }
        for option in schema["anyOf"].as_array().into_iter().flatten() {
            words(option, path, out);
        }
        if schema["additionalProperties"].is_object() {
            words(&schema["additionalProperties"], &join(path, "name"), out);
        }
    }
    let mut all = vec![];
    words(&schema(), "", &mut all);
    assert!(all.len() > 20, "{all:?}");
    for (path, word) in all {
        let outcome = read(&format!("{path} = {word}\n"), Facts::embedded());
        let refused = outcome
            .findings
            .iter()
            .any(|finding| ["SPEC010", "SPEC012", "SPEC013"].contains(&finding.code.id));
        assert!(!refused, "{path} = {word}: {:?}", outcome.findings);
    }
}

/// Ranges of the schema are those of the reader.
#[test]
fn ranges_of_the_schema_are_those_of_the_reader() {
    fn ranges(schema: &Value, path: &str, out: &mut Vec<(String, u64, u64)>) {
        if let (Some(least), Some(most)) = (schema["minimum"].as_u64(), schema["maximum"].as_u64()) {
            out.push((path.to_owned(), least, most));
        }
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            ranges(value, &join(path, key), out);
        }
        if schema["additionalProperties"].is_object() {
            ranges(&schema["additionalProperties"], &join(path, "name"), out);
        }
    }
    let mut all = vec![];
    ranges(&schema(), "", &mut all);
    assert!(all.len() > 15, "{all:?}");
    for (path, least, most) in all.into_iter().filter(|(path, ..)| path != "version") {
        let out_of_range = |value: String| {
            let outcome = read(&format!("{path} = {value}\n"), Facts::embedded());
            outcome.findings.iter().any(|finding| ["SPEC011", "SPEC015"].contains(&finding.code.id))
        };
        assert!(!out_of_range(least.to_string()), "{path} = {least}");
        assert!(!out_of_range(most.to_string()), "{path} = {most}");
        assert!(out_of_range((most + 1).to_string()), "{path} = {most} + 1");
        assert!(out_of_range((i128::from(least) - 1).to_string()), "{path} = {least} - 1");
    }
}

#[test]
fn schema_as_it_is_published() {
    insta::assert_snapshot!(format!("{:#}", schema()));
}
