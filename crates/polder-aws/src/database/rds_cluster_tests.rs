//! Invariants of Aurora clusters: one database in two regions whose configuration does not depend on which
//! one writes.

use std::collections::BTreeSet;

use polder_cloud::{Body, Cloud, Resource, Stack, Value, index, link};
use polder_design::{CellId, Design, Role, Site};
use polder_units::Bytes;

use crate::examples;
use crate::lower;

const PRIMARY: &str = "shop/eu-west-1/isles";
const BACKUP: &str = "shop/eu-central-1/isles";
const ALONE: &str = "shop/eu-west-3/paris";
const STOPPED: &str = "workshop/eu-west-1/workshop";

fn design() -> Design {
    examples::design("aurora")
}

/// The cell `isles` after its failover.
fn failed_over() -> Design {
    let mut design = design();
    let (primary, backup) =
        (design.cells[CellId::new(0)].primary, design.cells[CellId::new(0)].backup.expect("a backup"));
    design.cells[CellId::new(0)].active = backup;
    design.sites[primary].active = false;
    design.sites[primary].database.follows = Some(backup);
    design.sites[backup].active = true;
    design.sites[backup].database.follows = None;
    design
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

/// A value as text: locals filled in, references by their address.
fn shown(stack: &Stack, value: Option<&Value>) -> String {
    value.map_or("none".to_owned(), |value| index::shown(stack, value))
}

fn attribute(stack: &Stack, address: &str, name: &str) -> String {
    shown(stack, body(stack, address).get(name))
}

fn ignored(stack: &Stack, address: &str) -> String {
    let lifecycle = body(stack, address).blocks("lifecycle").next().expect("a lifecycle");
    shown(stack, lifecycle.get("ignore_changes"))
}

fn machines(stack: &Stack) -> Vec<&Resource> {
    kinds(stack, "aws_rds_cluster_instance").collect()
}

fn path(design: &Design, site: &Site) -> String {
    format!("{}/{}/{}", design.accounts[site.account].name, site.region, design.cells[site.cell].name)
}

#[test]
fn no_stack_depends_on_a_later_one() {
    for design in [design(), failed_over()] {
        assert!(link(&lower(&design).cloud).cycles.is_empty());
    }
}

/// The state stays valid after a failover: the configuration of a database is the same, whichever site is
/// active.
#[test]
fn the_configuration_of_a_database_does_not_depend_on_the_active_site() {
    let (before, after) = (lower(&design()).cloud, lower(&failed_over()).cloud);
    for site in [PRIMARY, BACKUP] {
        let [one, other] = [&before, &after].map(|cloud| stack(cloud, site, "data"));
        for resource in one.resources.iter().filter(|it| !it.address.kind.starts_with("aws_backup_")) {
            let found = other.resource(&resource.address);
            assert_eq!(found.map(|it| &it.body), Some(&resource.body), "{site}: {}", resource.address);
        }
        let new = other.managed().filter(|it| one.resource(&it.address).is_none());
        let new: BTreeSet<String> = new.map(|it| it.address.to_string()).collect();
        // The active site's plan backs up the database; nothing of that is a change to the database.
        assert!(new.iter().all(|it| it.contains("backup")), "{site}: {new:?}");
        let locals = |stack: &Stack| stack.locals.iter().map(|it| format!("{it:?}")).collect::<Vec<_>>();
        let known: BTreeSet<String> = locals(other).into_iter().collect();
        assert!(locals(one).into_iter().all(|local| known.contains(&local)), "{site}");
    }
}

/// What the provider reads from a member in its other role must not be a change.
#[test]
fn both_members_ignore_their_replication_source() {
    let cloud = lower(&design()).cloud;
    for site in [PRIMARY, BACKUP] {
        let data = stack(&cloud, site, "data");
        assert_eq!(ignored(data, "aws_rds_cluster.main"), "engine_version, replication_source_identifier");
        assert_eq!(attribute(data, "aws_rds_cluster.main", "replication_source_identifier"), "none");
        assert_ne!(attribute(data, "aws_rds_cluster.main", "global_cluster_identifier"), "none");
    }
    assert_eq!(ignored(stack(&cloud, PRIMARY, "data"), "aws_rds_global_cluster.main"), "engine_version");
    // A cluster outside a global one has no source; its module also serves members, and Terraform allows no
    // conditions there.
    let alone = ignored(stack(&cloud, ALONE, "data"), "aws_rds_cluster.main");
    assert_eq!(alone, "engine_version, replication_source_identifier");
}

/// Created from its first cluster, a global cluster would name its source, and wait for resources that depend
/// on it.
#[test]
fn the_primarys_stack_creates_the_global_cluster_first() {
    let cloud = lower(&design()).cloud;
    let (primary, backup) = (stack(&cloud, PRIMARY, "data"), stack(&cloud, BACKUP, "data"));
    let global = "aws_rds_global_cluster.main";
    assert_eq!(attribute(primary, global, "source_db_cluster_identifier"), "none");
    assert_eq!(attribute(primary, global, "storage_encrypted"), "true");
    assert_eq!(attribute(primary, global, "deletion_protection"), "true");
    assert!(backup.find(global).is_none());
    for data in [primary, backup] {
        let joined = attribute(data, "aws_rds_cluster.main", "global_cluster_identifier");
        assert_eq!(joined, "<aws_rds_global_cluster.main.id>");
    }
    let imports = &link(&cloud).imports;
    assert_eq!(imports[backup.id.index()].get("peer_data"), Some(&primary.id));
    assert!(!imports[primary.id.index()].contains_key("peer_data"), "the primary waits for its backup");
}

/// Credentials and the database name are replicated with the storage; AWS rejects a secondary that sets its
/// own.
#[test]
fn a_secondary_has_its_own_key_and_no_credentials() {
    let cloud = lower(&design()).cloud;
    let backup = stack(&cloud, BACKUP, "data");
    let cluster = |name| attribute(backup, "aws_rds_cluster.main", name);
    for name in ["master_username", "master_password", "database_name", "final_snapshot_identifier"] {
        assert_eq!(cluster(name), "none", "{name}");
    }
    assert_eq!(cluster("source_region"), "eu-west-1");
    assert_eq!(cluster("kms_key_id"), "<aws_kms_key.database.arn>");
    assert_eq!(cluster("engine_version"), "<aws_rds_cluster.main.engine_version_actual>");
    assert_eq!(cluster("skip_final_snapshot"), "true");
    let key = backup.find("aws_rds_cluster.main").and_then(|it| it.body.get("kms_key_id"));
    let Some(Value::Reference(key)) = key else { panic!("a key") };
    assert_eq!(backup.target(key), Some(stack(&cloud, BACKUP, "base").id));
}

/// AWS: members of a global database must not have the same name, not even in different regions.
#[test]
fn members_of_a_global_database_have_names_of_their_own() {
    for (design, cloud) in examples::all() {
        for cell in &design.cells {
            let mut names = BTreeSet::new();
            for site in cell.sites() {
                let data = stack(cloud, &path(design, &design.sites[site]), "data");
                for cluster in kinds(data, "aws_rds_cluster") {
                    let name = shown(data, cluster.body.get("cluster_identifier"));
                    assert!(names.insert(name.clone()), "{name}");
                }
            }
        }
    }
}

/// A writer, a standby, and the readers: spread over as many zones as there are.
#[test]
fn instances_are_in_different_zones() {
    let design = design();
    let cloud = lower(&design).cloud;
    for site in &design.sites {
        let data = stack(&cloud, &path(&design, site), "data");
        let machines = machines(data);
        let wanted = 1 + u64::from(site.database.standby) + site.database.read_replicas;
        assert_eq!(machines.len() as u64, wanted, "{}", site.name);
        let zones: Vec<String> =
            machines.iter().map(|it| shown(data, it.body.get("availability_zone"))).collect();
        let apart = zones.iter().take(site.zones.len()).collect::<BTreeSet<_>>();
        assert_eq!(apart.len(), zones.len().min(site.zones.len()), "{}: {zones:?}", site.name);
        let tiers: Vec<String> =
            machines.iter().map(|it| shown(data, it.body.get("promotion_tier"))).collect();
        assert!(tiers.is_sorted(), "{tiers:?}");
        let days: BTreeSet<String> =
            machines.iter().map(|it| shown(data, it.body.get("preferred_maintenance_window"))).collect();
        assert_eq!(days.len(), machines.len().min(3), "{}: one machine is changed a day", site.name);
    }
    assert_eq!(machines(stack(&cloud, PRIMARY, "data")).len(), 3);
    assert_eq!(machines(stack(&cloud, BACKUP, "data")).len(), 2);
    // Development has no standby.
    assert_eq!(machines(stack(&cloud, STOPPED, "data")).len(), 1);
}

#[test]
fn a_cell_without_a_backup_has_no_global_cluster() {
    let cloud = lower(&design()).cloud;
    for site in [ALONE, STOPPED] {
        let data = stack(&cloud, site, "data");
        assert_eq!(kinds(data, "aws_rds_global_cluster").count(), 0, "{site}");
        for name in ["global_cluster_identifier", "source_region"] {
            assert_eq!(attribute(data, "aws_rds_cluster.main", name), "none", "{site}: {name}");
        }
        assert_eq!(attribute(data, "aws_rds_cluster.main", "database_name"), "saleor");
    }
}

#[test]
fn nothing_is_open_or_unencrypted() {
    let design = design();
    let cloud = lower(&design).cloud;
    for site in &design.sites {
        let data = stack(&cloud, &path(&design, site), "data");
        assert_eq!(attribute(data, "aws_rds_cluster.main", "storage_encrypted"), "true");
        assert_eq!(attribute(data, "aws_rds_cluster.main", "deletion_protection"), "true");
        assert_eq!(attribute(data, "aws_rds_cluster.main", "iam_database_authentication_enabled"), "true");
        assert_eq!(
            attribute(data, "aws_rds_cluster.main", "backup_retention_period").parse(),
            Ok(days(site))
        );
        for machine in machines(data) {
            assert_eq!(shown(data, machine.body.get("publicly_accessible")), "false");
            assert_eq!(shown(data, machine.body.get("monitoring_interval")), "60");
        }
        assert_eq!(kinds(data, "aws_db_instance").count(), 0);
    }
}

fn days(site: &Site) -> u64 {
    site.database.backup_retention.as_days()
}

#[test]
fn parameters_are_those_of_the_other_engine() {
    let cloud = lower(&design()).cloud;
    for site in [PRIMARY, BACKUP, ALONE, STOPPED] {
        let data = stack(&cloud, site, "data");
        let of = |address: &str| -> Vec<(String, String)> {
            let parameters = body(data, address).blocks("parameter");
            parameters.map(|it| (shown(data, it.get("name")), shown(data, it.get("value")))).collect()
        };
        let cluster = of("aws_rds_cluster_parameter_group.main");
        for (name, wanted) in [
            ("rds.force_ssl", "1"),
            ("timezone", "UTC"),
            ("log_statement", "ddl"),
            ("log_min_duration_statement", "-1"),
            ("log_min_error_statement", "panic"),
        ] {
            assert!(cluster.contains(&(name.to_owned(), wanted.to_owned())), "{site}: {name}");
        }
        let machines = of("aws_db_parameter_group.machines");
        assert_eq!(machines.len(), 1, "{machines:?}");
        assert_eq!(machines[0].0, "max_connections");
        for group in ["aws_rds_cluster_parameter_group.main", "aws_db_parameter_group.machines"] {
            assert_eq!(attribute(data, group, "family"), "aurora-postgresql17");
        }
    }
}

/// The writer endpoint follows the writer within a region. That of a secondary resolves to nothing until it
/// is promoted, so its queries go to the readers, which are all it has.
#[test]
fn queries_go_to_the_readers_and_writes_to_the_cluster() {
    let cloud = lower(&design()).cloud;
    for site in [PRIMARY, BACKUP, ALONE] {
        let data = stack(&cloud, site, "data");
        let url = |id: &str| {
            attribute(data, &format!("aws_secretsmanager_secret_version.{id}"), "secret_string_wo")
        };
        let tail = ":5432/saleor?sslmode=verify-full&sslrootcert=";
        assert!(
            url("database_application_url").contains(&format!("@<aws_rds_cluster.main.endpoint>{tail}")),
            "{site}"
        );
        let reader = format!("@<aws_rds_cluster.main.reader_endpoint>{tail}");
        assert!(url("database_read_only_url").contains(&reader), "{site}");
    }
}

#[test]
fn a_cluster_is_stopped_as_a_whole() {
    let cloud = lower(&design()).cloud;
    let data = stack(&cloud, STOPPED, "data");
    for what in ["start", "stop"] {
        let schedule = body(data, &format!("aws_scheduler_schedule.database_{what}"));
        let target = schedule.blocks("target").next().expect("a target");
        let call = format!("arn:aws:scheduler:::aws-sdk:rds:{what}DBCluster");
        assert_eq!(shown(data, target.get("arn")), call);
        assert!(format!("{:?}", target.get("input")).contains("DbClusterIdentifier"));
    }
    let policy = format!("{:?}", body(data, "aws_iam_role_policy.database_hours").get("policy"));
    assert!(policy.contains("rds:StopDBCluster") && policy.contains("aws_rds_cluster"), "{policy}");
    // A global database cannot be stopped.
    let design = design();
    assert!(design.sites.iter().all(|site| site.database.hours.is_none() || site.peer.is_none()));
}

/// The vault backs up the cluster's storage and not one of its instances.
#[test]
fn backups_are_of_the_cluster() {
    let cloud = lower(&design()).cloud;
    let selection = body(stack(&cloud, PRIMARY, "data"), "aws_backup_selection.main");
    let resources = shown(stack(&cloud, PRIMARY, "data"), selection.get("resources"));
    assert!(resources.contains("<aws_rds_cluster.main.arn>"), "{resources}");
    let plan = body(stack(&cloud, PRIMARY, "data"), "aws_backup_plan.main");
    let copies: Vec<_> = plan.blocks("rule").flat_map(|rule| rule.blocks("copy_action")).collect();
    let [copy] = copies.as_slice() else { panic!("one copy, and not {}", copies.len()) };
    let Some(Value::Reference(vault)) = copy.get("destination_vault_arn") else { panic!("a vault") };
    let target = stack(&cloud, PRIMARY, "data").target(vault);
    assert_eq!(target, Some(stack(&cloud, BACKUP, "base").id), "the vault of the follower's site");
    assert!(stack(&cloud, BACKUP, "data").find("aws_backup_plan.main").is_none());
}

/// In a cluster any instance may be the writer: an alarm on one of them would move the cell when another
/// takes over.
#[test]
fn the_cell_moves_when_nothing_writes_and_not_when_a_machine_is_lost() {
    let cloud = lower(&design()).cloud;
    let edge = stack(&cloud, PRIMARY, "edge");
    let gone = body(edge, "aws_cloudwatch_metric_alarm.database_gone");
    let Some(Value::Object(dimensions)) = gone.get("dimensions") else { panic!("no dimensions") };
    let by = shown(edge, dimensions.get("DBClusterIdentifier"));
    assert_eq!(by, "<aws_rds_cluster.main.cluster_identifier>");
    assert_eq!(shown(edge, dimensions.get("Role")), "WRITER");
}

#[test]
fn lag_is_counted_in_milliseconds() {
    let cloud = lower(&design()).cloud;
    for (site, alarm, metric, most) in [
        (PRIMARY, "readers_lag", "AuroraReplicaLagMaximum", "10000"),
        (BACKUP, "database_lag", "AuroraGlobalDBReplicationLag", "60000"),
        (ALONE, "readers_lag", "AuroraReplicaLagMaximum", "10000"),
    ] {
        let watched = stack(&cloud, site, "observability");
        let address = format!("aws_cloudwatch_metric_alarm.{alarm}");
        let text = format!("{:?}", body(watched, &address));
        assert!(text.contains(metric), "{site}: {text}");
        assert_eq!(attribute(watched, &address, "threshold"), most, "{site}");
    }
    let after = lower(&failed_over()).cloud;
    let old = stack(&after, PRIMARY, "observability");
    assert!(old.find("aws_cloudwatch_metric_alarm.database_lag").is_some());
}

/// A secondary with a lower `max_connections` than its primary could not carry the load after a failover.
#[test]
fn both_members_admit_as_many_connections() {
    let mut design = design();
    let backup = design.cells[CellId::new(0)].backup.expect("a backup");
    design.sites[backup].database.memory = Bytes::gib(2);
    let cloud = lower(&design).cloud;
    let most = |site| {
        let data = stack(&cloud, site, "data");
        let group = body(data, "aws_db_parameter_group.machines");
        let parameter = group.blocks("parameter").next().expect("a parameter");
        let local = data.locals.iter().find(|local| local.name == "database_connections");
        (shown(data, parameter.get("name")), local.map(|local| local.value.clone()))
    };
    assert_eq!(most(PRIMARY), most(BACKUP));
    assert_eq!(design.sites[backup].role, Role::Backup);
}
