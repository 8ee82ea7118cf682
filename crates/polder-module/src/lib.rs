//! Derives Terraform modules from stacks.
//!
//! The graph has every stack in full. Here the stacks of a kind become one shared module, and each stack a root that
//! calls it: [`generalize`] makes the modules, [`arguments`] the arguments of a call, and [`instance`] evaluates a
//! call, so that tests can compare the result with the stacks.
//!
//! Nothing here knows the meaning of a resource: descriptions come from a [`Vocabulary`].

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
mod module_stacks;
mod position;
mod registry;
mod set;
mod location;
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
