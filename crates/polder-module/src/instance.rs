//! What a call of a module makes, found by evaluating it; and what a stack of the graph holds, in the same form.
//!
//! The two must be the same for every stack: that is what makes modules trustworthy. This is written to be obvious and
//! not fast: tests use it, and nothing else.

mod concrete;
mod evaluation;
mod plain;

pub use concrete::of_stack;
pub use evaluation::{Broken, of_call};
pub use plain::{Plain, PlainBody, Plainly};
