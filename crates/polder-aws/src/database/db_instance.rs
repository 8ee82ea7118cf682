//! `aws_db_instance`: PostgreSQL with a standby in a second zone, read replicas, and a replica in the other
//! region.
//!
//! **Why the password is generated here and not by RDS.** AWS does not support read replicas of an instance
//! whose password it manages itself, and both the readers and the replica in the other region are read
//! replicas.
//!
//! **Failover.** The primary site's instance is always written as a writer, and the backup site's as a
//! replica until the design says that it is active. Promoting it changes nothing else in the configuration
//! that Terraform compares, so a plan after a failover is empty. The old writer stays as it is, so that
//! writes which were not replicated can be recovered; it is replaced and not reused, since no instance can
//! become a replica.
//!
//! **Backups.** Both instances keep backups of their own for point-in-time recovery, so that the replica has
//! some from the moment it becomes a writer. Replicating the writer's automated backups to the other region
//! as well would cost twice for the same days.

use polder_cloud::{Body, Handle, Value, body};
use polder_design::secrets::DATABASE_MASTER;
use polder_design::{Party, Protocol, Role};

use crate::database::cross_region_replica;
use crate::database::data_context::DataContext;
use crate::database::db_parameter_group::parameter_group;
use crate::database::db_subnet_group::subnet_group;
use crate::database::maintenance_windows;
use crate::draft::Draft;
use crate::encryption::secret::Secrets;
use crate::handles::Database;
use crate::iam::iam_service_role::{DATABASE_MONITORING, managed, role};
use crate::names::{local, named};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};
use crate::tags::data_class;

/// The PostgreSQL logs that RDS exports.
const LOGS: [&str; 2] = ["postgresql", "upgrade"];

/// What the instances of a site have in common.
struct Surroundings {
    subnets: Handle,
    parameters: Handle,
    monitoring: Handle,
    /// The attachment of the policy of `monitoring`.
    measures: Handle,
}

/// The database of a site and its read replicas.
pub(crate) fn database(context: &DataContext<'_>, secrets: &Secrets) -> Database {
    let DataContext { s, site, .. } = *context;
    sizes(context);
    let subnets = subnet_group(context);
    let parameters = parameter_group(context);
    s.file(
        "db_instance",
        "RDS chooses the names of its log groups. They are created here, so that they are encrypted and have\n\
         the same retention as all logs; RDS finds them when it writes its first line, minutes later.",
    );
    let (monitoring, measures) = monitoring(s);
    let surroundings = Surroundings { subnets, parameters, monitoring, measures };
    logs(context, "database", "-database");
    let main = instance(context, &surroundings, secrets);
    promises(s, "database", &main);
    let readers = (1..=site.database.read_replicas)
        .map(|number| {
            let reader = reader(context, &surroundings, &main, number);
            promises(s, &format!("reader {number}"), &reader);
            reader
        })
        .collect();
    Database::Instances { main, readers }
}

/// The role for Enhanced Monitoring and the attachment of its policy: without the policy, RDS rejects the
/// role.
pub(crate) fn monitoring(s: &Draft) -> (Handle, Handle) {
    let role = role(
        s,
        "database_monitoring",
        "-rds-mon",
        DATABASE_MONITORING,
        "Enhanced Monitoring of the database.",
    );
    let policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
    let measures = managed(s, &role, "database_monitoring", policy);
    (role, measures)
}

/// The sizes, which may differ between peers.
fn sizes(context: &DataContext<'_>) {
    let (s, database) = (context.s, &context.site.database);
    s.local("database_version", database.version.to_string());
    s.local("database_class", &database.class);
    s.local("database_standby", database.standby);
    s.local("database_storage_gib", database.storage.as_gib());
    s.local("database_storage_gib_max", database.storage_max.as_gib());
}

/// The writer, or the replica that becomes it.
fn instance(context: &DataContext<'_>, around: &Surroundings, secrets: &Secrets) -> Handle {
    let DataContext { s, site, base, .. } = *context;
    let database = &site.database;
    let backup = site.role == Role::Backup;
    let source = context.primary.filter(|_| database.follows.is_some());
    let mut body = body! { identifier = named("-database"); };
    let key = &base.keys.database;
    let role = match source {
        Some(source) => cross_region_replica::instance(source.database.arn(), key),
        None => body! {
            engine = "postgres";
            engine_version = local("database_version");
            db_name = &database.database_name;
            username = &database.administrator;
            allocated_storage = local("database_storage_gib");
            kms_key_id = key.arn();
        },
    };
    body.items.extend(role.items);
    if source.is_none() {
        body.items.extend(secrets.current(DATABASE_MASTER).set("password").items);
    }
    let rest = body! {
        db_subnet_group_name = around.subnets.name();
        backup_retention_period = database.backup_retention.as_days();
        backup_window = maintenance_windows::daily(context.design.timings.windows.snapshot);
        delete_automated_backups = !context.cell.protected;
        if backup => {
            /// A replica cannot leave a final snapshot. Deletion protection and the vault replace it.
            skip_final_snapshot = true;
        }
        if !backup => {
            skip_final_snapshot = !context.cell.protected;
            if context.cell.protected => { final_snapshot_identifier = named("-database-last"); }
        }
    };
    body.items.extend(rest.items);
    body.items.extend(common(context, around, &Party::Database).items);
    s.resource("aws_db_instance", "main", body)
}

/// A read replica that answers Saleor's queries.
fn reader(context: &DataContext<'_>, around: &Surroundings, database: &Handle, number: u64) -> Handle {
    let _readers = context.s.part(Party::DatabaseReaders);
    logs(context, &format!("reader_{number}"), &format!("-reader-{number}"));
    let mut body = body! {
        identifier = named(format!("-reader-{number}"));
        replicate_source_db = database.get("identifier");
        skip_final_snapshot = true;
    };
    body.items.extend(common(context, around, &Party::DatabaseReaders).items);
    context.s.resource("aws_db_instance", format!("reader_{number}"), body)
}

fn common(context: &DataContext<'_>, around: &Surroundings, party: &Party) -> Body {
    let keys = &context.base.keys;
    body! {
        instance_class = local("database_class");
        /// A standby in a second zone. Readers have one, too: Saleor sends all queries to them and has no fallback.
        multi_az = local("database_standby");
        storage_type = "gp3";
        storage_encrypted = true;
        max_allocated_storage = local("database_storage_gib_max");
        vpc_security_group_ids = [context.network.groups.database.id()];
        publicly_accessible = false;
        port = Protocol::POSTGRESQL.port;
        parameter_group_name = around.parameters.name();
        ca_cert_identifier = "rds-ca-rsa2048-g1";
        iam_database_authentication_enabled = true;
        /// Minor versions are upgraded within the week; a new major version is a decision.
        auto_minor_version_upgrade = true;
        allow_major_version_upgrade = false;
        apply_immediately = false;
        maintenance_window = maintenance_windows::weekly(context.design.timings.windows.maintenance, "tue");
        copy_tags_to_snapshot = true;
        /// To delete it, deletion protection is removed first, in a plan of its own.
        deletion_protection = true;
        monitoring_interval = 60;
        monitoring_role_arn = around.monitoring.arn();
        performance_insights_enabled = true;
        performance_insights_kms_key_id = keys.database.arn();
        performance_insights_retention_period = 7;
        enabled_cloudwatch_logs_exports = LOGS;
        tags = { "data-class" = data_class::of(context.site, party); };
        depends_on = [around.measures.whole()];
    }
}

fn logs(context: &DataContext<'_>, resource: &str, suffix: &str) {
    for log in LOGS {
        let path =
            [Value::from("/aws/rds/instance/"), named(suffix.to_owned()), Value::from("/"), log.into()];
        log_group(
            context.s,
            LogGroup {
                resource: &format!("{resource}_{log}"),
                name: Value::template(path),
                key: &context.base.keys.logs,
                retention: context.design.retention.logs,
                site: context.site,
            },
        );
    }
}

/// What every writer, present or future, must have.
fn promises(s: &Draft, name: &str, database: &Handle) {
    for (message, attribute, wanted) in [
        ("is open to the internet", "publicly_accessible", false),
        ("is not encrypted", "storage_encrypted", true),
        ("can be deleted by mistake", "deletion_protection", true),
    ] {
        s.expect(format!("the {name} {message}"), database.get(attribute), wanted);
    }
    s.expect(
        format!("the {name} does not have the standby of the design"),
        database.get("multi_az"),
        local("database_standby"),
    );
}
