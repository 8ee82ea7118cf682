//! What the resources of a database on Aurora have in common.

use polder_cloud::{Handle, Value, text};
use polder_design::{Party, Role};

use crate::names::local;

/// What the provider calls it.
pub(crate) const ENGINE: &str = "aurora-postgresql";

/// What a cluster and its machines have in common.
pub(crate) struct Surroundings {
    /// `aws_db_subnet_group`.
    pub(crate) subnets: Handle,
    /// `aws_rds_cluster_parameter_group`.
    pub(crate) parameters: Handle,
    /// `aws_db_parameter_group` of the machines.
    pub(crate) machine_parameters: Handle,
    /// `aws_iam_role` that writes what the machines measure, and what lets it.
    pub(crate) monitoring: (Handle, Handle),
}

/// What a machine is to those who ask it, by its number from one on. The first two come before all others: with as little as
/// one zone lost, one of them is left to take writes.
pub(crate) fn party(number: u64) -> Party {
    if number <= 2 { Party::Database } else { Party::DatabaseReaders }
}

/// The name of a site's cluster; that of each of its machines begins with it.
pub(crate) fn name(role: Role) -> &'static str {
    match role {
        Role::Primary => "-database",
        Role::Backup => "-database-backup",
    }
}

/// The family of parameters: it carries the major version.
pub(crate) fn family() -> Value {
    text![ENGINE, local("database_version")]
}
