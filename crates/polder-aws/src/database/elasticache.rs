//! `aws_elasticache_replication_group`: the cache with cluster mode, and the broker without it.
//!
//! Celery's Redis transport does not support cluster mode, not even with a single shard, and a broker that
//! evicts keys loses tasks. The cache is the opposite in both. So they are two groups.

use polder_cloud::{Body, Handle, Value, body, text};
use polder_design::secrets::{BROKER_TOKEN, CACHE_TOKEN};
use polder_design::{Broker, Party, Protocol};

use crate::database::data_context::DataContext;
use crate::database::maintenance_windows;
use crate::draft::Draft;
use crate::encryption::secret::Secrets;
use crate::names::{local, named};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};
use crate::tags::data_class;

/// The version of a new Valkey group, and its parameter group family. A running group is upgraded in place by
/// `aws elasticache modify-replication-group`; AWS refuses a family that does not fit, and nothing is replaced.
const VERSION: &str = "8.0";
const FAMILY: &str = "valkey8";

/// The cache of a site, and its broker when that is a server.
pub(crate) fn cache_and_broker(context: &DataContext<'_>, secrets: &Secrets) -> (Handle, Option<Handle>) {
    let s = context.s;
    s.file(
        "elasticache",
        "Everything in the cache can be computed again and every task is either done or sent again: neither\n\
         is backed up or replicated to another region. The slow log stays off, since it would contain the\n\
         values of slow commands, names and addresses among them.",
    );
    let _cache = s.part(Party::Cache);
    let subnets = s.resource(
        "aws_elasticache_subnet_group",
        "main",
        body! {
            name = named("-cache");
            description = "The data tier";
            subnet_ids = context.network.data.iter().map(Handle::id).collect::<Vec<_>>();
        },
    );
    let cache = cache(context, &subnets, secrets);
    let broker = match &context.site.broker {
        Broker::Valkey { class, replicas } => Some(broker(context, &subnets, secrets, class, *replicas)),
        Broker::Queues { .. } => None,
    };
    (cache, broker)
}

fn cache(context: &DataContext<'_>, subnets: &Handle, secrets: &Secrets) -> Handle {
    let s = context.s;
    let (sizes, group) = (&context.site.cache, &context.network.groups.cache);
    let parameters = parameter_group(
        s,
        "cache",
        "Clustered; the least recently used entry makes room for a new one",
        &[("cluster-enabled", "yes"), ("maxmemory-policy", "allkeys-lru")],
    );
    let mut body = body! {
        replication_group_id = text![local("cell"), "-cache"];
        description = "Cached data of the shop";
        cluster_mode = "enabled";
        node_type = s.local("cache_class", &sizes.class);
        num_node_groups = s.local("cache_shards", sizes.shards);
        replicas_per_node_group = s.local("cache_replicas", sizes.replicas);
        /// Cluster mode requires automatic failover.
        automatic_failover_enabled = true;
        multi_az_enabled = s.local("cache_in_many_zones", sizes.replicas > 0);
    };
    body.items.extend(
        common(context, subnets, &parameters, &Party::Cache, group, secrets.current(CACHE_TOKEN).value())
            .items,
    );
    body.block(None, "log_delivery_configuration", engine_log(context, "cache"));
    let cache = s.resource("aws_elasticache_replication_group", "cache", body);
    promises(s, "cache", &cache);
    cache
}

fn broker(
    context: &DataContext<'_>,
    subnets: &Handle,
    secrets: &Secrets,
    class: &str,
    replicas: u64,
) -> Handle {
    let s = context.s;
    let _broker = s.part(Party::Broker);
    let group = context.network.groups.broker.as_ref().expect("a broker that is a server has a group");
    let parameters = parameter_group(
        s,
        "broker",
        "Not clustered; a full broker refuses new tasks instead of losing old ones",
        &[("maxmemory-policy", "noeviction")],
    );
    let mut body = body! {
        replication_group_id = text![local("cell"), "-broker"];
        description = "Tasks on their way from the shop to its workers";
        cluster_mode = "disabled";
        node_type = s.local("broker_class", class.to_owned());
        num_cache_clusters = s.local("broker_nodes", replicas.saturating_add(1));
        automatic_failover_enabled = s.local("broker_in_many_zones", replicas > 0);
        multi_az_enabled = local("broker_in_many_zones");
    };
    body.items.extend(
        common(context, subnets, &parameters, &Party::Broker, group, secrets.current(BROKER_TOKEN).value())
            .items,
    );
    body.block(None, "log_delivery_configuration", engine_log(context, "broker"));
    let broker = s.resource("aws_elasticache_replication_group", "broker", body);
    promises(s, "broker", &broker);
    broker
}

fn parameter_group(
    s: &Draft,
    name: &'static str,
    description: &'static str,
    parameters: &[(&'static str, &'static str)],
) -> Handle {
    s.resource(
        "aws_elasticache_parameter_group",
        name,
        body! {
            name = named(format!("-{name}-{FAMILY}"));
            family = FAMILY;
            description = description;
            for (name, value) in parameters => parameter {
                name = *name;
                value = *value;
            }
            lifecycle {
                create_before_destroy = true;
            }
        },
    )
}

fn common(
    context: &DataContext<'_>,
    subnets: &Handle,
    parameters: &Handle,
    party: &Party,
    group: &Handle,
    token: Value,
) -> Body {
    body! {
        engine = "valkey";
        engine_version = VERSION;
        auto_minor_version_upgrade = true;
        parameter_group_name = parameters.name();
        port = Protocol::REDISS.port;
        subnet_group_name = subnets.name();
        security_group_ids = [group.id()];
        at_rest_encryption_enabled = true;
        kms_key_id = context.base.keys.cache.arn();
        transit_encryption_enabled = true;
        transit_encryption_mode = "required";
        auth_token = token;
        /// The old password stays valid until all clients use the new one.
        auth_token_update_strategy = "ROTATE";
        snapshot_retention_limit = 0;
        maintenance_window = maintenance_windows::weekly(context.design.timings.windows.maintenance, "wed");
        apply_immediately = false;
        tags = { "data-class" = data_class::of(context.site, party); };
        lifecycle {
            /// AWS upgrades minor versions. A configured version below the running one would replace the group.
            ignore_changes = [Value::expression("engine_version")];
        }
    }
}

fn engine_log(context: &DataContext<'_>, name: &'static str) -> Body {
    let group = log_group(
        context.s,
        LogGroup {
            resource: name,
            name: text!["/", local("name"), "/", name],
            key: &context.base.keys.logs,
            retention: context.design.retention.logs,
            site: context.site,
        },
    );
    body! {
        log_type = "engine-log";
        log_format = "json";
        destination_type = "cloudwatch-logs";
        destination = group.name();
    }
}

fn promises(s: &Draft, name: &'static str, group: &Handle) {
    for (message, attribute, wanted) in [
        ("allows connections without TLS", "transit_encryption_enabled", Value::from(true)),
        ("allows connections without TLS", "transit_encryption_mode", Value::from("required")),
        ("is not encrypted", "at_rest_encryption_enabled", Value::from("true")),
    ] {
        s.expect(format!("the {name} {message}"), group.get(attribute), wanted);
    }
}

/// The URL of the broker for Celery.
pub(crate) fn broker_url(broker: &Handle, token: Value) -> Value {
    // ElastiCache's certificates are signed by a public certificate authority.
    let host = broker.get("primary_endpoint_address");
    let end = format!(":{}/0?ssl_cert_reqs=CERT_REQUIRED", Protocol::REDISS.port);
    text!["rediss://:", token, "@", host, end]
}
