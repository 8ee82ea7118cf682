//! Error pages of the edge, for origins that do not respond and for blocked requests.
//!
//! Each is self-contained: its style and its one script are inline, it loads nothing, and its content security policy
//! forbids it. It works while all regions are down.
//!
//! The edge has one page for each status and does not know the visitor, so a page contains all languages of its hosts:
//! the script shows the visitor's language, which it finds as the edge functions do. Without JavaScript all of them are
//! shown, one below the other. See `docs/decisions/0012-error-pages-in-all-languages.md`.

use polder_design::{AccountId, Design, Market};

use crate::html::escaped;
use crate::words::{Text, Words, words};

/// The statuses that have a page.
pub const STATUSES: [u16; 6] = [403, 404, 500, 502, 503, 504];

/// The `style-src` of the content security policy for the pages.
pub(crate) const STYLE_SOURCE: &str = "'sha256-54Nvb7V+Wlqw8SHBKbSRrW7G2wYQm6A/xzO/RLvxVd0='";

/// The `script-src` of the content security policy for the pages.
pub(crate) const SCRIPT_SOURCE: &str = "'sha256-JdcB053GtbvyzfCvP+3dFOa3he2/yDlvk7Lt9/uJMXc='";

/// Readable in dark mode, on paper and at 400 %.
pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fff;color:#1a1a1a;\
font:1.125rem/1.6 system-ui,sans-serif}\
main{max-width:34rem;padding:2rem}\
h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem}\
p{margin:0 0 1rem}\
section+section{border-top:1px solid;padding-top:1rem}\
a{color:#0b5394}\
small{color:#595959}\
@media(prefers-color-scheme:dark){body{background:#121212;color:#f0f0f0}a{color:#8ab8ff}small{color:#b0b0b0}}";

/// Shows only the section in the visitor's language.
pub(crate) const SCRIPT: &str = include_str!("pages.js");

/// A page of the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its HTTP status.
    pub status: u16,
    /// The whole page, less than 16 KB.
    pub html: String,
}

/// The maintenance page of the shops, in one language, for status 503.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The language of the text.
    pub language: &'static str,
    /// The headline, as HTML.
    pub title: String,
    /// The text, as HTML.
    pub body: String,
}

/// The pages for the hosts of an account, by status.
pub fn pages(design: &Design, account: AccountId) -> Vec<Page> {
    let markets: Vec<&Market> = design.cells_of(account).flat_map(|cell| &cell.markets).collect();
    let shop = design.accounts.get(account).map_or(design.domain.as_str(), |account| &account.domain);
    let spoken = spoken(&markets);
    STATUSES.into_iter().map(|status| Page { status, html: html(&spoken, &markets, shop, status) }).collect()
}

/// The languages that the pages for an account's hosts are written in, in their order.
pub fn languages(design: &Design, account: AccountId) -> Vec<&'static str> {
    let markets: Vec<&Market> = design.cells_of(account).flat_map(|cell| &cell.markets).collect();
    spoken(&markets).into_iter().map(|words| words.language).collect()
}

/// The maintenance page of an account's shops: in each of their languages that has a translation, and in English.
pub fn notices(design: &Design, account: AccountId) -> Vec<Notice> {
    let markets: Vec<&Market> = design.cells_of(account).flat_map(|cell| &cell.markets).collect();
    let notice = |words: &Words| {
        let Text { title, body } = words.maintenance;
        let body = body.iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
        Notice { language: words.language, title: escaped(title), body }
    };
    spoken(&markets).into_iter().map(notice).collect()
}

/// The frame of a page with a [`Notice`], in four parts: language, title, and headline with text go between them.
pub fn notice_frame() -> [String; 4] {
    [
        "<!doctype html><html lang=\"".to_owned(),
        format!("\">{}<title>", head("")),
        format!("</title><style>{STYLE}</style></head><body><main>"),
        "</main></body></html>".to_owned(),
    ]
}

/// The texts in all languages of some markets, in the order of the markets, without duplicates, and English.
fn spoken(markets: &[&Market]) -> Vec<&'static Words> {
    let mut spoken: Vec<&'static Words> = vec![];
    let asked = markets.iter().flat_map(|market| &market.languages).map(String::as_str);
    for found in asked.chain(["en"]).map(words) {
        if !spoken.iter().any(|known| known.language == found.language) {
            spoken.push(found);
        }
    }
    spoken
}

fn html(spoken: &[&Words], markets: &[&Market], shop: &str, status: u16) -> String {
    let shop = escaped(shop);
    let first = spoken.first().map_or("en", |words| words.language);
    let script = format!("script-src {SCRIPT_SOURCE}; ");
    let sections: String = spoken.iter().map(|words| section(words, markets, &shop, status)).collect();
    format!(
        "<!doctype html>
<html lang=\"{first}\">
{head}
<title>{status} – {shop}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{sections}</main>
<script>{SCRIPT}</script>
</body>
</html>
",
        head = head(&script),
    )
}

/// The beginning of a head. Nothing is loaded, and only what `script` allows is run.
fn head(script: &str) -> String {
    format!(
        "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         {script}style-src {STYLE_SOURCE}; base-uri 'none'; form-action 'none'\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
    )
}

/// The section of a page in one language, with the hosts for which it is the default.
fn section(words: &Words, markets: &[&Market], shop: &str, status: u16) -> String {
    let Words { language, home, code, .. } = words;
    let Text { title, body } = match status {
        403 => words.forbidden,
        404 => words.missing,
        503 => words.busy,
        _ => words.trouble,
    };
    let first_here = |market: &&&Market| {
        market.languages.first().is_some_and(|first| self::words(first).language == *language)
    };
    let hosts: Vec<String> = markets.iter().filter(first_here).map(|market| escaped(&market.host)).collect();
    let lines: String = body.iter().map(|line| format!("<p>{}</p>\n", escaped(line))).collect();
    format!(
        "<section lang=\"{language}\" data-hosts=\"{hosts}\">
<h1>{title}</h1>
{lines}<p><a href=\"/\">{home}</a></p>
<p><small>{shop} · {code} {status}</small></p>
</section>
",
        hosts = hosts.join(" "),
        title = escaped(title),
        home = escaped(home),
    )
}
