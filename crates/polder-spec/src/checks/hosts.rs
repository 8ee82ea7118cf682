//! Hosts are unique.

use std::collections::{BTreeMap, BTreeSet};

use polder_diag::{Finding, Span};

use crate::codes;
use crate::model::{Market, Platform};
use crate::names::is_within;
use crate::reader::{Reader, shown};
use crate::setting::Setting;

/// Reports hosts with two meanings.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let edge = &platform.edge;
    let entries =
        [("www", &edge.www), ("api", &edge.api), ("dashboard", &edge.dashboard), ("media", &edge.media)];
    let domain = platform.domain.as_str();
    let entries = entries.into_iter().filter_map(|(what, label)| {
        let host = format!("{}.{domain}", label.value.as_deref()?);
        Some((host, label.span(), label.span(), format!("`edge.{what}`"), None))
    });
    let markets = platform.markets.iter().map(|market| {
        let place =
            market.host.span().or(market.domain.as_ref().and_then(Setting::span)).or(market.name.span);
        let what = format!("market {}", shown(&market.name));
        (market.full_host(domain), place, market.host.span(), what, Some(market))
    });
    // The hosts of such an account are in a subdomain of its own, which is delegated to it.
    let accounts = platform.accounts.iter().filter(|account| account.environment.holds_copies());
    let accounts = accounts.map(|account| {
        let place = account.name.span;
        let host = format!("{}.{domain}", account.name.value);
        (host, place, place, format!("account {}", shown(&account.name)), None)
    });
    let mut seen: BTreeMap<String, (Option<Span>, String, Option<&Market>)> = BTreeMap::new();
    for (host, place, written, what, market) in entries.chain(markets).chain(accounts) {
        let Some((first, whose, other)) = seen.get(&host) else {
            seen.insert(host, (place, what, market));
            continue;
        };
        if let (Some(market), Some(other)) = (market, other)
            && share(other, market)
        {
            continue;
        }
        let finding =
            Finding::new(&codes::DUPLICATE_HOST, format!("{whose} and {what} are both at {}", shown(&host)));
        // A default entry host has no location in the file; the conflicting market has.
        reader.say(
            finding
                .at(place, if written.is_some() { "taken" } else { "its host is taken" })
                .also(*first, format!("{whose} is here"))
                .help("give one of them another host; markets of one cell share one if both write `host`"),
        );
    }
    let leading = leading(platform);
    storefronts(reader, platform, &seen.keys().map(String::as_str).chain(leading).collect());
    domains(reader, platform);
    copies(reader, platform);
}

/// The domains that lead to a market, or are one: the platform's, unless it refuses `www`, and those of markets.
fn leading(platform: &Platform) -> impl Iterator<Item = &str> {
    let www = &platform.edge.www;
    let refused = www.is_none() && www.span().is_some();
    let own = platform.markets.iter().filter_map(|market| market.domain.as_ref()).map(|own| own.as_str());
    (!refused).then_some(platform.domain.as_str()).into_iter().chain(own)
}

/// A host that leads to itself. The port makes no difference: a distribution listens on one.
fn storefronts(reader: &Reader<'_>, platform: &Platform, hosts: &BTreeSet<&str>) {
    for url in platform.markets.iter().filter_map(|market| market.storefront.as_ref()) {
        let rest = url.strip_prefix("https://").unwrap_or_default();
        let host = rest.split_once(':').map_or(rest, |(host, _)| host);
        if hosts.contains(host) {
            reader.say(
                Finding::new(&codes::STOREFRONT_URL, format!("{} is a host of this platform", shown(host)))
                    .at(url.span(), "leads back to itself")
                    .help("write the host of the storefront, or give the market another `host`"),
            );
        }
    }
}

/// Domains of markets above the platform's, and above or below each other: the zone below would not be delegated.
fn domains(reader: &Reader<'_>, platform: &Platform) {
    let mut seen: Vec<&Setting<String>> = vec![];
    for own in platform.markets.iter().filter_map(|market| market.domain.as_ref()) {
        if seen.iter().any(|known| known.value == own.value) {
            continue;
        }
        if is_within(&platform.domain, own) {
            let message = format!("the domain of the platform is in {}", shown(own));
            reader.say(
                Finding::new(&codes::OWN_DOMAIN, message)
                    .at(own.span(), "above the platform's domain")
                    .also(platform.domain.span(), "whose zone would not be delegated")
                    .help(format!("make {} the domain of the platform, or use another one", shown(own))),
            );
        }
        let nested = seen.iter().find(|known| is_within(own, known) || is_within(known, own));
        if let Some(known) = nested {
            let (upper, lower) = if is_within(own, known) { (*known, own) } else { (own, *known) };
            let message = format!("{} is in the domain {} of another market", shown(lower), shown(upper));
            reader.say(
                Finding::new(&codes::OWN_DOMAIN, message)
                    .at(lower.span(), "its zone would not be delegated")
                    .also(upper.span(), "its hosts are in this zone")
                    .help(format!("write `domain = \"{}\"` in both, and the label with `host`", upper.value)),
            );
        }
        seen.push(own);
    }
}

/// Whether two markets are meant to be at one host, each below its own path: both write it, and one cell serves both.
fn share(one: &Market, other: &Market) -> bool {
    one.cell.value == other.cell.value && one.host.span().is_some() && other.host.span().is_some()
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
            let country = platform.markets.get(*market).map_or("", |market| market.name.as_str());
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

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use crate::read;

    #[test]
    fn the_domain_of_the_platform_can_be_the_storefronts_if_www_is_refused() {
        let found = |edge: &str| {
            let text = format!(
                "version = 1\nplatform.domain = \"example.com\"\n{edge}\ncells.a = {{ primary = \"eu-west-1\", \
                 backup = \"eu-west-3\" }}\nmarkets.DE.storefront.url = \"https://example.com\"\n"
            );
            let outcome = read(&text, Facts::embedded());
            outcome.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>()
        };
        assert_eq!(found("edge.www = false"), Vec::<&str>::new());
        assert_eq!(found(""), ["SPEC144"]);
    }
}
