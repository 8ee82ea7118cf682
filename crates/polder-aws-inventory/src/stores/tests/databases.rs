//! Databases, their replicas, instances and parameters.

use polder_cloud::{body, list};
use polder_inventory::Inventory;
use polder_inventory::model::{Decimal, Known, Link, Reason};
use polder_inventory::networks::TlsVersion;
use polder_inventory::observability::LogKind;
use polder_inventory::stores::{
    AdministratorSecret, Database, Encryption, NodeRole, OnDeletion, StoreKind, StoreNode,
};
use polder_units::{Bytes, Duration};

use super::{copies, store};
use crate::test_graphs::{address, at, of_foreign, of_stack};

fn database<'i>(inventory: &'i Inventory, name: &str) -> &'i Database {
    match &store(inventory, name).kind {
        StoreKind::Database(database) => database,
        other => panic!("{other:?}"),
    }
}

fn node<'i>(inventory: &'i Inventory, name: &str) -> &'i StoreNode {
    at(inventory, &inventory.stores.store_nodes, name)
}

#[test]
fn what_is_left_out_has_the_defaults_of_rds() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_db_instance",
            "main",
            body! {
                identifier = "shop";
                engine = "mysql";
                engine_version = "8.0.39";
                instance_class = "db.t4g.small";
                allocated_storage = 20;
            },
        );
    });
    let store = store(&inventory, "aws_db_instance.main");
    assert_eq!((store.encryption, &store.automated_backups), (Encryption::None, &None));
    assert_eq!(store.on_deletion, Known::Value(OnDeletion::FinalSnapshot));
    assert_eq!(
        (&store.deletion_protected, &store.transit.required),
        (&Known::Value(false), &Known::Value(false))
    );
    let database = database(&inventory, "aws_db_instance.main");
    assert_eq!((&database.port, &database.storage_class), (&Known::Value(3306), &Known::Value("gp2".into())));
    assert_eq!((&database.multi_zone, &database.storage_max), (&Known::Value(false), &Known::Value(None)));
    assert_eq!(database.storage, Known::Value(Some(Bytes::gib(20))));
    assert_eq!(database.insights, None);
    assert_eq!(inventory.stores.store_nodes.len(), 1);
    assert_eq!(node(&inventory, "aws_db_instance.main#machine").role, NodeRole::Writer);
}

#[test]
fn a_restored_database_is_encrypted_if_its_source_was() {
    let of = |encrypted: Option<bool>| {
        let inventory = of_stack(|s| {
            let mut body = body! {
                identifier = "shop";
                engine = "mysql";
                instance_class = "db.t4g.small";
                snapshot_identifier = "before";
            };
            if let Some(encrypted) = encrypted {
                body.set(None, "storage_encrypted", encrypted);
            }
            s.resource("aws_db_instance", "main", body);
        });
        store(&inventory, "aws_db_instance.main").encryption
    };
    assert_eq!(of(None), Encryption::Unknown(Reason::AfterApply));
    assert_eq!(of(Some(true)), Encryption::ProviderManaged);
}

/// A PostgreSQL database of this version with these parameters.
fn tls(
    version: &'static str,
    parameters: &[(&'static str, &'static str)],
) -> (Known<bool>, Known<Option<TlsVersion>>) {
    let inventory = of_stack(|s| {
        let group = s.resource(
            "aws_db_parameter_group",
            "main",
            body! {
                for (name, value) in parameters.iter().copied() => parameter {
                    name = name;
                    value = value;
                }
            },
        );
        s.resource(
            "aws_db_instance",
            "main",
            body! {
                engine = "postgres";
                engine_version = version;
                parameter_group_name = group.name();
            },
        );
    });
    let transit = &store(&inventory, "aws_db_instance.main").transit;
    (transit.required, transit.minimum)
}

#[test]
fn connections_in_the_clear_depend_on_the_parameter_and_without_it_on_the_version() {
    let (yes, no) = (Known::Value(true), Known::Value(false));
    assert_eq!(tls("14", &[]).0, no);
    assert_eq!(tls("15.4", &[]).0, yes);
    assert_eq!(tls("14", &[("rds.force_ssl", "1")]).0, yes);
    assert_eq!(tls("16", &[("rds.force_ssl", "0")]).0, no);
    assert_eq!(tls("16", &[("rds.force_ssl", "maybe")]).0, Known::Unknown(Reason::NotUnderstood));
    assert_eq!(tls("16", &[]).1, Known::Value(Some(TlsVersion::Tls12)));
    let newest = [("ssl_min_protocol_version", "TLSv1.3")];
    assert_eq!(tls("16", &newest).1, Known::Value(Some(TlsVersion::Tls13)));
}

#[test]
fn parameters_of_a_group_that_is_not_in_the_estate_are_not_known() {
    let required = |group: &'static str| {
        let inventory = of_stack(|s| {
            s.resource(
                "aws_db_instance",
                "main",
                body! {
                    engine = "postgres";
                    engine_version = "16";
                    parameter_group_name = group;
                },
            );
        });
        store(&inventory, "aws_db_instance.main").transit.required
    };
    assert_eq!(required("default.postgres16"), Known::Value(true));
    assert_eq!(required("of-another-team"), Known::Unknown(Reason::Elsewhere));
}

#[test]
fn a_copy_in_the_same_region_has_the_key_engine_and_storage_of_its_source() {
    let inventory = of_stack(|s| {
        let secret = s.resource("aws_secretsmanager_secret", "master", body! { name = "master"; });
        let version =
            s.data("aws_secretsmanager_secret_version", "master", body! { secret_id = secret.arn(); });
        let main = s.resource(
            "aws_db_instance",
            "main",
            body! {
                identifier = "shop";
                engine = "postgres";
                engine_version = "16";
                allocated_storage = 30;
                storage_encrypted = true;
                multi_az = true;
                backup_retention_period = 35;
                delete_automated_backups = false;
                password = version.get("secret_string");
            },
        );
        s.resource(
            "aws_db_instance",
            "reader",
            body! {
                replicate_source_db = main.get("identifier");
                storage_encrypted = true;
            },
        );
    });
    assert_eq!(copies(&inventory), ["ReadReplica: aws_db_instance.main -> aws_db_instance.reader"]);
    let reader = store(&inventory, "aws_db_instance.reader");
    assert_eq!(
        (reader.encryption, &reader.on_deletion),
        (Encryption::ProviderManaged, &Known::Value(OnDeletion::Deleted))
    );
    let copy = database(&inventory, "aws_db_instance.reader");
    assert_eq!(
        (&copy.engine, &copy.version),
        (&Known::Value("postgresql".into()), &Known::Value("16".into()))
    );
    assert_eq!(
        (&copy.storage, copy.administrator),
        (&Known::Value(Some(Bytes::gib(30))), AdministratorSecret::OfSource)
    );
    assert_eq!(node(&inventory, "aws_db_instance.reader#machine").role, NodeRole::Reader);
    assert_eq!(node(&inventory, "aws_db_instance.main#standby").role, NodeRole::Standby);
    let AdministratorSecret::Secret(Link::To(secret)) =
        database(&inventory, "aws_db_instance.main").administrator
    else {
        panic!("a secret")
    };
    assert_eq!(address(&inventory, secret), "aws_secretsmanager_secret.master");
    let backups = store(&inventory, "aws_db_instance.main").automated_backups.as_ref().expect("backups");
    assert_eq!(
        (&backups.retention, &backups.survive_deletion),
        (&Known::Value(Duration::days(35)), &Known::Value(true))
    );
}

#[test]
fn in_a_state_a_copy_names_its_source_by_a_text() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_db_instance",
            "main",
            body! {
                id = "db-ABC";
                identifier = "shop";
                engine = "postgres";
                replicate_source_db = "";
            },
        );
        s.resource(
            "aws_db_instance",
            "reader",
            body! {
                id = "db-DEF";
                identifier = "shop-reader";
                engine = "postgres";
                replicate_source_db = "arn:aws:rds:eu-central-1:111111111111:db:shop";
            },
        );
    });
    assert_eq!(copies(&inventory), ["ReadReplica: aws_db_instance.main -> aws_db_instance.reader"]);
    assert_eq!(node(&inventory, "aws_db_instance.main#machine").role, NodeRole::Writer);
}

#[test]
fn databases_that_copy_each_other_come_to_an_end() {
    let inventory = of_foreign(|s| {
        for (name, other) in [("one", "two"), ("two", "one")] {
            s.resource(
                "aws_db_instance",
                name,
                body! {
                    identifier = name;
                    replicate_source_db = other;
                },
            );
        }
    });
    assert_eq!(database(&inventory, "aws_db_instance.one").engine, Known::Unknown(Reason::AfterApply));
}

#[test]
fn logs_go_to_the_group_of_the_name_that_rds_writes_to() {
    let inventory = of_stack(|s| {
        s.resource("aws_cloudwatch_log_group", "db", body! { name = "/aws/rds/instance/shop/postgresql"; });
        s.resource(
            "aws_db_instance",
            "main",
            body! {
                identifier = "shop";
                engine = "postgres";
                enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"];
            },
        );
    });
    let routes = inventory.observability.log_routes.values();
    let routes: Vec<_> =
        routes.map(|it| (it.kind.clone(), it.to.id().map(|to| address(&inventory, to)))).collect();
    assert_eq!(
        routes,
        [(LogKind::Engine, Some("aws_cloudwatch_log_group.db".to_owned())), (LogKind::Engine, None)]
    );
}

#[test]
fn the_machine_that_is_promoted_first_takes_writes() {
    let inventory = of_stack(|s| {
        let cluster = s.resource(
            "aws_rds_cluster",
            "first",
            body! {
                engine = "aurora-postgresql";
                engine_version = "16.4";
                manage_master_user_password = true;
                serverlessv2_scaling_configuration {
                    min_capacity = polder_cloud::Value::Decimal("0.5".into());
                    max_capacity = 8;
                }
            },
        );
        for (name, tier, zone) in [("a", 2, "a"), ("b", 1, "b"), ("c", 1, "a")] {
            s.resource(
                "aws_rds_cluster_instance",
                name,
                body! {
                    cluster_identifier = cluster.id();
                    instance_class = if name == "c" { "db.serverless" } else { "db.r6g.large" };
                    promotion_tier = tier;
                    availability_zone = format!("eu-central-1{zone}");
                },
            );
        }
    });
    let role = |name: &str| node(&inventory, &format!("aws_rds_cluster_instance.{name}")).role;
    assert_eq!((role("a"), role("b"), role("c")), (NodeRole::Reader, NodeRole::Writer, NodeRole::Reader));
    let cluster = database(&inventory, "aws_rds_cluster.first");
    assert_eq!(
        (&cluster.multi_zone, cluster.administrator),
        (&Known::Value(true), AdministratorSecret::Managed)
    );
    assert_eq!(
        (&cluster.storage, &cluster.storage_class),
        (&Known::Value(None), &Known::Value("aurora".into()))
    );
    // PostgreSQL 16 of Aurora, unlike that of RDS, accepts unencrypted connections by default.
    assert_eq!(store(&inventory, "aws_rds_cluster.first").transit.required, Known::Value(false));
    let serverless = node(&inventory, "aws_rds_cluster_instance.c");
    let capacity = serverless.capacity.expect("a capacity");
    assert_eq!(capacity.min, Known::Value(Decimal { millionths: 500_000 }));
    assert_eq!(
        (&serverless.class, &capacity.max),
        (&Known::Value(None), &Known::Value(Decimal { millionths: 8_000_000 }))
    );
}

#[test]
fn clusters_without_an_administrator_follow_the_one_that_has_one() {
    let inventory = of_stack(|s| {
        let global = s.resource("aws_rds_global_cluster", "main", body! { engine = "aurora-postgresql"; });
        for (name, user) in [("second", None), ("first", Some("shop")), ("third", None)] {
            s.resource(
                "aws_rds_cluster",
                name,
                body! {
                    global_cluster_identifier = global.id();
                    master_username = user.map(polder_cloud::Value::from);
                },
            );
        }
    });
    assert_eq!(
        copies(&inventory),
        [
            "GlobalDatabase: aws_rds_cluster.first -> aws_rds_cluster.second",
            "GlobalDatabase: aws_rds_cluster.first -> aws_rds_cluster.third",
        ]
    );
    assert_eq!(database(&inventory, "aws_rds_cluster.second").engine, Known::Value("postgresql".into()));
}

#[test]
fn a_cluster_of_rds_has_three_machines() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_rds_cluster",
            "main",
            body! {
                engine = "postgres";
                engine_version = "16";
                db_cluster_instance_class = "db.m6gd.large";
                allocated_storage = 100;
                storage_type = "io1";
                iops = 1000;
            },
        );
    });
    let nodes = inventory.stores.store_nodes.values();
    let nodes: Vec<_> = nodes.map(|it| (it.role, it.count)).collect();
    assert_eq!(nodes, [(NodeRole::Writer, Known::Value(1)), (NodeRole::Reader, Known::Value(2))]);
    let database = database(&inventory, "aws_rds_cluster.main");
    assert_eq!(
        (&database.multi_zone, &database.storage_iops),
        (&Known::Value(true), &Known::Value(Some(1000)))
    );
    let backups = store(&inventory, "aws_rds_cluster.main").automated_backups.as_ref().expect("a day");
    assert_eq!(backups.retention, Known::Value(Duration::days(1)));
}

#[test]
fn a_snapshot_has_the_key_and_classes_of_its_database_and_names_who_may_use_it() {
    let inventory = of_stack(|s| {
        let main = s.resource(
            "aws_db_instance",
            "main",
            body! {
                identifier = "shop";
                engine = "postgres";
                storage_encrypted = true;
                tags = { "data-class" = "personal"; };
            },
        );
        s.resource(
            "aws_db_snapshot",
            "last",
            body! {
                db_instance_identifier = main.get("identifier");
                db_snapshot_identifier = "last";
                shared_accounts = list!["222222222222"];
            },
        );
    });
    let snapshot = store(&inventory, "aws_db_snapshot.last");
    assert_eq!(snapshot.encryption, Encryption::ProviderManaged);
    assert_eq!(snapshot.data_classes, store(&inventory, "aws_db_instance.main").data_classes);
    let StoreKind::Snapshot { of: Link::To(of), shared_with: Known::Value(shared) } = &snapshot.kind else {
        panic!("{snapshot:?}")
    };
    assert_eq!(
        (address(&inventory, *of).as_str(), &shared[..]),
        ("aws_db_instance.main", &["222222222222".into()][..])
    );
}

#[test]
fn document_databases_accept_old_versions_of_tls_unless_a_parameter_group_says_otherwise() {
    let inventory = of_stack(|s| {
        s.resource("aws_docdb_cluster", "plain", body! { cluster_identifier = "plain"; });
        s.resource(
            "aws_docdb_cluster",
            "own",
            body! {
                cluster_identifier = "own";
                db_cluster_parameter_group_name = "own";
            },
        );
    });
    let transit = |name: &str| store(&inventory, name).transit.clone();
    let plain = transit("aws_docdb_cluster.plain");
    assert_eq!(plain.required, Known::Value(true));
    assert_eq!(plain.minimum, Known::Value(Some(TlsVersion::Tls10)));
    let own = transit("aws_docdb_cluster.own");
    // A group that is not in the estate.
    assert_eq!(own.required, Known::Unknown(Reason::Elsewhere));
    assert_eq!(own.minimum, Known::Unknown(Reason::Elsewhere));
}
