//! The only door to the outside.
//!
//! Files, the clock, the environment and other programs are reached through [`World`] alone. [`OsWorld`] is the real
//! one; [`MemoryWorld`] is one for tests, where everything can be prepared, looked at and made to fail.

mod command;
mod dry_run;
mod machine;
mod memory;
mod os;
mod path;
mod world;

pub use command::{Command, Ran};
pub use dry_run::DryRun;
pub use machine::is_this_machine;
pub use memory::{Act, MemoryWorld};
pub use os::OsWorld;
pub use world::{Allow, Change, Held, Stream, World, Written};
