//! What holds in the estate that each example compiles to, asked of its inventory.

mod connections;
mod estates;
mod evaluator;
mod grants;
mod guardrails;
mod network;
mod pipeline;
mod routes;
mod trust;
