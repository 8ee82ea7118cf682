//! Parameters of PostgreSQL on Aurora: those of a whole cluster, and those of each machine.

use polder_cloud::Handle;

use crate::database::aurora::family;
use crate::database::data_context::DataContext;
use crate::database::db_parameter_group::{NO_VALUES_IN_LOGS, group_body, parameters};

/// What a machine has for itself. The cluster's group knows it as well, and the machine's own counts.
const OF_MACHINES: [&str; 1] = ["max_connections"];

/// The groups of a site: the cluster's and the machines'.
pub(crate) fn parameter_groups(place: &DataContext<'_>) -> (Handle, Handle) {
    let s = place.s;
    s.file("rds_cluster_parameter_group", NO_VALUES_IN_LOGS);
    let (machines, cluster): (Vec<_>, Vec<_>) =
        parameters(place).into_iter().partition(|parameter| OF_MACHINES.contains(&parameter.name));
    let cluster = group_body("-", family(), "The shop's database", cluster);
    let cluster = s.resource("aws_rds_cluster_parameter_group", "main", cluster);
    let machines = group_body("-machine-", family(), "Each machine of the shop's database", machines);
    let machines = s.resource("aws_db_parameter_group", "machines", machines);
    s.expect("the database's parameters are of another version", cluster.get("family"), family());
    (cluster, machines)
}
