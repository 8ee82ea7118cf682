//! The lock file: what was settled once and must not move.
//!
//! `polder.lock` is beside the platform file and is committed with it. [`pin`] gives a platform the settled values where its
//! file leaves them open, before it is designed; [`settle`] reads them from the design; [`compare`] reports what would move.

mod codes;
mod compare;
mod lock;
mod pin;
mod rename;
mod settle;
mod text;
#[cfg(test)]
mod tests;

pub use codes::codes;
pub use compare::compare;
pub use lock::{Lock, UnknownEntry};
pub use pin::pin;
pub use settle::settle;
pub use text::read;
