//! Secrets.

use polder_units::Duration;

use crate::compute::FunctionId;
use crate::describe::{choice, record};
use crate::model::{Known, Link, Reason, Set, Text};

/// A secret. Who may read it follows from its policies and from those of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Where its value comes from.
    pub value: SecretValue,
    /// Automatic rotation; none without.
    pub rotation: Option<Rotation>,
    /// The stacks whose Terraform state contains the value, as in [`crate::model::Source::stack`]: those that set it or
    /// read it through a data source. Access: whoever can read such a state can read the secret.
    pub states: Set<Text>,
}

record!(Secret { value, rotation, states });

/// Where the value of a secret comes from. A value in the Terraform state can be read by everyone who can
/// read the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretValue {
    /// It is set outside of Terraform.
    Manual,
    /// Terraform sets it, and it is in the state.
    InState,
    /// Terraform sets it through a write-only argument, and it is not in the state.
    WriteOnly,
    /// The provider generates it.
    Generated,
    /// It is a replica of another secret.
    Replica,
    /// Not known.
    Unknown(Reason),
}

choice!(SecretValue { Manual, InState, WriteOnly, Generated, Replica, Unknown(reason) });

/// Automatic rotation of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The function that rotates it; none if the provider does.
    pub function: Option<Link<FunctionId>>,
    /// The rotation period.
    pub every: Known<Duration>,
}

record!(Rotation { function, every });
