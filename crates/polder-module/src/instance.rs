//! Evaluates a module call, and converts a stack of the graph to the same form.
//!
//! The two must be equal for every stack: this is the oracle for modules. It is simple and not fast: only tests use it.

mod concrete;
mod evaluation;
mod plain;

pub use concrete::of_stack;
pub use evaluation::{Broken, of_call};
pub use plain::{Plain, PlainBody, PlainStack};
