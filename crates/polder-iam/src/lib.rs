//! Access: who can do what on an estate.
//!
//! Two engines read the same documents ([`language`]). [`literal`] decides one request, layer by layer. [`symbolic`] asks
//! whether any request of a set is allowed, and answers with one that is; the literal evaluator then decides that request as
//! well. [`estate`] makes the documents from an inventory, and [`prove`] answers the questions about it.

mod actions;
pub mod estate;
pub mod language;
pub mod literal;
mod number;
mod properties;
pub mod symbolic;

pub use properties::{Extent, prove};
