//! What shoppers, staff, partners and attackers send, traced to what answers: through web ACLs, cache behaviors, edge
//! functions, cache policies, origin request policies, bucket policies, listener rules and the environment.
//!
//! The functions run in Node.js. What is not modelled is refused with a panic, so that nothing is skipped silently.

mod balancer;
mod edge;
mod engine;
mod exceptions;
mod firewall;
mod gateway;
mod process;
mod row;
mod table;
mod trace;
mod values;
