//! The consumer against a simulated cloud, which loses calls and responses as requested.

mod cloud;
mod faults;
mod hostile;
mod messages;
mod signatures;
