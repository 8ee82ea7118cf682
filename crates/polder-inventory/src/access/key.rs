//! Keys.

use polder_units::Duration;

use super::KeyId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// A key that the provider keeps and nobody reads. Its policy is a [`super::PolicyAttachment`] with the role
/// [`super::PolicyRole::Key`]. Encryption: whose key protects what; endurance: what cannot be read without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The resource.
    pub source: SourceId,
    /// Names that lead to it.
    pub aliases: Set<Known<Text>>,
    /// What it is for.
    pub purpose: Known<KeyPurpose>,
    /// Where its material comes from.
    pub material: Known<KeyMaterial>,
    /// Whether it can be used.
    pub enabled: Known<bool>,
    /// After how long its material is renewed; none if never.
    pub rotation: Known<Option<Duration>>,
    /// How long it can be brought back after its deletion.
    pub deletion_window: Known<Duration>,
    /// Whether the same key can exist in several regions.
    pub multi_region: Known<bool>,
    /// The key of another region that it is a copy of; none for keys of their own.
    pub copy_of: Option<Link<KeyId>>,
}

entry!(Key { aliases, purpose, material, enabled, rotation, deletion_window, multi_region, copy_of });

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Encryption with one key.
    Encrypt,
    /// Encryption with a pair of keys.
    EncryptAsymmetric,
    /// Signatures.
    Sign,
    /// Authentication codes.
    Authenticate,
    /// Agreement on a secret.
    Agree,
}

choice!(KeyPurpose { Encrypt, EncryptAsymmetric, Sign, Authenticate, Agree });

/// Where the material of a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMaterial {
    /// The provider's key service.
    Provider,
    /// A hardware module of the owner inside the provider.
    OwnModule,
    /// The owner brought it.
    Imported,
    /// It stays with the owner, and every use asks there.
    External,
}

choice!(KeyMaterial { Provider, OwnModule, Imported, External });
