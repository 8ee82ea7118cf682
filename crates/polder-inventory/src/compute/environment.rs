//! Environment variables of containers and functions.

use crate::describe::{choice, record};
use crate::model::{Known, Link, Pattern, Text};
use crate::stores::StoreId;

/// An environment variable of a container or function. Values name stores and external hosts: where data can
/// go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: EnvironmentValue,
}

record!(EnvironmentVariable { name, value });

/// The value of an environment variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvironmentValue {
    /// Plain text.
    Text(Known<Pattern>),
    /// A reference to a secret or parameter.
    Secret {
        /// The secret or parameter.
        store: Link<StoreId>,
        /// The key in a structured secret; none for the whole value.
        key: Known<Option<Text>>,
    },
}

choice!(EnvironmentValue { Text(text), Secret { store, key } });
