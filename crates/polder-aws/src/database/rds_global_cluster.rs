//! `aws_rds_global_cluster`: one database over both sites of a cell.
//!
//! It is in the stack of the primary site and is created before its cluster, which joins it by name; created
//! from that cluster instead, it would name its source, which changes with every failover. No configuration
//! says which member is the writer: `aws rds switchover-global-cluster` and `failover-global-cluster` swap
//! the roles, and every attribute that Terraform compares stays as it is. Both can be called in the remaining
//! region.

use polder_cloud::{Handle, Value, body};

use crate::database::aurora::ENGINE;
use crate::database::data_context::DataContext;
use crate::names::named;

/// The global cluster, if the cell has two sites. The primary's stack makes it.
pub(crate) fn global_cluster(context: &DataContext<'_>, version: &Value) -> Handle {
    let (s, database) = (context.s, &context.site.database);
    s.file(
        "rds_global_cluster",
        "One database for both sites of the cell: the cluster of one site takes writes, that of the other\n\
         replicates its storage within a second. Swap the roles with\n    \
         aws rds switchover-global-cluster --region <region> --global-cluster-identifier <identifier> \\\n      \
         --target-db-cluster-identifier <ARN of the cluster that is to take writes>\n\
         while both regions are healthy, which loses nothing, and with `failover-global-cluster` and\n\
         `--allow-data-loss` in the remaining region otherwise. Afterwards a plan shows no changes, and the\n\
         same command with the other ARN swaps the roles back. Do not use `remove-from-global-cluster`: a\n\
         removed cluster cannot be added again, and an apply fails until it is recreated.\n\
         Aurora does not upgrade a global database automatically, not even to a minor version. Upgrade all\n\
         members at once, at an hour of your choice: `aws rds modify-global-cluster --engine-version`.",
    );
    let global = s.resource(
        "aws_rds_global_cluster",
        "main",
        body! {
            global_cluster_identifier = named("-database");
            engine = ENGINE;
            engine_version = version;
            database_name = &database.database_name;
            storage_encrypted = true;
            deletion_protection = true;
            lifecycle {
                /// A new version, even a minor one, is applied to all members in one step and manually.
                ignore_changes = [Value::expression("engine_version")];
            }
        },
    );
    s.expect("the global database is not encrypted", global.get("storage_encrypted"), true);
    s.expect("the global database can be deleted by mistake", global.get("deletion_protection"), true);
    global
}
