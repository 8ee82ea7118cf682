//! `polder.toml` → [`Platform`]: names resolved, defaults with their origin, all errors at once.
//!
//! The entry point is [`read`]. A [`Platform`] guarantees what the checks of this crate establish: every index is in
//! range, every region, country, language and currency is known to the facts, networks are private and disjoint, hosts
//! are unique. So there is one only if no error was found.
//!
//! This crate computes no sizes, prices or placement.

mod day;
mod hours;
mod model;
mod setting;

mod choices;
mod keys;

mod codes;
mod reader;

mod names;
mod residency;
mod sections;
mod time_zones;

mod accept;
mod accept_properties;
mod checks;

mod explain;
mod read;
mod schema;
mod template;

pub use accept::{accept, end_exceptions};
pub use accept_properties::accept_properties;
pub use codes::codes;
pub use day::Day;
pub use explain::{Explained, explain};
pub use hours::{Days, Hours};
pub use model::*;
pub use names::{is_bucket, is_within};
pub use read::read;
pub use reader::closest;
pub use residency::allows;
pub use schema::schema;
pub use setting::{Origin, Setting};
pub use template::template;
