//! The guarantees of a cell, by the environment of its account: the one place in which environments differ.
//!
//! Production gets what the file declares. Staging has the same structure, so that every step of a failover can be
//! practised in it, and is smaller in capacity and retention. Development runs the same programs without the other
//! guarantees: it may be down for a while when a zone is lost. So its database has no standby, and one NAT gateway serves
//! its zones; failovers of the database are practised in staging. Its broker has a replica everywhere: a test of what is queued
//! must not start anew after each maintenance.

use polder_spec::Platform;
use polder_units::Duration;

use polder_spec::Environment;

/// Zones of a site outside production: the minimum for a failover.
const ZONES: u64 = 2;

/// Retention of backups outside production: a week.
const BACKUPS: Duration = Duration::days(7);

/// The guarantees of a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guarantees {
    /// Zones that each of its sites spans.
    pub(crate) zones: u64,
    /// Whether a zone can be lost without an impact: enough tasks run, the database has a standby, and each zone reaches the
    /// internet by itself. Buckets, queues and backups survive it everywhere.
    pub(crate) survives_zone: bool,
    /// Whether latency matters, which excludes burstable classes.
    pub(crate) latency_sensitive: bool,
    /// Whether services may be interrupted two minutes after a warning, so that they use spare capacity.
    pub(crate) interruptible: bool,
    /// Read replicas of the database.
    pub(crate) read_replicas: u64,
    /// Shards of the cache.
    pub(crate) cache_shards: u64,
    /// Replicas of each shard.
    pub(crate) cache_replicas: u64,
    /// Whether backups outlive their source, and cannot be deleted early.
    pub(crate) protected: bool,
    /// Retention of point-in-time recovery.
    pub(crate) backups: Duration,
    /// Retention of copies in the backup vault.
    pub(crate) vault: Duration,
}

impl Guarantees {
    /// The guarantees of the cells of an account.
    pub(crate) fn of(platform: &Platform, environment: Environment) -> Guarantees {
        let production = Guarantees {
            zones: platform.network.zones.value,
            survives_zone: true,
            latency_sensitive: true,
            interruptible: false,
            read_replicas: platform.database.read_replicas.value,
            cache_shards: platform.cache.shards.value,
            cache_replicas: platform.cache.replicas.value,
            protected: true,
            backups: platform.retention.backups.value,
            vault: platform.retention.vault.value,
        };
        // Cluster mode stays enabled: a client that does not support it must fail here already.
        let staging = Guarantees {
            zones: production.zones.min(ZONES),
            latency_sensitive: false,
            interruptible: true,
            read_replicas: 0,
            cache_shards: production.cache_shards.min(2),
            cache_replicas: production.cache_replicas.min(1),
            protected: false,
            backups: production.backups.min(BACKUPS),
            vault: production.vault.min(BACKUPS),
            ..production
        };
        match environment {
            Environment::Staging => staging,
            Environment::Development => {
                Guarantees { survives_zone: false, cache_shards: 1, cache_replicas: 0, ..staging }
            }
            // Accounts for the others have no sites.
            Environment::Production
            | Environment::Management
            | Environment::LogArchive
            | Environment::Security
            | Environment::Backup => production,
        }
    }
}
