//! What a module says about things that this crate does not know.

use polder_cloud::{Address, EdgeFunction};

use crate::Type;

/// Words, types and code of the provider whose stacks become modules.
pub trait Vocabulary: Sync {
    /// What a local is for, in a sentence. `None` when nobody has written it down.
    fn local(&self, name: &str) -> Option<String>;

    /// What an attribute of a resource is: `ARN of the KMS key "logs"`.
    fn attribute(&self, address: &Address, attribute: &str) -> String;

    /// The type of an attribute of a resource.
    fn kind(&self, address: &Address, attribute: &str) -> Type;

    /// The code of a function that runs at the edge.
    fn code(&self, function: &EdgeFunction) -> String;
}
