//! `Platform × Facts → Design`: cells, sites, components, flows, addresses and sizes; neutral of any provider.
//!
//! [`design`] is the entry. What it settles is data in [`Design`], and no later room chooses anything.

mod settle;

mod container;
mod flow;
mod id;
pub mod kubernetes;
mod model;

mod addresses;
mod buckets;
mod cells;
mod codes;
mod database;
mod environment;
mod flows;
mod functions;
mod locations;
mod guarantees;
mod hosts;
mod queues;
mod secrets;
mod services;
mod sizing;
mod unfit;
mod view;

pub use codes::codes;
pub use container::Volume;
pub use flow::{Access, DataClass, External, Flow, Party, Protocol, Topic};
pub use functions::{EVENT_CONSUMER_TIMEOUT, PUBLISHED_FORGOTTEN_AFTER, PUBLISHED_ID};
pub use id::{Id, IdVec};
pub use model::*;
pub use settle::design;
pub use sizing::Arithmetic;
