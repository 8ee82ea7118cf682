//! Whatever the text, a parser reads back what was written.

use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Yaml as Parsed};

use crate::{Map, Yaml, document};

/// The one value under `key` of a document, as a parser sees it.
fn read(text: &str, key: &str) -> Option<String> {
    let documents = Parsed::load_from_str(text).ok()?;
    let [document] = documents.as_slice() else { return None };
    let map = document.as_mapping()?;
    (map.len() == 1).then(|| document.as_mapping_get(key)?.as_str().map(str::to_owned))?
}

#[test]
fn a_document_reads_well() {
    let step = Map::new()
        .with("uses", "actions/checkout@0123abc")
        .behind("v5.0.1")
        .with("with", Map::new().with("depth", 0))
        .above("All of it.");
    let map = Map::new()
        .with("on", Map::new().with("push", Map::new()))
        .with("norway", "NO")
        .above("A country,\nnot a truth value.")
        .with("rate", Yaml::Thousandths(25_500))
        .with("whole", Yaml::Thousandths(21_000))
        .with("live", true)
        .with("nothing", Vec::<Yaml>::new())
        .with("names", vec!["Standard rate", "a: b", "# no comment", "1e3", " x", "x ", "\u{202E}evil"])
        .with("run", Yaml::Lines("set -eu\n\nif true; then\n  echo\nfi\n"))
        .with("steps", vec![step, Map::new().with("run", Yaml::Lines("true\n")).above("Why.")])
        .with("pairs", vec![Yaml::from(vec!["a", "b"]), Yaml::from(vec!["c"])])
        .with_some("absent", None::<bool>);
    let text = document("First line\n\nlast line", &map);
    assert!(Parsed::load_from_str(&text).is_ok());
    insta::assert_snapshot!(text);
}

proptest! {
    #[test]
    fn text_is_read_back(text in any::<String>()) {
        let written = document("", &Map::new().with("key", text.clone()));
        prop_assert_eq!(read(&written, "key"), Some(text));
    }

    #[test]
    fn text_of_marks_is_read_back(text in "[-:#{}\\[\\]&*!|>'\"%@`,? \n\r\t\\\\a0~.=<\u{85}\u{2028}\u{feff}]{0,12}") {
        let written = document("", &Map::new().with("key", text.clone()));
        prop_assert_eq!(read(&written, "key"), Some(text));
    }

    #[test]
    fn words_stay_text(text in "[a-zA-Z]{1,5}") {
        let written = document("", &Map::new().with("key", text.clone()));
        prop_assert_eq!(read(&written, "key"), Some(text));
    }

    #[test]
    fn comments_end_with_their_line(text in any::<String>()) {
        let map = Map::new().with("key", "value").above(text.clone()).behind(text.clone());
        prop_assert_eq!(read(&document(&text, &map), "key"), Some("value".to_owned()));
    }
}
