//! The effect of the pages' script, in Node.js if it is installed.
#![expect(clippy::disallowed_methods, reason = "runs the script in a real engine")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::pages::SCRIPT;

/// A minimal page of three languages. `nl` is the default of one host.
const DOCUMENT: &str = "
const removed = [];
const section = (lang, hosts) => ({ lang, dataset: { hosts }, parentNode: { removeChild: (it) => removed.push(it.lang) },
  querySelector: () => ({ textContent: 'title in ' + lang }) });
const sections = [section('de', 'de.example.com'), section('nl', 'nl.example.com be.example.com'), section('fr', '')];
const document = { documentElement: { lang: 'de' }, cookie: COOKIE, querySelectorAll: () => sections };
const location = { hostname: HOST, pathname: PATH };
const navigator = { languages: LANGUAGES };
";

/// The language that is shown to a visitor; `None` without Node.js.
fn left(host: &str, path: &str, cookie: &str, languages: &str) -> Option<String> {
    let spawned =
        Command::new("node").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut node) = spawned else {
        assert!(std::env::var_os("CI").is_none(), "node is not on the PATH, and CI must not go without it");
        eprintln!("SKIPPED: node is not on the PATH, so the script of the pages was not run");
        return None;
    };
    let values = format!(
        "const HOST = '{host}', PATH = '{path}', COOKIE = '{cookie}', LANGUAGES = {languages};\n(function () {{\n"
    );
    let shown = "console.log(document.documentElement.lang, document.title, removed.length);\n})();\n";
    let program =
        [values.as_str(), DOCUMENT, SCRIPT, shown].concat().replace("const navigator", "var navigator");
    node.stdin.take().expect("a pipe").write_all(program.as_bytes()).expect("node reads");
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Path, choice, browser, host, in this order: as the viewer-request function does.
#[test]
fn the_readers_language_is_left() {
    let cases = [
        ("be.example.com", "/fr/be/products", "", "['nl-BE']", "fr"),
        ("be.example.com", "/xx/be", "a=b; NEXT_LOCALE=fr", "['nl-BE']", "fr"),
        ("be.example.com", "/", "", "['ja', 'de-AT', 'fr']", "de"),
        ("be.example.com", "/", "", "[]", "nl"),
        ("de.example.com", "/graphql/", "", "['sv']", "de"),
        // The first segment of a path is a cell on hosts without a market.
        ("dashboard.example.com", "/de/", "", "['fr']", "fr"),
        ("dashboard.example.com", "/", "NEXT_LOCALE=%3Cscript%3E", "['sv']", "de"),
    ];
    for (host, path, cookie, languages, expected) in cases {
        if let Some(found) = left(host, path, cookie, languages) {
            assert_eq!(
                found,
                format!("{expected} title in {expected} 2"),
                "{host}{path} {cookie} {languages}"
            );
        }
    }
}
