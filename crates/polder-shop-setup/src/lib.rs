//! From a running Saleor to the shop of the design: what differs, and the changes that end the difference.
//!
//! [`verify`] asks a running shop and compares its answers with the design; it changes nothing. [`setup`] applies the step of
//! each difference that has one, asks again, and goes on until nothing differs that it could change. A step is derived from
//! what was observed and from nothing else, so a setup that was interrupted anywhere continues with the next one. A channel is
//! opened for customers only when nothing else is left to change.
//!
//! All requests go through [`Graphql`]. The operations are in `operations/`, each checked against Saleor's own schema in
//! `schema/`.

mod operation;

mod ask;
mod decimal;
mod observed;
mod wanted;

mod check;
mod codes;
mod step;

mod examine;

mod report;
mod run;

pub use ask::{AskError, Graphql, data};
pub use check::{Check, State};
pub use codes::codes;
pub use operation::{Kind, Operation, SUBSCRIPTION, operations};
pub use report::{FORMAT_VERSION, json, text};
pub use run::{Applied, SetupError, setup, verify};
pub use step::Step;
pub use wanted::{EVENTS, PERMISSIONS, QueueError, Wanted};
