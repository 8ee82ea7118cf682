//! Terraform modules out of stacks.
//!
//! The graph holds every stack in full. Here the stacks of a kind become one module that serves them all, and what is
//! left of each stack is a root that calls it: [`generalize`] finds the modules, [`arguments`] what a root gives its
//! module, and [`instance`] evaluates a call, so that a test can hold the result against the stacks.
//!
//! Nothing here knows what a resource means: words of the provider come through a [`Vocabulary`].

mod align;
mod body;
mod call;
pub mod expression;
mod file;
mod generalize;
mod group;
pub mod instance;
mod kind;
mod likeness;
mod list;
mod module;
mod peers;
mod position;
mod registry;
mod set;
mod site;
mod types;
mod uses;
mod value;
mod variable;
mod vocabulary;

pub use call::{arguments, constant};
pub use expression::Expression;
pub use group::generalize;
pub use module::{Assertion, Asset, Caller, Content, File, Module, Modules, Output, Resource, Use, Variable};
pub use set::Set;
pub use types::Type;
pub use vocabulary::Vocabulary;
