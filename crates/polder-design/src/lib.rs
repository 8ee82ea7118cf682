//! `Platform × Facts → Design`: cells, sites, components, flows, addresses and sizes; neutral of any provider.

mod flow;
mod model;
mod sizing;

pub use flow::{Access, DataClass, External, Flow, Party, Protocol};
pub use model::*;
pub use sizing::Arithmetic;
