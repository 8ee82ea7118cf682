//! A change of a running shop.

use serde_json::Value;

use crate::operation::Operation;

/// One mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The mutation.
    pub operation: &'static Operation,
    /// Its variables.
    pub variables: Value,
    /// What it does, lower case: `turn off the test payment in channel `de``.
    pub title: String,
}

impl Step {
    pub(crate) fn new(operation: &'static Operation, variables: Value, title: impl Into<String>) -> Step {
        Step { operation, variables, title: title.into() }
    }
}
