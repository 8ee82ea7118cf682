//! Buckets.

use polder_units::Duration;

use crate::describe::{choice, record};
use crate::model::{Known, Set, Text};

/// Objects with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Whether old versions stay when an object is written or deleted. Recovery; replication needs it.
    pub versioned: Known<bool>,
    /// Whether deleting old versions needs a second factor.
    pub second_factor_delete: Known<bool>,
    /// How long versions cannot be deleted; none if they can.
    pub lock: Option<ObjectLock>,
    /// What the bucket itself refuses of public access; the account may refuse more.
    pub public_access: Known<PublicAccessBlock>,
    /// Whether access lists of single objects count, besides policies.
    pub access_lists: Known<bool>,
    /// When objects expire or move.
    pub lifecycle: Known<Set<LifecycleRule>>,
    /// Pages of other hosts that may read it in a browser.
    pub cors: Known<Set<CorsRule>>,
    /// Whether it answers as a web site, without TLS.
    pub website: Known<bool>,
    /// Whether its events go to the event bus of the account. Others are [`crate::messaging::Notification`] entries.
    pub publishes_events: Known<bool>,
    /// Whether one key of the store encrypts many objects, so that the key service is called less. Price.
    pub key_per_bucket: Known<bool>,
}

record!(Bucket {
    versioned,
    second_factor_delete,
    lock,
    public_access,
    access_lists,
    lifecycle,
    cors,
    website,
    publishes_events,
    key_per_bucket,
});

/// What is refused of public access. All four together leave none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// Access lists that would make something public cannot be set.
    pub new_lists: bool,
    /// Access lists that make something public count for nothing.
    pub existing_lists: bool,
    /// Policies that would make something public cannot be set.
    pub new_policies: bool,
    /// Where a policy is public, only the account and services of the provider get in.
    pub existing_policies: bool,
}

record!(PublicAccessBlock { new_lists, existing_lists, new_policies, existing_policies });

/// Versions that cannot be deleted for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectLock {
    /// How strict it is.
    pub mode: Known<LockMode>,
    /// How long after writing; none where each writer says it.
    pub retention: Known<Option<Duration>>,
}

record!(ObjectLock { mode, retention });

/// How strict a lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// Who has the right can lift it.
    Governance,
    /// Nobody can lift it.
    Compliance,
}

choice!(LockMode { Governance, Compliance });

/// When objects expire or move to another class of storage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LifecycleRule {
    /// Whether it is in force.
    pub enabled: Known<bool>,
    /// Objects that it is about: a prefix, or another filter in the provider's words; none for all.
    pub filter: Known<Option<Text>>,
    /// What happens.
    pub effect: LifecycleEffect,
    /// After how long.
    pub after: Known<Duration>,
}

record!(LifecycleRule { enabled, filter, effect, after });

/// What happens to objects by a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifecycleEffect {
    /// The object is deleted; where versions stay, it becomes an old one.
    Expire,
    /// An old version is deleted. Erasure: only then is it gone.
    ExpireOldVersions,
    /// Parts of an upload that nobody finished are deleted.
    AbortUploads,
    /// A marker of deletion without versions is deleted.
    ExpireMarkers,
    /// It moves to a class of storage.
    Move(Text),
    /// An old version moves to a class of storage.
    MoveOldVersions(Text),
}

choice!(LifecycleEffect { Expire, ExpireOldVersions, AbortUploads, ExpireMarkers, Move(class), MoveOldVersions(class) });

/// Pages of other hosts that may read a bucket in a browser.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CorsRule {
    /// Their origins: `https://example.com`, `*`.
    pub origins: Known<Set<Text>>,
    /// Methods.
    pub methods: Known<Set<Text>>,
}

record!(CorsRule { origins, methods });
