//! The cloud graph: stacks, resources, values with symbolic references.
//!
//! Every relation between resources is known here before anything exists. The crate knows the *shape* of the provider's
//! resources (its schema) and not their meaning; it does not read the design, and it does no I/O.

mod address;
mod body;
mod check;
mod cloud;
mod container;
pub mod container_json;
mod document;
mod foreign;
pub mod json;
pub mod index;
mod link;
pub mod parallel;
mod policy;
pub mod policy_json;
pub mod provider;
pub mod schema;
mod stack;
mod value;

pub use address::{Address, Instance, InstanceKey, Layer, Mode, ModuleCall, StackId, StackKey, StackScope};
pub use body::{Body, Content, IntoKey, Item};
pub use check::{RESERVED_VARIABLES, check, check_linked, codes};
pub use cloud::{Backend, BackendBucket, Cloud, Page, QuotaRequest};
pub use container::{After, Container, DependencyCondition, HealthCommand};
pub use document::{
    CLIENT_PROOFS, Document, EdgeFolder, EdgeFunction, EdgeMarket, EdgeNotice, EdgeWords, EdgeWork, TextFile,
};
pub use foreign::{Dependency, Foreign, Form};
pub use index::{Index, Kind, ResourceId, View};
pub use link::{Collision, Links, Named, alias, foreign, link, needed, output_name, walk};
pub use policy::{
    Condition, Effect, Operator, Policy, PrincipalSet, PrincipalType, Principals, Quantifier, Statement,
    allow, deny,
};
pub use smol_str::SmolStr;
pub use stack::{Draft, Expectation, Facet, File, Local, Move, Output, Resource, Stack, Variable};
pub use value::{Binary, Call, Element, Handle, Mention, Reference, Segment, Target, Unknown, Value};
