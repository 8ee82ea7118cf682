//! Configuration and pages of a shop: Saleor's own configuration for each cell, and the error pages of the edge.
//!
//! [`configure`] makes `saleor/<cell>/config.yml` for `@saleor/configurator`: shop settings, a channel, a warehouse and
//! a shipping zone for each market, and the taxes of their countries. [`pages`] writes one page for each status, in all
//! languages of an account's hosts; [`notices`] returns the maintenance page of an account's shops.

mod brief;
mod configure;

mod model;
mod settings;

mod html;
mod pages;
mod placeholder;
mod words;
mod write;

pub use brief::{BriefError, brief, read_brief};
pub use configure::{configure, shop};
pub use model::{
    Address, Channel, CountryRate, Price, Settings, ShippingMethod, ShippingZone, Shop, TaxClass, Warehouse,
};
pub use pages::{Notice, Page, STATUSES, languages, notice_frame, notices, pages};
pub use settings::{Group, Setting, SettingValue};
pub use write::{File, files};

#[cfg(test)]
mod pages_script_tests;
#[cfg(test)]
mod tests;
