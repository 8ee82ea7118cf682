//! Parameters of PostgreSQL on Aurora: those of the cluster, and those of its instances.

use polder_cloud::Handle;

use crate::database::aurora::family;
use crate::database::data_context::DataContext;
use crate::database::db_parameter_group::{NO_VALUES_IN_LOGS, group_body, parameters};

/// Set for each instance. The cluster's group also has it, and the instance's takes precedence.
const OF_MACHINES: [&str; 1] = ["max_connections"];

/// The groups of a site: the cluster's and the instances'.
pub(crate) fn parameter_groups(context: &DataContext<'_>) -> (Handle, Handle) {
    let s = context.s;
    s.file("rds_cluster_parameter_group", NO_VALUES_IN_LOGS);
    let (machines, cluster): (Vec<_>, Vec<_>) =
        parameters(context).into_iter().partition(|parameter| OF_MACHINES.contains(&parameter.name));
    let cluster = group_body("-", family(), "The shop's database", cluster);
    let cluster = s.resource("aws_rds_cluster_parameter_group", "main", cluster);
    let machines = group_body("-machine-", family(), "Each instance of the shop's database", machines);
    let machines = s.resource("aws_db_parameter_group", "machines", machines);
    s.expect("the parameter group is for another major version", cluster.get("family"), family());
    (cluster, machines)
}
