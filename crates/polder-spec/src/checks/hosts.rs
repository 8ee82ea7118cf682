//! Hosts are unique.

use std::collections::BTreeMap;

use polder_diag::{Finding, Span};

use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Reports hosts with two meanings.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let edge = &platform.edge;
    let entries =
        [("www", &edge.www), ("api", &edge.api), ("dashboard", &edge.dashboard), ("media", &edge.media)];
    let entries = entries.into_iter().filter_map(|(what, label)| {
        label.value.as_deref().map(|text| (text, label.span(), label.span(), format!("`edge.{what}`")))
    });
    let markets = platform.markets.iter().map(|market| {
        let place = market.host.span().or(market.country.span);
        (market.host.as_str(), place, market.host.span(), format!("market {}", shown(&market.country)))
    });
    // The hosts of such an account are in a subdomain of its own, which is delegated to it.
    let accounts = platform.accounts.iter().filter(|account| account.environment.holds_copies());
    let accounts = accounts.map(|account| {
        let place = account.name.span;
        (account.name.as_str(), place, place, format!("account {}", shown(&account.name)))
    });
    let mut seen: BTreeMap<&str, (Option<Span>, String)> = BTreeMap::new();
    for (label, place, written, what) in entries.chain(markets).chain(accounts) {
        let Some((first, whose)) = seen.get(label) else {
            seen.insert(label, (place, what));
            continue;
        };
        let host = format!("{label}.{}", platform.domain.value);
        let finding =
            Finding::new(&codes::DUPLICATE_HOST, format!("{whose} and {what} are both at {}", shown(&host)));
        // A default entry host has no location in the file; the conflicting market has.
        reader.say(
            finding
                .at(place, if written.is_some() { "taken" } else { "its host is taken" })
                .also(*first, format!("{whose} is here"))
                .help("give one of them another host"),
        );
    }
    copies(reader, platform);
}

/// The copies of a market in one account have the same host.
fn copies(reader: &Reader<'_>, platform: &Platform) {
    let mut seen = BTreeMap::new();
    for cell in &platform.cells {
        for market in &cell.mirrors.value {
            let place = cell.mirrors.span().or(cell.name.span);
            let Some((first, at)) = seen.insert((cell.account.value, *market), (&cell.name, place)) else {
                continue;
            };
            let country = platform.markets.get(*market).map_or("", |market| market.country.as_str());
            let message = format!(
                "cells {} and {} of one account both copy market {}",
                shown(first),
                shown(&cell.name),
                shown(country)
            );
            reader.say(
                Finding::new(&codes::MARKET_IN_TWO_CELLS, message)
                    .at(place, "this cell, at the same host")
                    .also(at, "and this one")
                    .help("say with `mirrors` which of them copies which markets"),
            );
            // One market is enough to report two conflicting cells.
            break;
        }
    }
}
