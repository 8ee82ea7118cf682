//! `aws_rds_cluster`: PostgreSQL on Aurora, whose instances share storage across three zones.
//!
//! **Failover.** Within its region, a reader takes over when the writer is lost; Terraform is not involved.
//! For a failover to the other region see [`crate::database::rds_global_cluster`]: the configuration of a
//! cluster depends on whether its site is primary or backup and never on which site is active, so a plan
//! after a failover changes no cluster. The attributes that the provider compares, and why they do not
//! change:
//!
//! - `replication_source_identifier` is returned for a secondary cluster and not for the primary one. It is
//!   ignored on both: an empty one would promote the cluster out of the global one.
//! - `global_cluster_identifier` is read at every refresh and does not change, since both clusters stay
//!   members.
//! - `master_username` and `database_name` are returned for every member. The secondary's configuration
//!   leaves both out.
//! - `master_password` is never returned. The writer's is replicated with the storage, so the primary site's
//!   configuration may set it in either role; a new password must be set while the primary site is active.
//! - `engine_version` is ignored: Terraform does not revert an upgrade that was made elsewhere.
//! - `source_region` is sent on creation and never returned; it names the primary site's region in either
//!   role.
//!
//! **Names.** Members of a global cluster must not have the same name, not even in different regions.

use polder_cloud::{Body, Handle, Value, body, text};
use polder_design::secrets::DATABASE_MASTER;
use polder_design::{Party, Protocol, Role};

use crate::database::aurora::{ENGINE, Surroundings, family, name};
use crate::database::cross_region_replica;
use crate::database::data_context::DataContext;
use crate::database::db_instance::monitoring;
use crate::database::db_subnet_group::subnet_group;
use crate::database::maintenance_windows;
use crate::database::rds_cluster_instance::machines;
use crate::database::rds_cluster_parameter_group::parameter_groups;
use crate::database::rds_global_cluster::global_cluster;
use crate::encryption::secret::Secrets;
use crate::handles::Database;
use crate::names::named;
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};
use crate::tags::data_class;

/// The PostgreSQL log that Aurora exports.
const LOG: &str = "postgresql";

/// Arguments that depend on the other site of its cell.
struct Membership {
    version: Value,
    global: Option<Handle>,
    follows: bool,
}

/// The database of a site.
pub(crate) fn database(context: &DataContext<'_>, secrets: &Secrets) -> Database {
    let s = context.s;
    let design = &context.site.database;
    s.local("database_version", design.version.to_string());
    s.local("database_class", &design.class);
    let subnets = subnet_group(context);
    let (parameters, machine_parameters) = parameter_groups(context);
    let membership = membership(context);
    s.file(
        "rds_cluster",
        "The storage of a cluster spans three zones and grows automatically; the instances only compute.\n\
         Aurora chooses the name of its log group. It is created here, so that it is encrypted and has the\n\
         same retention as all logs; Aurora finds it when it writes its first line, minutes later.",
    );
    let around = Surroundings { subnets, parameters, machine_parameters, monitoring: monitoring(s) };
    log_group(
        s,
        LogGroup {
            resource: "database_postgresql",
            name: text!["/aws/rds/cluster/", named(name(context.site.role)), "/", LOG],
            key: &context.base.keys.logs,
            retention: context.design.retention.logs,
            site: context.site,
        },
    );
    let cluster = cluster(context, &around, secrets, &membership);
    promises(context, &cluster);
    let machines = machines(context, &around, &cluster);
    Database::Cluster { cluster, machines, global: membership.global }
}

/// The engine version at creation and the membership. The backup's cluster is created as a secondary, with
/// the version that the primary's has, and joins the global cluster that the primary's stack creates.
fn membership(context: &DataContext<'_>) -> Membership {
    if let Some(Database::Cluster { cluster, global: Some(global), .. }) =
        context.primary.map(|primary| &primary.database)
    {
        let version = cluster.get("engine_version_actual");
        return Membership { version, global: Some(global.clone()), follows: true };
    }
    context
        .s
        .file("rds_engine_version", "The newest minor version of the major one that the design asks for.");
    let newest = context.s.data(
        "aws_rds_engine_version",
        "main",
        body! {
            engine = ENGINE;
            parameter_group_family = family();
            latest = true;
        },
    );
    let version = newest.get("version_actual");
    let global = context.peer.map(|_| global_cluster(context, &version));
    Membership { version, global, follows: false }
}

fn cluster(
    context: &DataContext<'_>,
    around: &Surroundings,
    secrets: &Secrets,
    membership: &Membership,
) -> Handle {
    let DataContext { s, site, base, .. } = *context;
    let database = &site.database;
    let Membership { version, global, follows } = membership;
    let mut body = body! {
        cluster_identifier = named(name(site.role));
        engine = ENGINE;
        engine_version = version;
        if let Some(global) = global => {
            global_cluster_identifier = global.id();
        }
    };
    let key = &base.keys.database;
    let role = match follows {
        true => cross_region_replica::cluster(key),
        false => body! {
            database_name = &database.database_name;
            master_username = &database.administrator;
            kms_key_id = key.arn();
        },
    };
    body.items.extend(role.items);
    if !follows {
        body.items.extend(secrets.current(DATABASE_MASTER).set("master_password").items);
    }
    let rest = body! {
        storage_encrypted = true;
        db_subnet_group_name = around.subnets.name();
        vpc_security_group_ids = [context.network.groups.database.id()];
        port = Protocol::POSTGRESQL.port;
        db_cluster_parameter_group_name = around.parameters.name();
        iam_database_authentication_enabled = true;
    };
    body.items.extend(rest.items);
    body.items.extend(kept(context).items);
    body.items.extend(watched(context).items);
    body.items.extend(
        body! {
            lifecycle {
                /// The version is for creation only. The replication source of a member changes with every failover.
                ignore_changes =
                    [Value::expression("engine_version"), Value::expression("replication_source_identifier")];
            }
        }
        .items,
    );
    s.resource("aws_rds_cluster", "main", body)
}

/// Retention, backups and deletion protection.
fn kept(context: &DataContext<'_>) -> Body {
    let protected = context.cell.protected;
    let backup = context.site.role == Role::Backup;
    body! {
        backup_retention_period = context.site.database.backup_retention.as_days();
        preferred_backup_window = maintenance_windows::daily(context.design.timings.windows.snapshot);
        preferred_maintenance_window = maintenance_windows::weekly(context.design.timings.windows.maintenance, "tue");
        allow_major_version_upgrade = false;
        apply_immediately = false;
        copy_tags_to_snapshot = true;
        delete_automated_backups = !protected;
        deletion_protection = true;
        if backup => {
            /// A secondary cannot leave a final snapshot. Deletion protection and the vault replace it.
            skip_final_snapshot = true;
        }
        if !backup => {
            skip_final_snapshot = !protected;
            if protected => { final_snapshot_identifier = named("-database-last"); }
        }
    }
}

/// Logs and monitoring.
fn watched(context: &DataContext<'_>) -> Body {
    let parties = [Party::Database, Party::DatabaseReaders];
    body! {
        enabled_cloudwatch_logs_exports = [LOG];
        performance_insights_enabled = true;
        performance_insights_kms_key_id = context.base.keys.database.arn();
        performance_insights_retention_period = 7;
        tags = { "data-class" = data_class::of_any(context.site, &parties); };
    }
}

/// What every writer, present or future, must have.
fn promises(context: &DataContext<'_>, cluster: &Handle) {
    let s = context.s;
    s.expect("the database is not encrypted", cluster.get("storage_encrypted"), true);
    s.expect("the database can be deleted by mistake", cluster.get("deletion_protection"), true);
    s.expect("IAM authentication is disabled", cluster.get("iam_database_authentication_enabled"), true);
}
