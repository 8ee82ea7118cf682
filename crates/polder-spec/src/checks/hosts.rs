//! Hosts differ.

use std::collections::BTreeMap;

use polder_diag::{Finding, Span};

use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Says which hosts stand for two things.
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
    let mut seen: BTreeMap<&str, (Option<Span>, String)> = BTreeMap::new();
    for (label, place, written, what) in entries.chain(markets) {
        let Some((first, whose)) = seen.get(label) else {
            seen.insert(label, (place, what));
            continue;
        };
        let host = format!("{label}.{}", platform.domain.value);
        let finding =
            Finding::new(&codes::DUPLICATE_HOST, format!("{whose} and {what} are both at {}", shown(&host)));
        // An entry host that nobody wrote cannot be pointed at; the market that meets it can.
        reader.say(
            finding
                .at(place, if written.is_some() { "taken" } else { "its host is taken" })
                .also(*first, format!("{whose} is here"))
                .help("give one of them another host"),
        );
    }
}
