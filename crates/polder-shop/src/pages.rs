//! Pages that the edge shows when nothing behind it answers, or when it lets nobody through.
//!
//! Each stands alone: its style is inside, it asks for nothing, and its own policy forbids it to. It works while all
//! regions are down, and says so in the reader's language.

use polder_design::Design;

use crate::html::escaped;
use crate::words::{Text, Words, words};

/// The statuses that have a page: `errors/<language>/<status>.html`.
pub const STATUSES: [u16; 6] = [403, 404, 500, 502, 503, 504];

/// Where the page for planned work lies below `errors/<language>/`. It is to be sent with 503.
pub const MAINTENANCE: &str = "maintenance.html";

/// What a content security policy must allow as `style-src` for the pages to look as they should.
pub const STYLE_SOURCE: &str = "'sha256-gQYHAl9B9FncDsiYPmqCX6K7D1jkGEFf8DvvVHa7Jds='";

/// Small, calm, readable in the dark, on paper and at 400 %.
pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fff;color:#1a1a1a;\
font:1.125rem/1.6 system-ui,sans-serif}\
main{max-width:34rem;padding:2rem}\
h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem}\
p{margin:0 0 1rem}\
a{color:#0b5394}\
small{color:#595959}\
@media(prefers-color-scheme:dark){body{background:#121212;color:#f0f0f0}a{color:#8ab8ff}small{color:#b0b0b0}}";

/// A page of the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The key in the static bucket: `errors/nl/404.html`.
    pub path: String,
    /// The language that was asked for. Where nobody wrote its words, the page is in English and says so.
    pub language: String,
    /// The status that it is sent with.
    pub status: u16,
    /// All of it, less than 8 KB.
    pub html: String,
}

/// The pages of all languages of a platform, and English: sorted by language, statuses in order, planned work last.
pub fn pages(design: &Design) -> Vec<Page> {
    let markets = design.cells.iter().flat_map(|cell| &cell.markets);
    let mut languages: Vec<&str> = markets.flat_map(|market| &market.languages).map(String::as_str).collect();
    languages.push("en");
    languages.sort_unstable();
    languages.dedup();
    languages.into_iter().flat_map(|language| of(language, &design.domain)).collect()
}

fn of(language: &str, shop: &str) -> Vec<Page> {
    let words = words(language);
    let page = |name: &str, status: u16, text: Text| Page {
        path: format!("errors/{language}/{name}"),
        language: language.to_owned(),
        status,
        html: html(words, shop, status, text),
    };
    let mut pages: Vec<Page> = STATUSES
        .into_iter()
        .map(|status| {
            let text = match status {
                403 => words.forbidden,
                404 => words.missing,
                503 => words.busy,
                _ => words.trouble,
            };
            page(&format!("{status}.html"), status, text)
        })
        .collect();
    pages.push(page(MAINTENANCE, 503, words.maintenance));
    pages
}

fn html(words: &Words, shop: &str, status: u16, text: Text) -> String {
    let Words { language, home, code, .. } = words;
    let (shop, title) = (escaped(shop), escaped(text.title));
    let body: String = text.body.iter().map(|line| format!("<p>{}</p>\n", escaped(line))).collect();
    let home = escaped(home);
    format!(
        "<!doctype html>
<html lang=\"{language}\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {STYLE_SOURCE}; base-uri 'none'; \
         form-action 'none'\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"robots\" content=\"noindex\">
<title>{title} – {shop}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}<p><a href=\"/\">{home}</a></p>
<p><small>{shop} · {code} {status}</small></p>
</main>
</body>
</html>
"
    )
}
