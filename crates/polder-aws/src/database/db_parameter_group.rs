//! Parameters of PostgreSQL.

use polder_cloud::{Body, Handle, Value, body, text};
use polder_design::Database;
use polder_units::Bytes;

use crate::database::data_context::DataContext;
use crate::names::{local, named};

/// PostgreSQL reserves three connections for superusers and RDS two for itself, out of `max_connections`.
const RESERVED_CONNECTIONS: u64 = 5;

/// By default, RDS allows one connection for this much memory, but never more than [`CONNECTIONS_MAX`].
const MEMORY_PER_CONNECTION: Bytes = Bytes(9_531_392);
const CONNECTIONS_MAX: u64 = 5_000;

/// Why logging is configured like this, for the head of the file.
pub(crate) const NO_VALUES_IN_LOGS: &str = "The log contains connections and changes of the schema, and never a value: statements of the shop\n\
    are full of names and addresses, and logs are read by more people and kept for longer than orders.\n\
    Use pg_stat_statements to find slow statements; it keeps no values either. To set the password of a\n\
    new role, use \\password in psql, which sends only its hash.";

/// A parameter of PostgreSQL.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its value, always as text.
    pub(crate) value: Value,
    /// When it is applied.
    pub(crate) applied: Applied,
}

/// When a parameter is applied.
#[derive(Clone, Copy)]
pub(crate) enum Applied {
    /// Immediately.
    Now,
    /// At the next restart.
    AtStart,
}

impl Applied {
    /// The value of `apply_method`.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Applied::Now => "immediate",
            Applied::AtStart => "pending-reboot",
        }
    }
}

/// The parameters of a site's database. The writer and its replicas have the same.
pub(crate) fn parameter_group(context: &DataContext<'_>) -> Handle {
    let s = context.s;
    s.file("db_parameter_group", NO_VALUES_IN_LOGS);
    let family = text!["postgres", local("database_version")];
    let all = group_body("-", family.clone(), "The shop's database", parameters(context));
    let group = s.resource("aws_db_parameter_group", "main", all);
    s.expect("the parameter group is for another major version", group.get("family"), family);
    group
}

/// The arguments of a parameter group, on any engine.
pub(crate) fn group_body(
    suffix: &'static str,
    family: Value,
    description: &'static str,
    parameters: Vec<Parameter>,
) -> Body {
    body! {
        name_prefix = named(suffix);
        family = family;
        description = description;
        for parameter in parameters => parameter {
            name = parameter.name;
            value = parameter.value;
            apply_method = parameter.applied.method();
        }
        lifecycle {
            create_before_destroy = true;
        }
    }
}

/// The parameters of a site's database, on any engine.
pub(crate) fn parameters(context: &DataContext<'_>) -> Vec<Parameter> {
    use Applied::{AtStart, Now};
    // A replica with a lower `max_connections` than its source stops replaying: both sites have the larger
    // number.
    let sites = context.cell.sites().map(|site| &context.design.sites[site]);
    let connections = sites.map(|site| connections(&site.database)).max().unwrap_or_default();
    let connections = context.s.local("database_connections", connections);
    let fixed = |name, value: &'static str, applied| Parameter { name, value: value.into(), applied };
    vec![
        fixed("rds.force_ssl", "1", AtStart),
        // Saleor sets UTC on each new connection unless it is the server's default.
        fixed("timezone", "UTC", Now),
        Parameter {
            name: "max_connections",
            value: Value::call("tostring", vec![connections]),
            applied: AtStart,
        },
        fixed("shared_preload_libraries", "pg_stat_statements", AtStart),
        fixed("log_connections", "1", Now),
        fixed("log_disconnections", "1", Now),
        fixed("log_statement", "ddl", Now),
        fixed("log_min_duration_statement", "-1", Now),
        fixed("log_min_error_statement", "panic", Now),
        fixed("log_error_verbosity", "terse", Now),
        fixed("log_lock_waits", "1", Now),
    ]
}

/// The design's number, but never less than the default of RDS for the same instance class.
fn connections(database: &Database) -> u64 {
    let usual = (database.memory.0 / MEMORY_PER_CONNECTION.0).min(CONNECTIONS_MAX);
    usual.max(database.connections.saturating_add(RESERVED_CONNECTIONS))
}
