//! Parameters of PostgreSQL on Aurora: those of a whole cluster, and those of each machine.

use polder_cloud::{Handle, body};

use crate::db_parameter_group::{NO_VALUES_IN_LOGS, parameters};
use crate::names::named;
use crate::place::Place;
use crate::rds_cluster::family;

/// What a machine has for itself. The cluster's group knows it as well, and the machine's own counts.
const OF_MACHINES: [&str; 1] = ["max_connections"];

/// The groups of a site: the cluster's and the machines'.
pub(crate) fn parameter_groups(place: &Place<'_>) -> (Handle, Handle) {
    let s = place.s;
    s.file("rds_cluster_parameter_group", NO_VALUES_IN_LOGS);
    let (machines, cluster): (Vec<_>, Vec<_>) =
        parameters(place).into_iter().partition(|parameter| OF_MACHINES.contains(&parameter.name));
    let cluster = s.resource(
        "aws_rds_cluster_parameter_group",
        "main",
        body! {
            name_prefix = named("-");
            family = family();
            description = "The shop's database";
            for parameter in cluster => parameter {
                name = parameter.name;
                value = parameter.value;
                apply_method = parameter.applied.method();
            }
            lifecycle {
                create_before_destroy = true;
            }
        },
    );
    let machines = s.resource(
        "aws_db_parameter_group",
        "machines",
        body! {
            name_prefix = named("-machine-");
            family = family();
            description = "Each machine of the shop's database";
            for parameter in machines => parameter {
                name = parameter.name;
                value = parameter.value;
                apply_method = parameter.applied.method();
            }
            lifecycle {
                create_before_destroy = true;
            }
        },
    );
    s.expect("the database's parameters are of another version", cluster.get("family"), family());
    (cluster, machines)
}
