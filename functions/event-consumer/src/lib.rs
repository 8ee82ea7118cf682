//! Takes Saleor's events from a queue and publishes them as domain events.
//!
//! A message is believed when Saleor's key signed it, published once per event as far as that can be had (the words for
//! it are in [`ledger`]), and put aside with a reason when no later try could do better. Everything here is plain code
//! over three doors: the environment and the clock ([`polder_world::World`]), the net ([`polder_aws_calls::Http`]), and a
//! log.

mod batch;
mod consumer;
mod envelope;
mod event_type;
mod jws;
mod keys;
pub mod ledger;
mod log;
mod poison;
mod settings;
#[cfg(test)]
mod tests;

pub use batch::{Answer, Attribute, Batch, Failure, Record};
pub use consumer::Consumer;
pub use envelope::{Envelope, FORMAT_VERSION};
pub use event_type::{EVENT_TYPES, EventType};
pub use jws::verify;
pub use keys::{Keys, KeysError};
pub use log::Log;
pub use poison::Poison;
pub use settings::{Settings, SettingsError};
