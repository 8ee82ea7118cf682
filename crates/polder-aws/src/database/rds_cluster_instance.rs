//! `aws_rds_cluster_instance`: the instances of a cluster. One is the writer; the others answer queries, and
//! one of them takes over.

use polder_cloud::{Handle, body};

use crate::database::aurora::{ENGINE, Surroundings, name, party};
use crate::database::data_context::DataContext;
use crate::database::maintenance_windows;
use crate::names::{local, named};
use crate::tags::data_class;

/// At most one instance is changed per day, so that the others are available meanwhile.
const DAYS: [&str; 3] = ["tue", "wed", "thu"];

/// Writes the instances of a cluster: the initial writer, the standby, the readers. They are numbered, and
/// not named after their role: roles change whenever one takes over, and names do not.
pub(crate) fn machines(context: &DataContext<'_>, around: &Surroundings, cluster: &Handle) -> Vec<Handle> {
    let database = &context.site.database;
    context.s.file(
        "rds_cluster_instance",
        "The instances of the cluster, each in the next zone. The first is the initial writer. The lower its\n\
         promotion tier, the sooner an instance takes over; which one is the writer makes no difference to\n\
         Terraform.",
    );
    (1..=database.readers().saturating_add(1))
        .map(|number| machine(context, around, cluster, number))
        .collect()
}

fn machine(context: &DataContext<'_>, around: &Surroundings, cluster: &Handle, number: u64) -> Handle {
    let s = context.s;
    let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
    let subnets = &context.network.data;
    let (monitoring, measures) = &around.monitoring;
    let insights_key = context.base.keys.database.arn();
    let tier = (number - 1).min(2);
    let party = party(number);
    let _party = s.part(party.clone());
    let machine = s.resource(
        "aws_rds_cluster_instance",
        format!("machine_{number}"),
        body! {
            identifier = named(format!("{}-{number}", name(context.site.role)));
            cluster_identifier = cluster.id();
            engine = ENGINE;
            instance_class = local("database_class");
            if let Some(subnet) = subnets.get(at % subnets.len().max(1)) => {
                availability_zone = subnet.get("availability_zone");
            }
            promotion_tier = tier;
            db_subnet_group_name = around.subnets.name();
            db_parameter_group_name = around.machine_parameters.name();
            publicly_accessible = false;
            ca_cert_identifier = "rds-ca-rsa2048-g1";
            /// Minor versions are upgraded within the week, but not in a global database: see `rds_global_cluster`.
            auto_minor_version_upgrade = true;
            apply_immediately = false;
            preferred_maintenance_window = maintenance_windows::weekly(context.design.timings.windows.maintenance, DAYS[at % DAYS.len()]);
            copy_tags_to_snapshot = true;
            monitoring_interval = 60;
            monitoring_role_arn = monitoring.arn();
            performance_insights_enabled = true;
            performance_insights_kms_key_id = insights_key;
            performance_insights_retention_period = 7;
            tags = { "data-class" = data_class::of(context.site, &party); };
            depends_on = [measures.whole()];
        },
    );
    s.expect(
        format!("instance {number} of the database is open to the internet"),
        machine.get("publicly_accessible"),
        false,
    );
    machine
}
