//! The tree of what a market needs, from the inventory.

mod part;
mod route;
mod store;
mod process;
mod balancer;
mod dns;
mod edge;

use std::collections::BTreeMap;

use polder_inventory::{EntryId, Inventory};

use crate::terms::{Market, Terms};
use crate::tree::{NodeId, Tree};

/// What is asked of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Aim {
    /// Whether orders are placed. Without, the catalogue is read.
    pub(crate) orders: bool,
    /// Whether people have failed over: replicas are promoted, and processes of the backup site started.
    pub(crate) failed_over: bool,
}

/// A tree, and the nodes of a market in it.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) tree: Tree,
    /// Visitors can place orders without anybody acting.
    pub(crate) orders: NodeId,
    /// Visitors can place orders, after a failover where one is needed.
    pub(crate) orders_failed_over: NodeId,
    /// Visitors can read the catalogue without anybody acting.
    pub(crate) pages: NodeId,
    /// The processes and stores that orders need, at all sites, in order.
    pub(crate) parts: Vec<EntryId>,
}

/// The tree of a market.
pub(crate) fn build(inventory: &Inventory, terms: &Terms, market: &Market) -> Built {
    let writer = market.writer.as_str();
    let mut builder = Builder { inventory, terms, writer, tree: Tree::default(), known: BTreeMap::new() };
    let mut of = |orders, failed_over| builder.market(market, Aim { orders, failed_over });
    let (orders, orders_failed_over, pages) = (of(true, false), of(true, true), of(false, false));
    let of_orders = |(entry, aim, _): &(EntryId, Aim, bool)| aim.failed_over.then_some(*entry);
    let mut parts: Vec<EntryId> = builder.known.keys().filter_map(of_orders).collect();
    parts.dedup();
    Built { tree: builder.tree, parts, orders, orders_failed_over, pages }
}

/// What a tree is built with.
struct Builder<'i> {
    inventory: &'i Inventory,
    terms: &'i Terms,
    /// The site whose database accepts writes.
    writer: &'i str,
    tree: Tree,
    /// Nodes of processes and stores that have been built.
    known: BTreeMap<(EntryId, Aim, bool), NodeId>,
}
