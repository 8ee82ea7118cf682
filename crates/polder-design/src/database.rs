//! The database of a site.

use polder_spec::Platform;

use crate::cells::Place;
use crate::model::{Database, Environment, Role, SiteIndex};
use crate::sizing::DatabaseSize;

/// Read replicas beside the database of a site.
///
/// Only the primary has them. A backup is itself one replica; after a failover it answers everything alone, for which
/// its class is large enough, and nothing has to be built in the hour in which a region is lost.
pub(crate) fn read_replicas(platform: &Platform, place: &Place<'_>) -> u64 {
    match place.role {
        Role::Primary => platform.database.read_replicas.value,
        Role::Backup => 0,
    }
}

/// The database of a site: writer at the active one, follower at the other.
pub(crate) fn database(
    platform: &Platform,
    place: &Place<'_>,
    peer: Option<SiteIndex>,
    environment: Environment,
    size: &DatabaseSize,
) -> Database {
    Database {
        version: platform.database.version.value,
        class: size.class.clone(),
        memory: size.memory,
        follows: if place.active { None } else { peer },
        // The same at a follower: a standby that is built only after a failover would be missing just then.
        standby: environment != Environment::Development,
        read_replicas: read_replicas(platform, place),
        storage: size.storage,
        storage_max: size.storage_max,
        connections: size.connections,
        database_name: "saleor".to_owned(),
        administrator: "saleor".to_owned(),
        backup_retention: platform.retention.backups.value,
    }
}
