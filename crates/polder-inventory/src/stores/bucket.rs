//! Buckets.

use polder_units::Duration;

use super::ObjectLock;
use crate::describe::{choice, record};
use crate::model::{Known, Set, Text};

/// A bucket of an object store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Whether versioning is on. Recovery; replication requires it.
    pub versioned: Known<bool>,
    /// Whether deleting versions requires MFA.
    pub mfa_delete: Known<bool>,
    /// Object lock; none if versions can be deleted at any time.
    pub lock: Option<ObjectLock>,
    /// The public access that the bucket blocks. The account may block more: see [`crate::access::Setting`].
    pub public_access: Known<PublicAccessBlock>,
    /// Whether object ACLs are evaluated in addition to policies.
    pub acls_enabled: Known<bool>,
    /// Lifecycle rules.
    pub lifecycle: Known<Set<LifecycleRule>>,
    /// CORS rules.
    pub cors: Known<Set<CorsRule>>,
    /// Whether it is served as a website, without TLS.
    pub website: Known<bool>,
    /// Whether its events go to the default event bus. Other targets are [`crate::messaging::Notification`]
    /// entries.
    pub publishes_events: Known<bool>,
    /// Whether one bucket-level key reduces calls of the key service. Price.
    pub bucket_level_key: Known<bool>,
}

record!(Bucket {
    versioned,
    mfa_delete,
    lock,
    public_access,
    acls_enabled,
    lifecycle,
    cors,
    website,
    publishes_events,
    bucket_level_key,
});

/// The public access that is blocked. All four together block everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// New public ACLs are rejected.
    pub rejects_public_acls: bool,
    /// Existing public ACLs are ignored.
    pub ignores_public_acls: bool,
    /// New public policies are rejected.
    pub rejects_public_policies: bool,
    /// A public policy admits only the account and services of the provider.
    pub restricts_public_policies: bool,
}

record!(PublicAccessBlock {
    rejects_public_acls,
    ignores_public_acls,
    rejects_public_policies,
    restricts_public_policies,
});

/// A lifecycle rule: one effect after one time. A rule of Terraform with several effects is several of these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LifecycleRule {
    /// Whether it is enabled.
    pub enabled: Known<bool>,
    /// The objects it applies to, by prefix or another filter of the provider; none for all.
    pub filter: Known<Option<Text>>,
    /// What it does.
    pub effect: LifecycleEffect,
    /// After how long.
    pub after: Known<Duration>,
}

record!(LifecycleRule { enabled, filter, effect, after });

/// What a lifecycle rule does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifecycleEffect {
    /// Deletes current objects; with versioning, they become noncurrent versions.
    Expire,
    /// Deletes noncurrent versions. Erasure is complete only then.
    ExpireNoncurrent,
    /// Deletes parts of incomplete multipart uploads.
    AbortUploads,
    /// Deletes delete markers without versions.
    ExpireMarkers,
    /// Moves current objects to a storage class.
    Transition(Text),
    /// Moves noncurrent versions to a storage class.
    TransitionNoncurrent(Text),
}

choice!(LifecycleEffect {
    Expire,
    ExpireNoncurrent,
    AbortUploads,
    ExpireMarkers,
    Transition(class),
    TransitionNoncurrent(class),
});

/// A CORS rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CorsRule {
    /// The allowed origins: `https://example.com`, `*`.
    pub origins: Known<Set<Text>>,
    /// The allowed methods.
    pub methods: Known<Set<Text>>,
}

record!(CorsRule { origins, methods });
