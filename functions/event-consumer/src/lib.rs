//! Takes Saleor's events from a queue and publishes them as domain events.
//!
//! A message is accepted if Saleor's key signed it, published once per event as far as that is possible (see
//! [`ledger`]), and sent to the dead-letter queue with a reason if no retry can succeed. Everything here is
//! plain code with three interfaces: the environment and the clock ([`polder_world::World`]), HTTP
//! ([`polder_aws_calls::Http`]), and a log.

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
