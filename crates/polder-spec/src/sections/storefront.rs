//! `[markets.NAME.storefront]`: a storefront that is hosted elsewhere.

use polder_diag::Finding;

use crate::codes;
use crate::names::domain_fault;
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// The origin of the storefront; `None` if the market's storefront is in its cell.
pub(super) fn read(market: &Table<'_>) -> Option<Setting<String>> {
    market.span_of("storefront")?;
    let table = market.table("storefront");
    let Some(mut url) = table.text("url") else {
        if table.span_of("url").is_none() {
            table.say_missing("url", "write its address: `url = \"https://www.shop.example\"`");
        }
        return Some(None.else_rule(String::new(), "missing"));
    };
    if url.value.ends_with('/') {
        url.value.pop();
    }
    if !is_origin(&url) {
        let finding =
            Finding::new(&codes::STOREFRONT_URL, format!("{} is no address of a shop", shown(&url)));
        table.reader.say(
            finding
                .at(url.span(), "a host behind `https://`, without a path")
                .help("write it as `https://www.shop.example`"),
        );
    }
    Some(url)
}

/// Whether a text is an origin with TLS: a host, and perhaps a port.
fn is_origin(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    domain_fault(host).is_none() && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}
