//! The database of a site.

use polder_spec::{DatabaseEngine, Platform, Role};

use crate::cells::SiteOutline;
use crate::guarantees::Guarantees;
use crate::id::SiteId;
use crate::model::Cell;
use crate::sizing::DatabaseSize;
use crate::stores::{self, Database};

/// The role of the API, the worker and beat. Every database has the same roles, since they are replicated with it.
pub(crate) const APPLICATION: &str = "saleor_application";

/// The role that reads only.
pub(crate) const READ_ONLY: &str = "saleor_read_only";

/// Whether the database of a site has readers.
pub(crate) fn has_readers(platform: &Platform, guarantees: &Guarantees, outline: &SiteOutline<'_>) -> bool {
    let engine = platform.database.engine.value;
    stores::readers(engine, guarantees.survives_zone, read_replicas(guarantees, outline)) > 0
}

/// Read replicas of the database of a site.
///
/// Only the primary has them. The backup's database is itself a replica; after a failover it serves all queries alone,
/// for which its class is large enough, and nothing has to be created while a region is lost.
fn read_replicas(guarantees: &Guarantees, outline: &SiteOutline<'_>) -> u64 {
    match outline.role {
        Role::Primary => guarantees.read_replicas,
        Role::Backup => 0,
    }
}

/// The database of a site: writer at the active one, replica at the other.
pub(crate) fn database(
    platform: &Platform,
    outline: &SiteOutline<'_>,
    peer: Option<SiteId>,
    cell: &Cell,
    guarantees: &Guarantees,
    size: &DatabaseSize,
) -> Database {
    let read_replicas = read_replicas(guarantees, outline);
    let engine = platform.database.engine.value;
    // An instance that has replicas cannot be stopped. A cluster with shared storage stops as a whole, unless it
    // belongs to a global cluster.
    let stops = peer.is_none() && (read_replicas == 0 || engine == DatabaseEngine::SharedStorage);
    Database {
        engine,
        version: platform.database.version.value,
        class: size.class.clone(),
        memory: size.memory,
        follows: if outline.active { None } else { peer },
        hours: cell.hours.clone().filter(|_| stops),
        // A replica has one, too: a standby that is created only after a failover would be missing when it is needed.
        standby: guarantees.survives_zone,
        read_replicas,
        storage: size.storage,
        storage_max: size.storage_max,
        connections: size.connections,
        database_name: "saleor".to_owned(),
        administrator: "saleor".to_owned(),
        application: APPLICATION.to_owned(),
        read_only: READ_ONLY.to_owned(),
        backup_retention: guarantees.backups,
    }
}
