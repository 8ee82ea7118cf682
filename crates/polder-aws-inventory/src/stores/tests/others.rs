//! Encryption of stores of other services, and of disks, as small plans of others show it.

use polder_cloud::{Body, body, list};
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::Encryption::{self, None as Plain, ProviderManaged, ServiceOwned, Unknown};

use super::store;
use crate::test_graphs::of_foreign;

fn encryption(kind: &'static str, body: Body) -> Encryption {
    let all = of_foreign(move |s| drop(s.resource(kind, "x", body)));
    store(&all, &format!("{kind}.x")).encryption
}

#[test]
fn stores_with_a_switch_are_in_the_clear_until_it_is_on() {
    for kind in ["aws_dax_cluster", "aws_kinesis_firehose_delivery_stream"] {
        assert_eq!(encryption(kind, body! {}), Plain, "{kind}");
        let off = body! { server_side_encryption { enabled = false; } };
        assert_eq!(encryption(kind, off), Plain, "{kind}");
        let on = body! { server_side_encryption { enabled = true; } };
        assert_eq!(encryption(kind, on), ProviderManaged, "{kind}");
    }
    assert_eq!(encryption("aws_appsync_api_cache", body! {}), Plain);
    let on = body! { at_rest_encryption_enabled = true; };
    assert_eq!(encryption("aws_appsync_api_cache", on), ProviderManaged);
    // Both volumes of a desktop.
    let one = body! { root_volume_encryption_enabled = true; };
    assert_eq!(encryption("aws_workspaces_workspace", one), Plain);
    let both = body! { root_volume_encryption_enabled = true; user_volume_encryption_enabled = true; };
    assert_eq!(encryption("aws_workspaces_workspace", both), ProviderManaged);
}

#[test]
fn stores_that_are_always_encrypted_say_whose_key_it_is() {
    for kind in ["aws_kinesis_video_stream", "aws_timestreamwrite_database", "aws_fsx_windows_file_system"] {
        assert_eq!(encryption(kind, body! {}), ProviderManaged, "{kind}");
    }
    for kind in ["aws_qldb_ledger", "aws_keyspaces_table", "aws_redshiftserverless_namespace"] {
        assert_eq!(encryption(kind, body! {}), ServiceOwned, "{kind}");
    }
}

#[test]
fn a_delivery_stream_that_reads_from_a_stream_keeps_nothing() {
    let all = of_foreign(|s| {
        let from = body! { kinesis_source_configuration { role_arn = "r"; } };
        s.resource("aws_kinesis_firehose_delivery_stream", "x", from);
    });
    assert_eq!(all.stores.stores.len(), 0);
}

#[test]
fn images_are_encrypted_as_their_volumes_and_copies_if_they_say_so() {
    let plain = body! { ebs_block_device { encrypted = false; snapshot_id = "snap-1"; } };
    assert_eq!(encryption("aws_ami", plain), Unknown(Reason::Elsewhere));
    let sealed = body! { ebs_block_device { encrypted = true; } };
    assert_eq!(encryption("aws_ami", sealed), ProviderManaged);
    assert_eq!(encryption("aws_ami_copy", body! { encrypted = true; }), ProviderManaged);
    assert_eq!(encryption("aws_ami_copy", body! {}), Unknown(Reason::Elsewhere));
}

#[test]
fn snapshots_of_clusters_are_encrypted_as_their_cluster() {
    for (cluster, snapshot) in [
        ("aws_docdb_cluster", "aws_docdb_cluster_snapshot"),
        ("aws_neptune_cluster", "aws_neptune_cluster_snapshot"),
    ] {
        let all = of_foreign(|s| {
            let of = s.resource(cluster, "c", body! { storage_encrypted = true; });
            s.resource(snapshot, "x", body! { db_cluster_identifier = of.id(); });
        });
        assert_eq!(store(&all, &format!("{snapshot}.x")).encryption, ProviderManaged);
    }
}

#[test]
fn parameter_groups_decide_whether_clusters_require_tls() {
    let required = |value: &'static str| {
        let all = of_foreign(|s| {
            let parameter = body! { name = "p"; parameter { name = "require_ssl"; value = value; } };
            let group = s.resource("aws_redshift_parameter_group", "p", parameter);
            s.resource(
                "aws_redshift_cluster",
                "x",
                body! { cluster_parameter_group_name = group.get("name"); },
            );
            let parameter = body! { name = "d"; parameter { name = "tls"; value = value; } };
            let group = s.resource("aws_docdb_cluster_parameter_group", "d", parameter);
            s.resource(
                "aws_docdb_cluster",
                "x",
                body! { db_cluster_parameter_group_name = group.get("name"); },
            );
        });
        ["aws_redshift_cluster.x", "aws_docdb_cluster.x"].map(|it| store(&all, it).transit.required)
    };
    assert_eq!(required("true"), [Known::Value(true), Known::Unknown(Reason::NotUnderstood)]);
    assert_eq!(required("false")[0], Known::Value(false));
    assert_eq!(required("disabled"), [Known::Value(false); 2]);
    assert_eq!(required("enabled")[1], Known::Value(true));
    assert_eq!(required("tls1.2+")[1], Known::Value(true));
}

#[test]
fn groups_of_nodes_without_a_template_have_a_disk_that_is_encrypted_as_the_account_says() {
    let all = of_foreign(|s| {
        s.resource("aws_ebs_encryption_by_default", "on", body! { enabled = true; });
        s.resource("aws_eks_node_group", "n", body! { cluster_name = "k"; subnet_ids = list!["subnet-1"]; });
    });
    let pool = all.compute.machine_pools.values().next().expect("a pool");
    assert_eq!(pool.disks.first().expect("a disk").encryption, ProviderManaged);
}
