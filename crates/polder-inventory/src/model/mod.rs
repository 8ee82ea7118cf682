//! The building blocks of entries: ids, values and links that may be unknown, patterns, quantities, sources.

mod address_block;
mod arena;
mod decimal;
mod known;
mod pattern;
mod schedule_expression;
mod set;
mod source;
mod wildcards;

pub use address_block::{AddressBlock, AddressBlockError, PortRange};
pub(crate) use arena::id;
pub use arena::{Arena, Id};
pub use decimal::{Decimal, DecimalError};
pub use known::{Known, Link, Reason};
pub use pattern::{Attribute, Pattern, Piece};
pub use schedule_expression::{ScheduleExpression, Window};
pub use set::Set;
pub use source::{Location, Origin, Source, Tag, TagSet};
pub use wildcards::is_like;

/// A string that is cheap to clone and stored inline if it is short.
pub type Text = smol_str::SmolStr;
