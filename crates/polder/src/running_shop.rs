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
pub fn shop_at<'a>(
    compiled: &'a Compiled,
    cell: Option<&str>,
    place: &Place<'_>,
) -> Result<&'a Shop, CellError> {
    let cells = &compiled.design.cells;
    let known = || cells.iter().map(|cell| cell.name.as_str()).collect::<Vec<_>>().join(", ");
    let serves = |cell: &&polder_design::Cell| {
        cell.origin_host == place.host || cell.markets.iter().any(|market| market.host == place.host)
    };
    let only = || cells.iter().next().filter(|_| place.on_this_machine && cells.iter().count() == 1);
    let name = match cell {
        Some(name) => name,
        None => match cells.iter().find(serves).or_else(only) {
            Some(cell) => &cell.name,
            None => return Err(CellError::Host { host: place.host.to_owned(), known: known() }),
        },
    };
    let found = compiled.shops.iter().find(|shop| shop.cell == name);
    found.ok_or_else(|| CellError::Name { asked: name.to_owned(), known: known() })
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
}
