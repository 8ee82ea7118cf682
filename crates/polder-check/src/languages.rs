//! Languages of markets and of documents.

use polder_design::{Cell, Design, Environment};

use crate::requirement::Requirement;
use crate::selector::{Condition, Selector, Subject, selector, texts};

pub(crate) fn rows(design: &Design) -> Vec<Requirement> {
    let production = |cell: &&Cell| design.accounts[cell.account].environment == Environment::Production;
    let cells = design.cells.iter().filter(production);
    let markets = cells.flat_map(|cell| &cell.markets);
    let languages: Vec<String> =
        markets.map(|market| format!("{}: {}", market.country, market.languages.join(", "))).collect();
    vec![
        Requirement::new(
            "LANG-1",
            format!("each market in its languages: {}", languages.join("; ")),
            "edge caching, redirects, error pages and Saleor's channels depend on the language",
            MARKETS,
        ),
        Requirement::new(
            "LANG-2",
            "documents in several languages",
            "reports are written in English, Dutch, French and German",
            &[],
        )
        .later("the report"),
    ]
}

const MARKETS: &[Selector] = &[
    selector("aws_cloudfront_function", "redirects visitors to their market and language")
        .fits(is_of_markets),
    selector("aws_cloudfront_distribution", "serves the host of a market, with error pages")
        .fits(is_market_host)
        .conditions(&[Condition::Has("custom_error_response")]),
    selector("aws_cloudfrontkeyvaluestore_key", "says which market and languages a host has"),
    selector("aws_cloudfront_key_value_store", "closes a shop, with a page in the visitor's language"),
    selector("aws_cloudfront_cache_policy", "separates cached pages by language")
        .conditions(&[Condition::Has("parameters_in_cache_key_and_forwarded_to_origin")]),
    selector("aws_s3_object", "is an error page in all languages of the hosts")
        .conditions(&[Condition::Has("content_language")]),
];

fn is_of_markets(subject: &Subject<'_, '_>) -> bool {
    let name = &subject.resource.address().name;
    ["market", "choose"].contains(&name.as_str())
}

fn is_market_host(subject: &Subject<'_, '_>) -> bool {
    let hosts = texts(subject.resource, "aliases");
    subject.design.cells.iter().flat_map(|cell| &cell.markets).any(|market| hosts.contains(&market.host))
}
