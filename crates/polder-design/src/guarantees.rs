//! What a cell is promised, by what its account is for: the one place in which environments differ.
//!
//! Production gets what the file asks for. Staging keeps the shape, so that every step of a failover can be practised in
//! it, and is smaller in everything that only carries load or keeps data for long. Development keeps the programs and
//! gives up the rest: it may stand still for a while when a zone is lost. Its database and broker have a standby all the
//! same, for less than twenty dollars a month: how programs bear the change to another writer is found out there, or in
//! production.

use polder_spec::Platform;
use polder_units::Duration;

use polder_spec::Environment;

/// Zones of a site outside production: the fewest between which anything can fail over.
const ZONES: u64 = 2;

/// How long backups outside production are kept: what was there a week ago can be made again.
const BACKUPS: Duration = Duration::days(7);

/// What a cell is promised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guarantees {
    /// Zones that each of its sites spans.
    pub(crate) zones: u64,
    /// Whether enough tasks run that the loss of a zone is not felt. Stores survive it everywhere.
    pub(crate) survives_zone: bool,
    /// Whether latency counts, and machines that lend their processor by the hour will not do.
    pub(crate) latency_sensitive: bool,
    /// Read replicas beside the database.
    pub(crate) read_replicas: u64,
    /// Shards of the cache.
    pub(crate) cache_shards: u64,
    /// Replicas of each shard.
    pub(crate) cache_replicas: u64,
    /// Whether backups outlive what they were made of, and nobody can delete them early.
    pub(crate) protected: bool,
    /// How long point-in-time recovery reaches back.
    pub(crate) backups: Duration,
    /// How long copies in the backup vault are kept.
    pub(crate) vault: Duration,
}

impl Guarantees {
    /// Those of the cells of an account.
    pub(crate) fn of(platform: &Platform, environment: Environment) -> Guarantees {
        let production = Guarantees {
            zones: platform.network.zones.value,
            survives_zone: true,
            latency_sensitive: true,
            read_replicas: platform.database.read_replicas.value,
            cache_shards: platform.cache.shards.value,
            cache_replicas: platform.cache.replicas.value,
            protected: true,
            backups: platform.retention.backups.value,
            vault: platform.retention.vault.value,
        };
        // Still a cluster: a client that knows none must fail here already.
        let staging = Guarantees {
            zones: production.zones.min(ZONES),
            latency_sensitive: false,
            read_replicas: 0,
            cache_shards: production.cache_shards.min(2),
            cache_replicas: production.cache_replicas.min(1),
            protected: false,
            backups: production.backups.min(BACKUPS),
            vault: production.vault.min(BACKUPS),
            ..production
        };
        match environment {
            Environment::Production | Environment::Management => production,
            Environment::Staging => staging,
            Environment::Development => {
                Guarantees { survives_zone: false, cache_shards: 1, cache_replicas: 0, ..staging }
            }
        }
    }
}
