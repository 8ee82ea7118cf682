//! Tables and their replicas.

use polder_cloud::body;
use polder_inventory::model::Known;
use polder_inventory::stores::{Encryption, OnDeletion, StoreKind, Throughput};
use polder_units::Duration;

use super::{copies, store};
use crate::test_graphs::{of_stack, of_stacks, region};

#[test]
fn a_table_that_says_little_has_no_way_back() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_dynamodb_table",
            "events",
            body! {
                name = "events";
                hash_key = "id";
                range_key = "at";
                read_capacity = 5;
                write_capacity = 2;
            },
        );
    });
    let store = store(&inventory, "aws_dynamodb_table.events");
    assert_eq!(
        (store.encryption, &store.on_deletion),
        (Encryption::ServiceOwned, &Known::Value(OnDeletion::Deleted))
    );
    assert_eq!(store.automated_backups, None);
    let StoreKind::Table(table) = &store.kind else { panic!("{store:?}") };
    assert_eq!(table.throughput, Throughput::Provisioned { read: Known::Value(5), write: Known::Value(2) });
    let Known::Value(keys) = &table.keys else { panic!("keys") };
    assert_eq!(keys.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["id", "at"]);
    assert_eq!((&table.ttl_attribute, &table.stream), (&Known::Value(None), &Known::Value(None)));
}

#[test]
fn each_replica_is_in_its_region_and_replicates_to_all_others() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_dynamodb_table",
            "events",
            body! {
                name = "events";
                billing_mode = "PAY_PER_REQUEST";
                stream_enabled = true;
                server_side_encryption {
                    enabled = true;
                }
                point_in_time_recovery {
                    enabled = true;
                }
                replica {
                    region_name = "eu-west-1";
                    point_in_time_recovery = true;
                }
                replica {
                    region_name = "eu-west-3";
                }
            },
        );
    });
    assert_eq!(copies(&inventory).len(), 6);
    assert!(copies(&inventory).contains(
        &"GlobalTable: aws_dynamodb_table.events#replica.eu-west-3 -> aws_dynamodb_table.events#replica.eu-west-1".into()
    ));
    let regions = inventory.stores.stores.iter().map(|(id, _)| region(&inventory, id).expect("a region"));
    assert_eq!(regions.collect::<Vec<_>>(), ["eu-central-1", "eu-west-1", "eu-west-3"]);
    let recoverable = Known::Value(OnDeletion::Recoverable(Duration::days(35)));
    assert_eq!(store(&inventory, "aws_dynamodb_table.events#replica.eu-west-1").on_deletion, recoverable);
    let third = store(&inventory, "aws_dynamodb_table.events#replica.eu-west-3");
    assert_eq!(
        (&third.on_deletion, third.encryption),
        (&Known::Value(OnDeletion::Deleted), Encryption::ProviderManaged)
    );
}

#[test]
fn a_copy_that_is_a_resource_of_its_own_is_like_its_table() {
    let table = std::cell::RefCell::new(None);
    let inventory = of_stacks([
        (
            "eu-central-1",
            Box::new(|s| {
                let made = s.resource(
                    "aws_dynamodb_table",
                    "events",
                    body! {
                        name = "events";
                        billing_mode = "PAY_PER_REQUEST";
                        tags = { "data-class" = "personal, commercial"; };
                    },
                );
                *table.borrow_mut() = Some(made.arn());
            }),
        ),
        (
            "eu-west-1",
            Box::new(|s| {
                let table = table.borrow().clone();
                s.resource("aws_dynamodb_table_replica", "here", body! { global_table_arn = table; });
            }),
        ),
    ]);
    let copy = store(&inventory, "aws_dynamodb_table_replica.here");
    assert_eq!(copy.data_classes, store(&inventory, "aws_dynamodb_table.events").data_classes);
    assert_eq!(
        copies(&inventory),
        [
            "GlobalTable: aws_dynamodb_table.events -> aws_dynamodb_table_replica.here",
            "GlobalTable: aws_dynamodb_table_replica.here -> aws_dynamodb_table.events",
        ]
    );
}
