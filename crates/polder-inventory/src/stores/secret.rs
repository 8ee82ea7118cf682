//! Secrets.

use polder_units::Duration;

use crate::compute::FunctionId;
use crate::describe::{choice, record};
use crate::model::{Known, Link, Reason};

/// A secret value. Who may read it are its policies and those of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Where its value comes from.
    pub value: SecretValue,
    /// How it is renewed; none if by hand.
    pub rotation: Option<Rotation>,
}

record!(Secret { value, rotation });

/// Where the value of a secret comes from. Access: a value that a stack makes also lies in its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretValue {
    /// People put it in.
    Given,
    /// The stack writes it, and its state holds it.
    InState,
    /// The stack writes it, and its state does not hold it.
    WriteOnly,
    /// The provider makes it.
    Managed,
    /// Another secret is copied here.
    Copied,
    /// Not known.
    Unknown(Reason),
}

choice!(SecretValue { Given, InState, WriteOnly, Managed, Copied, Unknown(reason) });

/// How a secret is renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// By which function; none where the provider does it.
    pub function: Option<Link<FunctionId>>,
    /// How often.
    pub every: Known<Duration>,
}

record!(Rotation { function, every });
