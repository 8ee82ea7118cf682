//! What entries are made of: ids, values and relations that may be unknown, patterns, quantities, sources.

mod address_block;
mod arena;
mod decimal;
mod known;
mod pattern;
mod set;
mod source;
mod time_expression;

pub use address_block::{AddressBlock, AddressBlockError, PortRange};
pub(crate) use arena::id;
pub use arena::{Arena, Id};
pub use decimal::{Decimal, DecimalError};
pub use known::{Known, Link, Reason};
pub use pattern::{Attribute, Pattern, Piece};
pub use set::Set;
pub use source::{Location, Origin, Source, Tag, TagSet};
pub use time_expression::{TimeExpression, Window};

/// A text: cheap to copy, without allocation when it is short.
pub type Text = smol_str::SmolStr;
