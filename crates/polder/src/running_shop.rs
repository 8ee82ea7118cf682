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

/// The shop of the cell that was named, else of the cell that has the host as a market's or as its origin, else of the only
/// cell.
///
/// # Errors
/// If there is no such cell.
pub fn shop_at<'a>(compiled: &'a Compiled, cell: Option<&str>, host: &str) -> Result<&'a Shop, CellError> {
    let cells = &compiled.design.cells;
    let known = || cells.iter().map(|cell| cell.name.as_str()).collect::<Vec<_>>().join(", ");
    let serves = |cell: &&polder_design::Cell| {
        cell.origin_host == host || cell.markets.iter().any(|market| market.host == host)
    };
    let name = match cell {
        Some(name) => name,
        None => match cells.iter().find(serves) {
            Some(cell) => &cell.name,
            None if cells.iter().count() == 1 => cells.iter().next().map_or("", |cell| &cell.name),
            None => return Err(CellError::Host { host: host.to_owned(), known: known() }),
        },
    };
    let found = compiled.shops.iter().find(|shop| shop.cell == name);
    found.ok_or_else(|| CellError::Name { asked: name.to_owned(), known: known() })
}
