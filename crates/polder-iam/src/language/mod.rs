//! The language of policies, with all references to entries replaced by text.

mod document;
mod glob;
mod policies;
mod request;
mod tri;

pub use document::{ActionSet, Condition, Document, ResourceSet, Statement, Who, WhoSet};
pub use glob::{Glob, Token};
pub use policies::{Grant, Policies, Target};
pub use request::{Caller, CallerKind, Context, Request};
pub use tri::Tri;
