//! `aws_cloudfront_key_value_store` and `aws_cloudfrontkeyvaluestore_key`: what the functions of the edge look up.
//!
//! A function may have 10 KB of code, and a store 5 MB of values: markets are in the store, so that their number is not
//! limited by the code.

use std::collections::BTreeSet;

use polder_cloud::{Document, Handle, body};
use polder_design::{AccountId, Component, Design, Market, OwnDomain};

use crate::draft::Draft;
use crate::names::named;

/// The store. It also says which shops are closed: Terraform does not manage that key, so that no plan reopens a shop.
pub(crate) fn store(s: &Draft) -> Handle {
    s.file(
        "cloudfront_key_value_store",
        "The functions of the hosts read the markets here. Its key `maintenance` closes shops within seconds\n\
         and without a deployment: it lists channels, or `all`. Terraform does not manage that key, so that no\n\
         plan reopens a shop.",
    );
    let store = s.resource(
        "aws_cloudfront_key_value_store",
        "switches",
        body! {
            name = named("-switches");
            comment = "The markets, and shops that are closed for maintenance.";
        },
    );
    s.output("switches", "ARN of the key value store with the key `maintenance`.", store.arn());
    store
}

/// The keys of the markets: `host/HOST` for each host, and `market/CHANNEL`. A country in which no market has the country's own
/// channel leads to the first of its markets.
pub(crate) fn markets(s: &Draft, design: &Design, account: AccountId, store: &Handle) {
    s.file("cloudfrontkeyvaluestore_key", "The markets, by host and by channel. A value may have 1 KB.");
    let markets: Vec<&Market> = design.cells_of(account).flat_map(|cell| &cell.markets).collect();
    let domains = &design.accounts[account].domains;
    let mut hosts: BTreeSet<&str> = BTreeSet::new();
    let mut known: BTreeSet<String> = markets.iter().map(|market| market.channel.clone()).collect();
    for market in &markets {
        let _market = s.part(Component::Market(market.channel.clone()));
        let name = market.channel.replace('-', "_");
        let add = |kind: &str, key: String, value: Document| {
            s.resource(
                "aws_cloudfrontkeyvaluestore_key",
                format!("{kind}_{name}"),
                body! {
                    key_value_store_arn = store.arn();
                    key = key;
                    value = value;
                },
            );
        };
        add("market", format!("market/{}", market.channel), value(market, &[]));
        if hosts.insert(&market.host) {
            let here = markets.iter().filter(|other| other.host == market.host).skip(1);
            let others: Vec<String> = here.map(|other| other.channel.clone()).collect();
            add("host", format!("host/{}", market.host), value(market, &others));
        }
        let leads_here = |own: &&OwnDomain| own.leads_to.as_ref() == Some(&market.host);
        for own in domains.iter().filter(leads_here).filter(|own| hosts.insert(&own.domain)) {
            add("domain", format!("host/{}", own.domain), value(market, &[]));
        }
        let country = market.country.to_lowercase();
        if known.insert(country.clone()) {
            add("country", format!("market/{country}"), value(market, &[]));
        }
    }
}

/// What functions know of a market, and the channels of the `others` at its host.
fn value(market: &Market, others: &[String]) -> Document {
    Document::Json(body! {
        country = market.country.clone();
        channel = market.channel.clone();
        host = market.host.clone();
        storefront = market.storefront.clone();
        languages = market.languages.clone();
        others = Some(others.to_vec()).filter(|others| !others.is_empty());
    })
}
