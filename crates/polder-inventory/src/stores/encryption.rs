//! Encryption of stores, at rest and in transit.

use crate::access::KeyId;
use crate::describe::{choice, record};
use crate::model::{Known, Link, Reason};
use crate::networks::TlsVersion;

/// Encryption at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encryption {
    /// Not encrypted.
    None,
    /// With keys that the service owns and customers cannot see.
    ServiceOwned,
    /// With the provider-managed key of the account for this service: visible, but with a fixed policy.
    ProviderManaged,
    /// With a key of the owner.
    Key(Link<KeyId>),
    /// By the client, before data are stored.
    ClientSide,
    /// Not known.
    Unknown(Reason),
}

choice!(Encryption { None, ServiceOwned, ProviderManaged, Key(key), ClientSide, Unknown(reason) });

/// Encryption in transit that a store enforces by its own configuration. A policy that denies unencrypted
/// requests is part of the evaluation of access instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitEncryption {
    /// Whether unencrypted connections are refused.
    pub required: Known<bool>,
    /// The oldest TLS version accepted; none if it cannot be configured.
    pub minimum: Known<Option<TlsVersion>>,
}

record!(TransitEncryption { required, minimum });
