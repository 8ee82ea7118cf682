//! Starts a checkout in each market of a cell, as a shopper does, and fails if one cannot be started.
//!
//! Saleor's own health check answers without its database and its cache, and with the database down its API answers 200 with
//! errors. The checkout is created in the database, after the channel was read and the cache was asked. It has no lines, so that no
//! stock is reserved; Saleor deletes such checkouts each night once they are 6 hours old.

mod order;
mod probe;
mod settings;

pub use order::{FORMAT_VERSION, Order};
pub use probe::{MUTATION, Outcome, ProbeError, QUERY, probe};
pub use settings::{Market, Settings, SettingsError};
