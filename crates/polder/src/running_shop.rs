//! The shop of the design that a running Saleor should be.

use polder_shop::Shop;

use crate::compiled::Compiled;

/// Why no cell was found for a URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// No cell of that name.
    #[error("there is no cell `{asked}`; the cells are {known}")]
    Name {
        /// The requested name.
        asked: String,
        /// The valid names.
        known: String,
    },
    /// The host is that of no cell.
    #[error("`{host}` is no host of a cell; name the cell with `--cell`: {known}")]
    Host {
        /// The host of the URL.
        host: String,
        /// The valid names.
        known: String,
    },
}

/// The shop of the cell that was named, else of the cell that has the host as a market's or as its origin, else, for a Saleor on
/// this machine, of the only cell. Another host is never taken for that of the only cell: it would get the token and the settings.
///
/// # Errors
/// If there is no such cell.
pub fn shop_at(compiled: &Compiled, cell: Option<&str>, place: &Place<'_>) -> Result<Shop, CellError> {
    let cells = &compiled.design.cells;
    let known = || cells.iter().map(|cell| cell.name.as_str()).collect::<Vec<_>>().join(", ");
    let serves = |cell: &&polder_design::Cell| {
        cell.origin_host == place.host || cell.markets.iter().any(|market| market.host == place.host)
    };
    let only = || cells.iter().next().filter(|_| place.on_this_machine && cells.iter().count() == 1);
    let found = match cell {
        Some(name) => cells
            .iter()
            .find(|cell| cell.name == name)
            .ok_or_else(|| CellError::Name { asked: name.to_owned(), known: known() })?,
        None => cells
            .iter()
            .find(serves)
            .or_else(only)
            .ok_or_else(|| CellError::Host { host: place.host.to_owned(), known: known() })?,
    };
    // Not the shop of the configurator's file, which lacks markets: Saleor itself takes every currency.
    Ok(polder_shop::shop(&compiled.design, found))
}

/// Where a Saleor runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The host of its URL.
    pub host: &'a str,
    /// Whether the host is this machine.
    pub on_this_machine: bool,
}

#[cfg(test)]
mod tests {
    use super::{CellError, Place, shop_at};

    const ONE_CELL: &str = include_str!("../../../examples/solo-market/polder.toml");

    #[test]
    fn only_this_machine_stands_for_the_only_cell() {
        let compiled = crate::compile(ONE_CELL).sound().expect("a platform");
        let market = &compiled.design.cells.iter().next().expect("a cell").markets[0].host;
        for (host, on_this_machine, found) in
            [("localhost", true, true), (market, false, true), ("shop.example.org", false, false)]
        {
            let shop = shop_at(&compiled, None, &Place { host, on_this_machine });
            assert_eq!(shop.is_ok(), found, "{host}");
            assert!(found || matches!(shop, Err(CellError::Host { .. })), "{host}");
        }
    }

    /// The command and the function of a site must set up the same channels. The configurator's file has no Icelandic krona.
    #[test]
    fn a_market_with_any_currency_has_its_channel() {
        let text = format!("{ONE_CELL}\n[markets.IS]\n[markets.JP]\n");
        let compiled = crate::compile(&text).sound().expect("a platform");
        let place = Place { host: "localhost", on_this_machine: true };
        let shop = shop_at(&compiled, None, &place).expect("the only cell");
        let channels: Vec<(&str, &str)> =
            shop.channels.iter().map(|channel| (channel.slug.as_str(), channel.currency.as_str())).collect();
        assert!(channels.contains(&("is", "ISK")) && channels.contains(&("jp", "JPY")), "{channels:?}");
        let cell = compiled.design.cells.iter().next().expect("a cell");
        let brief = polder_shop::brief(&polder_shop::shop(&compiled.design, cell)).to_string();
        assert_eq!(polder_shop::read_brief(&brief).expect("a brief").channels, shop.channels);
    }
}
