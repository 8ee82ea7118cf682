//! Prices from the Price List API of AWS, as a file of own prices.
//!
//! [`question`] says which product of the price list has a price of the book, [`ask`] asks for it, page by page, and
//! [`prices_file`] writes the answers in the format of `--prices`. An answer is taken only if it is unambiguous.

mod ask;
mod error;
mod file;
mod product;
mod question;

pub use ask::{Answer, ask};
pub use error::{NoPrice, RefreshError};
pub use file::{HEAD, prices_file};
pub use question::{Filters, Question, question};
