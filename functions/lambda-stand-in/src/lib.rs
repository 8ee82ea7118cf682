//! The environment of a function on Lambda, for tests and benchmarks: glibc, and the runtime API.

mod function;
mod glibc;
mod runtime_api;

pub use function::{Function, StartError};
pub use glibc::{BinaryError, GLIBC_OF_LAMBDA, Needs, Version, needs};
pub use runtime_api::{Answer, RuntimeApi};
