//! Invariants of each example's infrastructure, tested through its inventory.

mod connections;
mod detection;
mod escalation;
mod estates;
mod evaluator;
mod grants;
mod guardrails;
mod needs;
mod network;
mod passed_roles;
mod pipeline;
mod regions;
mod routes;
mod separation;
mod trust;
