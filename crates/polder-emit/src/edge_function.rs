//! CloudFront Functions as JavaScript for the runtime `cloudfront-js-2.0`.
//!
//! The runtime supports ES 5.1 with some newer features: no classes, no `for … of`, no destructuring; doubtful features
//! are avoided. All data are constants at the top, as literals that no text can break out of.

use std::fmt::Write as _;

use polder_cloud::{EdgeFolder, EdgeFunction, EdgeMarket, EdgeWords, EdgeWork};

/// The code of a function.
pub fn javascript(function: &EdgeFunction) -> String {
    let parts: &[&str] = match &function.work {
        EdgeWork::Market { .. } => &[
            include_str!("edge/market.js"),
            include_str!("edge/notice.js"),
            READ,
            LANGUAGE,
            REDIRECT,
            CLEANSE,
        ],
        EdgeWork::Choose { .. } => &[include_str!("edge/choose.js"), READ, LANGUAGE],
        EdgeWork::Forward => &[include_str!("edge/forward.js"), include_str!("edge/client.js"), CLEANSE],
        EdgeWork::Pictures => &[include_str!("edge/pictures.js")],
        EdgeWork::Dashboard { .. } => &[include_str!("edge/dashboard.js"), REDIRECT, CLEANSE],
        EdgeWork::Files { .. } => &[include_str!("edge/files.js")],
    };
    let mut code = constants(&function.work);
    code.push_str(&parts.join("\n"));
    code
}

/// The import for reading the associated key value store. It must come first.
const STORE: &str = "import cf from 'cloudfront';\n\n";

const READ: &str = include_str!("edge/read.js");
const LANGUAGE: &str = include_str!("edge/language.js");
const REDIRECT: &str = include_str!("edge/redirect.js");
const CLEANSE: &str = include_str!("edge/cleanse.js");

/// The data of a function.
fn constants(work: &EdgeWork) -> String {
    match work {
        EdgeWork::Market { notice } => format!(
            "{STORE}const FRAME = {};\nconst NOTICES = {};\n\n",
            lines(notice.frame.iter().map(|part| text(part))),
            lines(notice.words.iter().map(words))
        ),
        EdgeWork::Choose { otherwise, shared_domains } => format!(
            "{STORE}const OTHERWISE = {};\nconst SHARED_DOMAINS = {};\n\n",
            market(otherwise),
            texts(shared_domains)
        ),
        EdgeWork::Forward | EdgeWork::Pictures => String::new(),
        EdgeWork::Dashboard { paths } => format!("const PATHS = {};\n\n", texts(paths)),
        EdgeWork::Files { folders } => format!("const FOLDERS = {};\n\n", lines(folders.iter().map(folder))),
    }
}

fn market(market: &EdgeMarket) -> String {
    let storefront = market
        .storefront
        .as_ref()
        .map(|origin| format!("storefront: {}, ", text(origin)))
        .unwrap_or_default();
    format!(
        "{{ country: {}, channel: {}, host: {}, {storefront}languages: {} }}",
        text(&market.country),
        text(&market.channel),
        text(&market.host),
        texts(&market.languages)
    )
}

fn words(words: &EdgeWords) -> String {
    format!(
        "{{ language: {}, title: {}, body: {} }}",
        text(&words.language),
        text(&words.title),
        text(&words.body)
    )
}

fn folder(folder: &EdgeFolder) -> String {
    let [hidden, linked] = [&folder.hidden, &folder.linked].map(|it| texts(it));
    format!("{{ path: {}, hidden: {hidden}, linked: {linked} }}", text(&folder.path))
}

/// A list with each item on its own line.
fn lines(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("    {item},\n")).collect();
    format!("[\n{}]", items.concat())
}

fn texts(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|it| text(it)).collect();
    format!("[{}]", items.join(", "))
}

/// A string literal. Characters that could end it or its line are escaped. The code is in a separate file, where tags
/// and dollar signs have no meaning.
fn text(text: &str) -> String {
    let mut out = String::from("'");
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b' '..=b'~')) if !matches!(byte, b'\'' | b'\\') => {
                out.push(char::from(byte));
            }
            _ => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
#[path = "edge_function_tests.rs"]
mod tests;
