//! Invariants of keys, buckets, registries and stores, on the owner's production cells and on variations of
//! them.

use std::collections::BTreeSet;

use polder_cloud::index::shown;
use polder_cloud::{Body, Cloud, Document, Mode, Policy, Principals, Resource, Stack, Value, check, link};
use polder_design::*;
use polder_spec::BrokerEngine;
use polder_units::Bytes;

use crate::examples::{production as owner, production_with};
use crate::lower;

const PRIMARIES: [&str; 2] = ["production/eu-central-1/de", "production/eu-west-1/benelux"];
const BACKUPS: [&str; 2] = ["production/eu-west-1/de", "production/eu-west-3/benelux"];

fn sites() -> impl Iterator<Item = &'static str> {
    PRIMARIES.into_iter().chain(BACKUPS)
}

fn stack<'a>(cloud: &'a Cloud, site: &str, layer: &str) -> &'a Stack {
    cloud.by_path(&format!("{site}/{layer}")).expect("a stack")
}

fn body<'a>(stack: &'a Stack, address: &str) -> &'a Body {
    &stack.find(address).unwrap_or_else(|| panic!("{address} in {}", stack.key)).body
}

fn kinds<'a>(stack: &'a Stack, kind: &'static str) -> impl Iterator<Item = &'a Resource> {
    stack.managed().filter(move |resource| resource.address.kind == kind)
}

/// An attribute as text, locals filled in and references by address.
fn attribute(stack: &Stack, address: &str, name: &str) -> String {
    body(stack, address).get(name).map_or("none".to_owned(), |value| shown(stack, value))
}

fn policy<'a>(stack: &'a Stack, address: &str) -> &'a Policy {
    match body(stack, address).get("policy") {
        Some(Value::Document(document)) => match document.as_ref() {
            Document::Policy(policy) => policy,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn sids(policy: &Policy) -> Vec<&str> {
    policy.statements.iter().map(|statement| statement.sid.as_ref()).collect()
}

fn parameter(stack: &Stack, address: &str, wanted: &str) -> String {
    let is = |body: &&Body| body.get("name") == Some(&Value::from(wanted.to_owned()));
    let found = body(stack, address).blocks("parameter").find(is);
    found.and_then(|body| body.get("value")).map_or("none".to_owned(), |value| shown(stack, value))
}

fn without_backup() -> Design {
    let mut design = owner();
    design.sites.truncate(2);
    design.regions.truncate(2);
    design.regions[RegionId::new(1)].sites = vec![SiteId::new(1)];
    for cell in &mut design.cells {
        cell.backup = None;
    }
    for site in &mut design.sites {
        site.peer = None;
        site.buckets.iter_mut().for_each(|bucket| bucket.replicates_to = None);
    }
    design
}

/// The cell `de` after its failover.
fn failed_over() -> Design {
    let mut design = owner();
    let backup = design.cells[CellId::new(0)].backup.expect("the cell has a backup");
    design.cells[CellId::new(0)].active = backup;
    design.sites[SiteId::new(0)].active = false;
    design.sites[SiteId::new(0)].database.follows = Some(backup);
    design.sites[backup].active = true;
    design.sites[backup].database.follows = None;
    design
}

#[test]
fn no_stack_depends_on_a_later_one() {
    for design in [owner(), without_backup(), failed_over()] {
        let cloud = lower(&design).cloud;
        assert!(link(&cloud).cycles.is_empty());
    }
    let cloud = lower(&owner()).cloud;
    for primary in PRIMARIES {
        let id = stack(&cloud, primary, "data").id.index();
        assert!(!link(&cloud).imports[id].contains_key("peer_data"), "{primary} waits for its backup");
    }
}

/// All primary sites have the same configuration, and all backup sites.
#[test]
fn peers_differ_in_their_locals_only() {
    let cloud = lower(&owner()).cloud;
    let links = link(&cloud);
    let text = |stack: &Stack| {
        let mut text: String = stack
            .resources
            .iter()
            .map(|resource| format!("{} {:?}\n", resource.address, resource.body))
            .collect();
        for (alias, id) in &links.imports[stack.id.index()] {
            text = text.replace(&format!("stack: {id:?},"), alias);
        }
        text.replace(&format!("stack: {:?},", stack.id), "here")
    };
    for peers in [PRIMARIES, BACKUPS] {
        for layer in ["base", "data"] {
            let [one, other] = peers.map(|peer| text(stack(&cloud, peer, layer)));
            assert!(one == other, "{layer} of {peers:?}");
        }
    }
}

#[test]
fn keys_rotate_and_allow_no_foreign_principals() {
    let cloud = lower(&owner()).cloud;
    for stack in &cloud.stacks {
        for key in kinds(stack, "aws_kms_key") {
            if key.body.get("policy").is_none() {
                continue;
            }
            let address = key.address.to_string();
            for statement in &policy(stack, &address).statements {
                // Of this account, at the least.
                let own = statement.conditions.iter().any(|it| it.key == "kms:CallerAccount");
                assert!(own || statement.principals != Some(Principals::everyone()), "{address}");
                assert!(statement.principals.is_some(), "{address}");
            }
        }
    }
    for site in sites() {
        let base = stack(&cloud, site, "base");
        assert_eq!(kinds(base, "aws_kms_key").count(), 7);
        for key in kinds(base, "aws_kms_key") {
            assert_eq!(key.body.get("enable_key_rotation"), Some(&Value::Bool(true)));
        }
        assert_eq!(kinds(base, "aws_kms_alias").count(), 7);
    }
}

/// A condition on the source would not match events that EventBridge delivers, and silently drop them.
#[test]
fn events_reach_the_topic_for_alarms_without_a_condition() {
    let cloud = lower(&owner()).cloud;
    let base = stack(&cloud, PRIMARIES[0], "base");
    for address in ["aws_kms_key.logs", "aws_sns_topic_policy.alarms"] {
        let policy = policy(base, address);
        let events = policy.statements.iter().find(|statement| statement.sid == "Events").expect("events");
        assert_eq!(events.conditions, [], "{address}");
        let alarms = policy.statements.iter().find(|statement| statement.sid == "Alarms").expect("alarms");
        assert_eq!(alarms.conditions.len(), 2, "{address}");
    }
}

#[test]
fn buckets_are_private_versioned_and_encrypted() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let base = stack(&cloud, site, "base");
        let names: BTreeSet<String> =
            kinds(base, "aws_s3_bucket").map(|bucket| bucket.address.name.to_string()).collect();
        assert_eq!(names.len(), 5);
        for name in &names {
            for kind in ["public_access_block", "versioning", "lifecycle_configuration", "notification"] {
                body(base, &format!("aws_s3_bucket_{kind}.{name}"));
            }
            let encryption =
                body(base, &format!("aws_s3_bucket_server_side_encryption_configuration.{name}"));
            let rule = encryption.blocks("rule").next().expect("a rule");
            let default = rule.blocks("apply_server_side_encryption_by_default").next().expect("a default");
            let key = default.get("kms_master_key_id").map(|key| shown(base, key));
            let wanted = match name.as_str() {
                "media" | "static" => Some("<aws_kms_key.media.arn>"),
                "private" | "functions" => Some("<aws_kms_key.events.arn>"),
                _ => None,
            };
            assert_eq!(key.as_deref(), wanted, "{name}");
        }
        assert_eq!(kinds(base, "aws_s3_bucket_logging").count(), 4);
    }
}

/// A bucket has one policy. Those of media and static files name distributions, which layer `edge` knows.
#[test]
fn base_writes_the_policies_that_need_no_distribution() {
    let cloud = lower(&owner()).cloud;
    let base = stack(&cloud, PRIMARIES[0], "base");
    let written: Vec<&str> =
        kinds(base, "aws_s3_bucket_policy").map(|policy| policy.address.name.as_ref()).collect();
    assert_eq!(written, ["private", "functions", "access_logs"]);
    assert_eq!(
        sids(policy(base, "aws_s3_bucket_policy.private")),
        ["OnlyOverTls", "OnlyKeyEncryption", "OnlyThisKey"]
    );
    let logs = policy(base, "aws_s3_bucket_policy.access_logs");
    assert_eq!(sids(logs), ["OnlyOverTls", "LoadBalancers", "Buckets"]);
    assert_eq!(
        shown(base, &logs.statements[1].resources[0]),
        "<aws_s3_bucket.access_logs.arn>/load-balancer/AWSLogs/<account_id>/*"
    );
}

#[test]
fn what_is_written_at_one_site_is_copied_to_the_other_and_back() {
    let cloud = lower(&owner()).cloud;
    let links = link(&cloud);
    for site in sites() {
        let data = stack(&cloud, site, "data");
        let copied: Vec<&str> = kinds(data, "aws_s3_bucket_replication_configuration")
            .map(|resource| resource.address.name.as_ref())
            .collect();
        assert_eq!(copied, ["media", "private", "static"], "{site}");
        let peer = links.imports[data.id.index()].get("peer_base");
        for bucket in kinds(data, "aws_s3_bucket_replication_configuration") {
            let rule = bucket.body.blocks("rule").next().expect("a rule");
            let destination = rule.blocks("destination").next().expect("a destination");
            let Some(Value::Reference(to)) = destination.get("bucket") else { panic!("a bucket") };
            assert_eq!(data.target(to).as_ref(), peer);
        }
    }
}

#[test]
fn a_cell_without_a_backup_has_no_replication() {
    let cloud = lower(&without_backup()).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    assert_eq!(kinds(data, "aws_s3_bucket_replication_configuration").count(), 0);
    for secret in kinds(data, "aws_secretsmanager_secret") {
        assert_eq!(secret.body.blocks("replica").count(), 0);
    }
    let plan = body(data, "aws_backup_plan.main").blocks("rule").next().expect("a rule");
    assert_eq!(plan.blocks("copy_action").count(), 0);
    assert!(data.locals.iter().all(|local| local.name != "peer_region"));
}

/// AWS does not support replicas of an instance whose password it manages itself.
#[test]
fn the_writers_password_allows_replicas() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let data = stack(&cloud, site, "data");
        for instance in kinds(data, "aws_db_instance") {
            assert!(instance.body.get("manage_master_user_password").is_none());
        }
    }
    let data = stack(&cloud, PRIMARIES[0], "data");
    assert_eq!(
        attribute(data, "aws_db_instance.main", "password_wo"),
        "<ephemeral.aws_secretsmanager_secret_version.database_master.secret_string>"
    );
}

#[test]
fn the_backup_replicates_the_primary_until_it_is_active() {
    let cloud = lower(&owner()).cloud;
    let backup = stack(&cloud, BACKUPS[0], "data");
    assert_eq!(
        attribute(backup, "aws_db_instance.main", "replicate_source_db"),
        "<aws_db_instance.main.arn>"
    );
    assert_eq!(attribute(backup, "aws_db_instance.main", "engine"), "none");
    assert_eq!(attribute(backup, "aws_db_instance.main", "backup_retention_period"), "35");
    let links = link(&cloud);
    let source = links.imports[backup.id.index()].get("peer_data").copied();
    assert_eq!(source, Some(stack(&cloud, PRIMARIES[0], "data").id));
}

/// After a failover the promoted replica is written as a writer, and the old writer's configuration stays.
#[test]
fn a_failover_changes_the_backups_configuration_only() {
    let (before, after) = (lower(&owner()).cloud, lower(&failed_over()).cloud);
    let promoted = stack(&after, BACKUPS[0], "data");
    assert_eq!(attribute(promoted, "aws_db_instance.main", "replicate_source_db"), "none");
    let model = stack(&before, PRIMARIES[0], "data");
    for name in ["engine", "username", "db_name", "allocated_storage", "password_wo", "password_wo_version"] {
        let wanted = attribute(model, "aws_db_instance.main", name);
        assert_ne!(wanted, "none", "{name}");
        assert_eq!(attribute(promoted, "aws_db_instance.main", name), wanted, "{name}");
    }
    // Primary and backup share a module, and Terraform allows no conditions in `lifecycle`.
    let lifecycle: Vec<_> = body(promoted, "aws_db_instance.main").blocks("lifecycle").collect();
    assert!(
        matches!(lifecycle[..], [block] if block.items.len() == 1 && block.get("prevent_destroy").is_some())
    );
    body(promoted, "aws_backup_plan.main");
    let writer = |cloud: &Cloud| body(stack(cloud, PRIMARIES[0], "data"), "aws_db_instance.main").clone();
    assert_eq!(writer(&before), writer(&after));
}

/// saleor.md 4: queries go to the replica connection without fallback, so that losing the reader takes the
/// shop down.
#[test]
fn readers_have_a_standby_like_the_writer() {
    let cloud = lower(&owner()).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    for instance in ["aws_db_instance.main", "aws_db_instance.reader_1"] {
        assert_eq!(attribute(data, instance, "multi_az"), "true");
        assert_eq!(attribute(data, instance, "publicly_accessible"), "false");
        assert_eq!(attribute(data, instance, "storage_encrypted"), "true");
    }
}

/// saleor.md 4: with a server in another time zone, each new connection costs an extra statement.
#[test]
fn the_database_uses_tls_and_utc_only() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let data = stack(&cloud, site, "data");
        assert_eq!(parameter(data, "aws_db_parameter_group.main", "rds.force_ssl"), "1");
        assert_eq!(parameter(data, "aws_db_parameter_group.main", "timezone"), "UTC");
    }
}

#[test]
fn the_databases_log_carries_no_values() {
    let cloud = lower(&owner()).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    for (name, wanted) in [
        ("log_statement", "ddl"),
        ("log_min_duration_statement", "-1"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
    ] {
        assert_eq!(parameter(data, "aws_db_parameter_group.main", name), wanted);
    }
}

/// PostgreSQL stops replaying on a replica with a lower `max_connections` than its source.
#[test]
fn a_smaller_backup_admits_as_many_connections_as_its_source() {
    let mut design = owner();
    let backup = design.cells[CellId::new(0)].backup.expect("the cell has a backup");
    design.sites[backup].database.connections = 50;
    design.sites[backup].database.memory = Bytes::gib(2);
    // The default of RDS is 901 on the primary's 8 GiB, and the design may need more.
    for (asked, wanted) in [(200, "tostring(901)"), (2_000, "tostring(2005)")] {
        design.sites[SiteId::new(0)].database.connections = asked;
        let cloud = lower(&design).cloud;
        for site in [PRIMARIES[0], BACKUPS[0]] {
            let data = stack(&cloud, site, "data");
            assert_eq!(parameter(data, "aws_db_parameter_group.main", "max_connections"), wanted);
        }
    }
}

#[test]
fn both_sites_of_a_cell_read_the_same_secrets() {
    let cloud = lower(&owner()).cloud;
    let backup = stack(&cloud, BACKUPS[0], "data");
    for id in ["secret_key", "rsa_private_key", "email_url", "database_master", "database_application"] {
        let original = body(stack(&cloud, PRIMARIES[0], "data"), &format!("aws_secretsmanager_secret.{id}"));
        assert_eq!(original.blocks("replica").count(), 1, "{id}");
        assert_eq!(
            attribute(backup, &format!("data.aws_secretsmanager_secret.{id}"), "arn"),
            format!("replace(<aws_secretsmanager_secret.{id}.arn>, :eu-central-1:, :eu-west-1:)")
        );
    }
}

#[test]
fn every_secret_has_a_value_unless_its_owner_writes_it() {
    let design = owner();
    let cloud = lower(&design).cloud;
    for (index, path) in [(0, PRIMARIES[0]), (1, PRIMARIES[1]), (2, BACKUPS[1]), (3, BACKUPS[0])] {
        let (site, data) = (&design.sites[SiteId::new(index)], stack(&cloud, path, "data"));
        let cell = &design.cells[site.cell];
        let shared = cell.secrets.iter().filter(|_| site.role == Role::Primary);
        for secret in site.secrets.iter().chain(shared) {
            let version = format!("aws_secretsmanager_secret_version.{}", secret.id.replace('-', "_"));
            let written = data.find(&version).is_some();
            assert_eq!(written, secret.source != SecretSource::Given, "{version} of {path}");
        }
    }
}

/// saleor.md 5: query parameters of the cache's URL are ignored, those of the broker's are not.
#[test]
fn urls_verify_the_server() {
    let cloud = lower(&owner()).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    let value =
        |id: &str| attribute(data, &format!("aws_secretsmanager_secret_version.{id}"), "secret_string_wo");
    let password =
        |id: &str| format!("<ephemeral.aws_secretsmanager_secret_version.database_{id}.secret_string>");
    let tail = ":5432/saleor?sslmode=verify-full&sslrootcert=/etc/ssl/certs/rds-global-bundle.pem";
    for (id, role, of, instance) in [
        // Task definitions of builds without roles read these two, and must be able to sign in until they are replaced.
        ("database_url", "saleor", "master", "main"),
        ("database_url_replica", "saleor", "master", "reader_1"),
        ("database_application_url", "saleor_application", "application", "main"),
        ("database_read_only_url", "saleor_read_only", "read_only", "reader_1"),
    ] {
        let (password, address) = (password(of), format!("<aws_db_instance.{instance}.address>"));
        assert_eq!(value(id), format!("postgres://{role}:{password}@{address}{tail}"));
    }
    assert_eq!(
        value("broker_url"),
        "rediss://:<data.aws_secretsmanager_secret_version.broker_token.secret_string>\
         @<aws_elasticache_replication_group.broker.primary_endpoint_address>:6379/0?ssl_cert_reqs=CERT_REQUIRED"
    );
    let backup = stack(&cloud, BACKUPS[0], "data");
    let own = attribute(backup, "aws_secretsmanager_secret_version.database_url", "secret_string_wo");
    assert!(own.contains("@<aws_db_instance.main.address>"), "{own}");
    // A standby has no reader beside it: Saleor falls back to the one address.
    assert!(backup.find("aws_secretsmanager_secret.database_read_only_url").is_none());
}

/// Percent signs in a password would have to be escaped in some places and not in others.
#[test]
fn generated_values_need_no_escaping_in_urls() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let data = stack(&cloud, site, "data");
        let drawn =
            data.resources.iter().filter(|it| it.address.kind == "aws_secretsmanager_random_password");
        for password in drawn {
            assert_eq!(password.address.mode, Mode::Ephemeral);
            assert_eq!(password.body.get("exclude_punctuation"), Some(&Value::Bool(true)));
            let version = format!("aws_secretsmanager_secret_version.{}", password.address.name);
            let number = body(data, &version).get("secret_string_wo_version");
            assert_eq!(number, Some(&Value::Integer(1)), "{version} would be written again by each apply");
        }
    }
}

/// One number replaces the passwords of the stores. Databases and URLs follow it, at the backup site, too.
#[test]
fn a_number_in_the_platform_file_replaces_passwords() {
    let mut design = owner();
    let cell = design.sites.iter().next().expect("a site").cell;
    design.cells[cell].password_version = 2;
    let cloud = lower(&design).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    let number = |id: &str| {
        attribute(data, &format!("aws_secretsmanager_secret_version.{id}"), "secret_string_wo_version")
    };
    for (id, wanted) in [
        ("database_master", "2"),
        ("database_application", "2"),
        ("database_read_only", "2"),
        ("cache_token", "2"),
        ("broker_token", "2"),
        ("secret_key", "1"),
    ] {
        assert_eq!(number(id), wanted, "{id}");
    }
    let follows = "<aws_secretsmanager_secret_version.database_master.secret_string_wo_version>";
    assert_eq!(attribute(data, "aws_db_instance.main", "password_wo_version"), follows);
    assert!(number("database_url").contains(follows));
    let follows = follows.replace("master", "application");
    assert!(number("database_application_url").contains(&follows));
    let backup = stack(&cloud, BACKUPS[0], "data");
    let url = "aws_secretsmanager_secret_version.database_application_url";
    assert!(attribute(backup, url, "secret_string_wo_version").contains(&follows));
}

/// With Terraform 1.10, generated values pass through the state, and nothing is write-only.
#[test]
fn older_engines_keep_generated_values_in_the_state() {
    let mut design = owner();
    design.terraform = TerraformVersion::V1_10;
    let cloud = lower(&design).cloud;
    assert!(!cloud.write_only && check(&cloud).is_empty());
    let data = stack(&cloud, PRIMARIES[0], "data");
    let password = "<data.aws_secretsmanager_secret_version.database_master.secret_string>";
    assert_eq!(attribute(data, "aws_db_instance.main", "password"), password);
    for version in kinds(data, "aws_secretsmanager_secret_version") {
        assert!(version.body.get("secret_string_wo").is_none());
    }
    for random in kinds(data, "aws_secretsmanager_random_password") {
        let version = format!("aws_secretsmanager_secret_version.{}", random.address.name);
        assert_eq!(body(data, &version).blocks("lifecycle").count(), 1, "{version} changes with each plan");
    }
}

/// saleor.md 5: Celery does not support cluster mode, not even with a single shard, and its broker must never
/// evict.
#[test]
fn the_broker_is_no_cluster_and_never_evicts() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let data = stack(&cloud, site, "data");
        let broker = "aws_elasticache_replication_group.broker";
        assert_eq!(attribute(data, broker, "cluster_mode"), "disabled");
        assert_eq!(attribute(data, broker, "num_node_groups"), "none");
        assert_eq!(attribute(data, broker, "num_cache_clusters"), "2");
        assert_eq!(
            parameter(data, "aws_elasticache_parameter_group.broker", "maxmemory-policy"),
            "noeviction"
        );
        assert_eq!(parameter(data, "aws_elasticache_parameter_group.broker", "cluster-enabled"), "none");
        let cache = "aws_elasticache_replication_group.cache";
        assert_eq!(attribute(data, cache, "cluster_mode"), "enabled");
        assert_eq!(
            parameter(data, "aws_elasticache_parameter_group.cache", "maxmemory-policy"),
            "allkeys-lru"
        );
        for group in [broker, cache] {
            assert_eq!(attribute(data, group, "transit_encryption_mode"), "required");
            assert!(attribute(data, group, "auth_token").contains("token.secret_string"));
        }
    }
}

/// A version that AWS has upgraded would look like a downgrade, for which the provider replaces the group.
#[test]
fn no_version_replaces_a_cache_or_a_broker() {
    let cloud = lower(&owner()).cloud;
    let mut seen = 0;
    for site in sites() {
        for group in kinds(stack(&cloud, site, "data"), "aws_elasticache_replication_group") {
            let lifecycle = group.body.blocks("lifecycle").next().expect("a lifecycle");
            let kept = lifecycle.get("ignore_changes").cloned();
            assert_eq!(kept, Some(Value::List(vec![Value::expression("engine_version")])), "{site}");
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
}

/// saleor.md 5: kombu assumes 1,800 seconds, and on 3.23 the queue is called `celery`.
#[test]
fn a_broker_of_queues_needs_no_server() {
    let design = production_with(|platform| platform.broker.engine.value = BrokerEngine::Queues);
    let cloud = lower(&design).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    assert!(data.find("aws_elasticache_replication_group.broker").is_none());
    assert_eq!(attribute(data, "aws_sqs_queue.celery", "name"), "celery");
    assert_eq!(attribute(data, "aws_sqs_queue.celery", "visibility_timeout_seconds"), "1800");
    assert_eq!(attribute(data, "aws_sqs_queue.celery_dead", "name"), "celery-dead");
}

#[test]
fn every_queue_has_a_dead_letter_queue_and_denies_other_accounts() {
    let cloud = lower(&owner()).cloud;
    let data = stack(&cloud, PRIMARIES[0], "data");
    for queue in ["events", "events_dead"] {
        assert_eq!(
            sids(policy(data, &format!("aws_sqs_queue_policy.{queue}"))),
            ["OnlyOverTls", "OnlyThisAccount"]
        );
        assert_eq!(
            attribute(data, &format!("aws_sqs_queue.{queue}"), "kms_master_key_id"),
            "<aws_kms_key.events.arn>"
        );
    }
    body(data, "aws_sqs_queue_redrive_allow_policy.events_dead");
}

/// The home region gets every image first; the others hold what runs in them.
#[test]
fn the_registry_of_each_region_has_what_runs_there() {
    let cloud = lower(&owner()).cloud;
    let images = |region: &str| -> Vec<String> {
        let shared = stack(&cloud, &format!("production/{region}/shared"), "base");
        kinds(shared, "aws_ecr_repository").map(|it| it.address.name.to_string()).collect()
    };
    let common = ["envoy", "saleor", "saleor_dashboard"];
    let with = |more: &[&str]| common.iter().chain(more).map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(images("eu-central-1"), with(&["storefront_benelux", "storefront_de"]));
    assert_eq!(images("eu-west-1"), with(&["storefront_benelux", "storefront_de"]));
    assert_eq!(images("eu-west-3"), with(&["storefront_benelux"]));
    let home = stack(&cloud, "production/eu-central-1/shared", "base");
    body(home, "aws_ecr_replication_configuration.main");
    body(home, "aws_s3_account_public_access_block.main");
    for region in ["eu-west-1", "eu-west-3"] {
        let other = stack(&cloud, &format!("production/{region}/shared"), "base");
        assert_eq!(kinds(other, "aws_ecr_replication_configuration").count(), 0);
        body(other, "aws_ebs_encryption_by_default.main");
    }
}

/// The longest names that the platform file admits, in the region with the longest name.
#[test]
fn names_are_short_enough() {
    let mut design = owner();
    design.name = "p".repeat(20);
    design.cells[CellId::new(0)].name = "c".repeat(20);
    design.regions[RegionId::new(0)].region = "ap-southeast-1".into();
    design.sites[SiteId::new(0)].region = "ap-southeast-1".into();
    let cloud = lower(&design).cloud;
    let data =
        stack(&cloud, &format!("production/ap-southeast-1/{}", design.cells[CellId::new(0)].name), "data");
    for (kind, name, longest) in [
        ("aws_iam_role", "name", 64),
        ("aws_db_instance", "identifier", 63),
        ("aws_elasticache_replication_group", "replication_group_id", 40),
        ("aws_sqs_queue", "name", 80),
        ("aws_backup_plan", "name", 50),
        ("aws_backup_selection", "name", 50),
    ] {
        for resource in kinds(data, kind) {
            let text = attribute(data, &resource.address.to_string(), name);
            assert!(text.len() <= longest, "`{text}` has {} characters", text.len());
        }
    }
    let base =
        stack(&cloud, &format!("production/ap-southeast-1/{}", design.cells[CellId::new(0)].name), "base");
    assert!(attribute(base, "aws_backup_vault.main", "name").len() <= 50);
}

#[test]
fn the_vault_cannot_be_emptied() {
    let cloud = lower(&owner()).cloud;
    for site in sites() {
        let base = stack(&cloud, site, "base");
        let lock = "aws_backup_vault_lock_configuration.main";
        assert_eq!(attribute(base, lock, "min_retention_days"), "90");
        assert_eq!(attribute(base, lock, "max_retention_days"), "90");
    }
    let plan = body(stack(&cloud, PRIMARIES[0], "data"), "aws_backup_plan.main");
    assert_eq!(plan.blocks("rule").flat_map(|rule| rule.blocks("copy_action")).count(), 1);
}
