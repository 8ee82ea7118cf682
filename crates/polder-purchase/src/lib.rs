//! Commitments as a purchase list: which reservations and Savings Plans to buy for a platform, when, and what they save.
//!
//! [`advise`] takes the bill of a platform and its design. Lines that a commitment can cover become pools of demand for each
//! hour of a year in several futures; the facts have the prices of reservations and plans; `polder_commit` finds what costs
//! least, and its check, which shares no code with the search, has to accept the result before anything is returned.

mod date;
mod wishes;
mod error;
mod codes;
mod shape;
mod pool;
mod future;
mod offers;
mod owned;
mod words;
mod command;
mod solve;
mod curve;
mod advice;
mod cash;
mod overlap;
mod advise;
mod render;

pub use advice::{Advice, Choice, Outlook, Overlap, Quantity, Row};
pub use advise::advise;
pub use cash::Cash;
pub use codes::codes;
pub use date::Date;
pub use error::AdviseError;
pub use overlap::overlap;
pub use owned::{Possession, owned_file};
pub use render::{chart, report};
pub use wishes::Wishes;
