//! The cloud graph: stacks, resources, values with symbolic references.
//!
//! Every relation between resources is known here before anything exists. The room knows the *shape* of the
//! provider's resources (its schema) and nothing of what they mean; it never reads the design, and it does no I/O.

mod address;
mod body;
mod check;
mod cloud;
mod container;
mod document;
mod link;
pub mod parallel;
mod policy;
pub mod schema;
mod stack;
mod stub;
mod value;

pub use address::{Address, Layer, Mode, Place, StackId, StackKey};
pub use body::{Body, Content, Item};
pub use check::{check, check_linked, codes};
pub use cloud::{Backend, Cloud, Page};
pub use container::{After, Container, HealthCommand, Until};
pub use document::{
    Document, EdgeFolder, EdgeFunction, EdgeMarket, EdgeNotice, EdgeWords, EdgeWork, TextFile,
};
pub use link::{Collision, Links, Named, alias, foreign, link, needed, output_name, walk};
pub use policy::{Condition, Effect, Policy, Principals, Statement, allow, deny};
pub use stack::{Draft, Expectation, File, Local, Output, Resource, Stack, Variable};
pub use stub::stub;
pub use value::{Handle, Reference, Segment, Value};
