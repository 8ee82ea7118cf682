//! Languages of markets and of documents.

use polder_design::{Cell, Design, Environment};

use crate::requirement::Requirement;
use crate::speaker::{Need, Speaker, Subject, speaker, texts};

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
            "what is kept at the edge, the way of visitors, error pages and Saleor's channels know the language",
            MARKETS,
        ),
        Requirement::new(
            "LANG-2",
            "documents in several languages",
            "reports come out in English, Dutch, French and German",
            &[],
        )
        .later("the report"),
    ]
}

const MARKETS: &[Speaker] = &[
    speaker("aws_cloudfront_function", "leads visitors to their market and language").fits(is_of_markets),
    speaker("aws_cloudfront_distribution", "is the host of a market, with pages for errors")
        .fits(is_market_host)
        .needs(&[Need::Has("custom_error_response")]),
    speaker("aws_cloudfront_key_value_store", "closes a shop, and its visitors are told in their language"),
    speaker("aws_cloudfront_cache_policy", "keeps apart what differs by language")
        .needs(&[Need::Has("parameters_in_cache_key_and_forwarded_to_origin")]),
    speaker("aws_s3_object", "is a page for errors in all languages of the hosts")
        .needs(&[Need::Has("content_language")]),
];

fn is_of_markets(subject: &Subject<'_, '_>) -> bool {
    let name = &subject.resource.address().name;
    name.starts_with("market_") || **name == *"choose"
}

fn is_market_host(subject: &Subject<'_, '_>) -> bool {
    let hosts = texts(subject.resource, "aliases");
    subject.design.cells.iter().flat_map(|cell| &cell.markets).any(|market| hosts.contains(&market.host))
}
