//! Descriptions and types that this crate does not know.

use polder_cloud::{Address, EdgeFunction};

use crate::Type;

/// Descriptions, types and code of the provider.
pub trait Vocabulary: Sync {
    /// The description of a local. `None` if there is none.
    fn local(&self, name: &str) -> Option<String>;

    /// The description of an attribute: `ARN of the KMS key "logs"`.
    fn attribute(&self, address: &Address, attribute: &str) -> String;

    /// The type of an attribute of a resource.
    fn kind(&self, address: &Address, attribute: &str) -> Type;

    /// The code of an edge function.
    fn code(&self, function: &EdgeFunction) -> String;
}
