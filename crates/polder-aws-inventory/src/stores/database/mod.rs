//! Relational databases of RDS and Aurora, and their instances.

mod administrator;
mod automated_backups;
mod cluster;
mod cluster_instance;
mod engine;
mod global_cluster;
mod instance;
mod lineage;
mod log_routes;
mod parameter_group;
mod snapshot;

pub(crate) use instance::window_of;
pub(crate) use parameter_group::{parameters, read as read_parameter_group};

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, data, managed};
use crate::stores::snapshot::inherit;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_db_instance", Reading::EntryAndParts(EntryKind::Store, instance::read, instance::parts)),
    managed("aws_rds_cluster", Reading::EntryAndParts(EntryKind::Store, cluster::read, cluster::parts)),
    managed("aws_rds_cluster_instance", Reading::Entry(EntryKind::StoreNode, cluster_instance::read)),
    managed("aws_rds_global_cluster", Reading::Part(global_cluster::read)),
    managed("aws_db_parameter_group", Reading::Part(parameter_group::read)),
    managed("aws_rds_cluster_parameter_group", Reading::Part(parameter_group::read)),
    managed("aws_db_snapshot", Reading::EntryAndParts(EntryKind::Store, snapshot::read, inherit)),
    managed("aws_db_cluster_snapshot", Reading::EntryAndParts(EntryKind::Store, snapshot::read, inherit)),
    managed("aws_db_snapshot_copy", Reading::EntryAndParts(EntryKind::Store, snapshot::read, inherit)),
    managed(
        "aws_db_instance_automated_backups_replication",
        Reading::Entry(EntryKind::Store, automated_backups::read),
    ),
    data(
        "aws_rds_engine_version",
        Reading::Irrelevant("the database that asks for the version says which one it has"),
    ),
];
