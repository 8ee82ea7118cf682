//! No market is in a country that the edge blocks.

use polder_diag::Finding;

use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Reports markets that nobody in their country could reach.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let refused = &platform.edge.refused_countries;
    for market in &platform.markets {
        if refused.contains(&market.country) {
            let message = format!("visitors from market {} would be turned away", shown(&market.name));
            reader.say(
                Finding::new(&codes::REFUSED_MARKET, message)
                    .at(market.country.span().or(market.name.span), "a market")
                    .also(refused.span(), "and a country that is refused")
                    .help("take the country out of one of them"),
            );
        }
    }
}
