//! Reachability: which connections are possible in an estate, and what blocks the others.
//!
//! Two engines read the inventory and share nothing but the form of addresses: [`Engine`] computes exact sets
//! of connections, [`trace`] follows one connection hop by hop. Every witness of the first is replayed by the
//! second.

mod address;
mod connection;
mod engine;
mod need;
mod packets;
mod rules;
mod tracer;
mod question;

pub use address::Ranges;
pub use connection::{Connection, Place, TCP, UDP};
pub use engine::Engine;
pub use need::{Need, NeedFrom, NeedTo};
pub use question::prove;
pub use tracer::{Hop, Trace, listens, trace};

/// What shows that networks are isolated and that the flows of a design work, for `polder-recheck`; none if a filter or a route is not
/// known or not modelled, if networks are joined, or if a public load balancer passes connections on.
pub fn certificate(
    inventory: &polder_inventory::Inventory,
    needs: &[Need],
) -> Option<polder_recheck::format::network::Network> {
    question::certificate(inventory, needs)
}

#[cfg(test)]
mod tests;
