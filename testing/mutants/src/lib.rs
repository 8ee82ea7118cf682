//! Breaks the graph of a platform in named ways, and says which properties are refuted.
//!
//! A [`Mutant`] is a few [`Edit`]s of resources. The changed graph goes the way of every other: links, inventory, proofs, files.

mod edit;
mod estate;
mod list;
mod mutant;
mod row;

pub use edit::{Edit, EditError};
pub use estate::{Broken, Estate, PLATFORM};
pub use list::all;
pub use mutant::Mutant;
pub use row::{Row, row};
