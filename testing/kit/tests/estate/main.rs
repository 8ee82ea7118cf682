//! What holds in the estate that each example compiles to, asked of its inventory.

mod connections;
mod estates;
mod evaluator;
mod grants;
mod network;
mod routes;
