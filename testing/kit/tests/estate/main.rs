//! What holds in the estate that each example compiles to, asked of its inventory.

mod connections;
mod estates;
mod network;
mod routes;
