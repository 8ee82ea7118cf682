//! The owner's requirements as data, and which resources of a cloud speak to each.
//!
//! A requirement says what is asked and which resources have to do with it; [`table`] finds those in a cloud. That a
//! resource *speaks to* a requirement never means that the requirement *holds*: that is proved by other rooms, row by
//! row, and until then nothing here says "met".
//!
//! Rows that speak of regions, accounts and markets are made from the design, so that they say the right thing for any
//! platform; nothing here knows one by name.

mod accounts;
mod cost;
mod evidence;
mod families;
mod json;
mod languages;
mod page;
mod portability;
mod region;
mod requirement;
mod scope;
mod security;
mod services;
mod speaker;

pub use evidence::{Evidence, Row, table};
pub use families::requirements;
pub use json::json;
pub use page::page;
pub use requirement::{Requirement, Status};
pub use scope::Scope;
pub use speaker::{Need, Part, Speaker};
