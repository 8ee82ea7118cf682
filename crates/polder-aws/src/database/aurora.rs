//! What the resources of an Aurora database have in common.

use polder_cloud::{Handle, Value, text};
use polder_design::{Party, Role};

use crate::names::local;

/// The engine name.
pub(crate) const ENGINE: &str = "aurora-postgresql";

/// What a cluster and its instances have in common.
pub(crate) struct Surroundings {
    /// `aws_db_subnet_group`.
    pub(crate) subnets: Handle,
    /// `aws_rds_cluster_parameter_group`.
    pub(crate) parameters: Handle,
    /// `aws_db_parameter_group` of the instances.
    pub(crate) machine_parameters: Handle,
    /// `aws_iam_role` for Enhanced Monitoring, and the attachment of its policy.
    pub(crate) monitoring: (Handle, Handle),
}

/// The failover priority of an instance, numbered from one. The first two have the highest: when one zone is
/// lost, one of them can become the writer.
pub(crate) fn party(number: u64) -> Party {
    if number <= 2 { Party::Database } else { Party::DatabaseReaders }
}

/// The name of a site's cluster; it is the prefix of its instances' names.
pub(crate) fn name(role: Role) -> &'static str {
    match role {
        Role::Primary => "-database",
        Role::Backup => "-database-backup",
    }
}

/// The parameter group family: it contains the major version.
pub(crate) fn family() -> Value {
    text![ENGINE, local("database_version")]
}
