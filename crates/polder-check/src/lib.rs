//! The owner's requirements as data, and the resources of a cloud that address each.
//!
//! A requirement has selectors of the resources that address it; [`table`] finds those in a cloud. A resource that
//! *addresses* a requirement does not prove that the requirement is met. [`verdicts`] derives that from properties that
//! engines have decided, and [`frameworks`] does the same for PCI DSS, the GDPR and CIS. [`property_pages`] are the pages of
//! these properties.
//!
//! Rows on regions, accounts and markets are generated from the design, so that they are correct for any platform;
//! nothing here knows one by name.

mod accounts;
mod cost;
mod evidence;
mod families;
mod json;
mod languages;
mod page;
mod portability;
mod property_page;
mod region;
mod requirement;
mod scope;
mod security;
mod services;
mod selector;
mod verdicts;

pub use evidence::{Evidence, Row, table};
pub use families::requirements;
pub use json::json;
pub use page::page;
pub use property_page::{HEADINGS, PropertyPage, property_page, property_pages, property_table};
pub use requirement::{Requirement, Status};
pub use scope::Scope;
pub use selector::{Condition, Selector, SiteRole};
pub use verdicts::{decided_by, frameworks, verdicts};
