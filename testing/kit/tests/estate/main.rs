//! Invariants of each example's infrastructure, tested through its inventory.

mod connections;
mod detection;
mod estates;
mod evaluator;
mod grants;
mod guardrails;
mod network;
mod pipeline;
mod regions;
mod routes;
mod trust;
