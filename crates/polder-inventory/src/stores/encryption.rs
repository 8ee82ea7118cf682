//! Encryption at rest.

use crate::access::KeyId;
use crate::describe::choice;
use crate::model::{Link, Reason};

/// How data are encrypted at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encryption {
    /// They are not.
    None,
    /// With keys that the service owns and nobody sees or controls.
    Service,
    /// With the provider's key of the account for this service: seen, but with a policy that nobody can change.
    ProviderKey,
    /// With a key of the owner.
    Key(Link<KeyId>),
    /// By the writer, before data arrive.
    Client,
    /// Not known.
    Unknown(Reason),
}

choice!(Encryption { None, Service, ProviderKey, Key(key), Client, Unknown(reason) });
