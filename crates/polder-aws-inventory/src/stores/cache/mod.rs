//! Caches of ElastiCache.

mod cluster;
mod global_replication_group;
mod log_routes;
mod login;
mod replication_group;
mod serverless;

use polder_inventory::EntryKind;

use super::database::read_parameter_group;
use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed(
        "aws_elasticache_replication_group",
        Reading::EntryAndParts(EntryKind::Store, replication_group::read, replication_group::parts),
    ),
    managed(
        "aws_elasticache_cluster",
        Reading::Entries(EntryKind::Store, cluster::count, cluster::read, cluster::parts),
    ),
    managed("aws_elasticache_serverless_cache", Reading::Entry(EntryKind::Store, serverless::read)),
    managed("aws_elasticache_global_replication_group", Reading::Part(global_replication_group::read)),
    managed("aws_elasticache_parameter_group", Reading::Part(read_parameter_group)),
];
