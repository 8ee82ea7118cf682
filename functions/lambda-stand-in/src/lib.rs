//! What a function meets on Lambda, for tests and benchmarks: the C library there, and the API by which it gets its work.

mod function;
mod glibc;
mod runtime_api;

pub use function::{Function, StartError};
pub use glibc::{BinaryError, GLIBC_OF_LAMBDA, Needs, Version, needs};
pub use runtime_api::{Answer, RuntimeApi};
