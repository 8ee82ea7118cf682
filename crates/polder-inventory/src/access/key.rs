//! Keys of the provider's key service.

use polder_units::Duration;

use super::KeyId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// A key of the provider's key service. Its policy is a [`super::PolicyAttachment`] with role
/// [`super::PolicyRole::Key`]. Encryption: which key protects what; endurance: what becomes unreadable
/// without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The resource.
    pub source: SourceId,
    /// Its aliases.
    pub aliases: Set<Known<Text>>,
    /// Its purpose.
    pub purpose: Known<KeyPurpose>,
    /// The origin of its key material.
    pub material: Known<KeyMaterial>,
    /// Whether it is enabled.
    pub enabled: Known<bool>,
    /// The rotation period; none if it is not rotated.
    pub rotation: Known<Option<Duration>>,
    /// The waiting period before a scheduled deletion.
    pub deletion_window: Known<Duration>,
    /// Whether it can be replicated to other regions.
    pub multi_region: Known<bool>,
    /// The primary key, if it is a replica.
    pub replica_of: Option<Link<KeyId>>,
}

entry!(Key { aliases, purpose, material, enabled, rotation, deletion_window, multi_region, replica_of });

/// The purpose of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Symmetric encryption.
    Encrypt,
    /// Asymmetric encryption.
    EncryptAsymmetric,
    /// Signatures.
    Sign,
    /// Message authentication codes.
    Authenticate,
    /// Key agreement.
    Agree,
}

choice!(KeyPurpose { Encrypt, EncryptAsymmetric, Sign, Authenticate, Agree });

/// The origin of key material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMaterial {
    /// The key service.
    Provider,
    /// A dedicated hardware security module at the provider.
    DedicatedModule,
    /// Imported by the owner.
    Imported,
    /// A key manager outside of the provider.
    External,
}

choice!(KeyMaterial { Provider, DedicatedModule, Imported, External });
