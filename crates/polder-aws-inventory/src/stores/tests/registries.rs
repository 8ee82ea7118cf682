//! Repositories of images, logs and other stores.

use polder_cloud::{Document, Draft, body};
use polder_inventory::Inventory;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::{DataClass, Encryption, OnDeletion, Registry, Scanning, StoreKind};

use super::{copies, store};
use crate::test_graphs::{of_foreign, of_stack, of_stacks};

fn registry<'i>(inventory: &'i Inventory, name: &str) -> &'i Registry {
    match &store(inventory, name).kind {
        StoreKind::Registry(registry) => registry,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_registry_decides_about_scanning_where_it_says_something() {
    let inventory = of_stack(|s| {
        for name in ["api", "tools"] {
            s.resource(
                "aws_ecr_repository",
                name,
                body! {
                    name = format!("shop/{name}");
                    image_scanning_configuration {
                        scan_on_push = true;
                    }
                },
            );
        }
        s.resource(
            "aws_ecr_registry_scanning_configuration",
            "main",
            body! {
                scan_type = "ENHANCED";
                rule {
                    scan_frequency = "CONTINUOUS_SCAN";
                    repository_filter {
                        filter = "*/api";
                        filter_type = "WILDCARD";
                    }
                }
            },
        );
    });
    assert_eq!(registry(&inventory, "aws_ecr_repository.api").scanning, Known::Value(Scanning::Continuous));
    assert_eq!(registry(&inventory, "aws_ecr_repository.tools").scanning, Known::Value(Scanning::Never));
    assert_eq!(registry(&inventory, "aws_ecr_repository.api").immutable_tags, Known::Value(false));
}

#[test]
fn images_are_copied_to_the_repository_of_that_name_or_to_one_that_ecr_makes() {
    let inventory = of_stacks([
        (
            "eu-central-1",
            Box::new(|s| {
                for name in ["shop/api", "shop/web", "other/api"] {
                    s.resource("aws_ecr_repository", name.replace('/', "_"), body! { name = name; });
                }
                s.resource(
                    "aws_ecr_replication_configuration",
                    "main",
                    body! {
                        replication_configuration {
                            rule {
                                destination {
                                    region = "eu-west-1";
                                    registry_id = "111111111111";
                                }
                                repository_filter {
                                    filter = "shop/";
                                    filter_type = "PREFIX_MATCH";
                                }
                            }
                        }
                    },
                );
            }),
        ),
        (
            "eu-west-1",
            Box::new(|s| {
                s.resource("aws_ecr_repository", "copy", body! { name = "shop/api"; });
            }),
        ),
    ]);
    let made = "aws_ecr_replication_configuration.main#shop/web in eu-west-1";
    assert_eq!(
        copies(&inventory),
        [
            "Images: aws_ecr_repository.shop_api -> aws_ecr_repository.copy".to_owned(),
            format!("Images: aws_ecr_repository.shop_web -> {made}"),
        ]
    );
    assert_eq!(store(&inventory, made).encryption, Encryption::ServiceOwned);
}

#[test]
fn what_is_deleted_is_said_in_the_words_of_the_policy() {
    let inventory = of_stack(|s| {
        let api = s.resource(
            "aws_ecr_repository",
            "api",
            body! {
                name = "api";
                force_delete = true;
            },
        );
        s.resource(
            "aws_ecr_lifecycle_policy",
            "api",
            body! {
                repository = api.name();
                policy = Document::Json(body! {
                    rules = vec![body! {
                        rulePriority = 1;
                        selection = {
                            tagStatus = "tagged";
                            tagPatternList = vec!["v*"];
                            countType = "imageCountMoreThan";
                            countNumber = 10;
                        };
                        action = { type = "expire"; };
                    }];
                });
            },
        );
    });
    let expiry = Set::from(["1 tagged imageCountMoreThan 10 v*".into()]);
    assert_eq!(registry(&inventory, "aws_ecr_repository.api").lifecycle, Known::Value(expiry));
    let store = store(&inventory, "aws_ecr_repository.api");
    assert_eq!(store.on_deletion, Known::Value(OnDeletion::Deleted));
    assert_eq!(store.data_classes, Known::Value(Set::from([DataClass::Operational])));
}

#[test]
fn logs_are_kept_for_ever_unless_a_time_is_set() {
    let retention = |days: Option<u32>| {
        let inventory = of_stack(|s| {
            s.resource("aws_cloudwatch_log_group", "x", body! { retention_in_days = days; });
        });
        match &store(&inventory, "aws_cloudwatch_log_group.x").kind {
            StoreKind::LogStore(logs) => logs.retention,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((retention(None), retention(Some(0))), (Known::Value(None), Known::Value(None)));
    assert_eq!(retention(Some(30)), Known::Value(Some(polder_units::Duration::days(30))));
}

#[test]
fn classes_of_data_are_words_of_one_tag() {
    let classes = |tag: &'static str| {
        let inventory = of_stack(|s| {
            s.resource("aws_sns_topic", "x", body! { tags_all = { "data-class" = tag; }; });
        });
        store(&inventory, "aws_sns_topic.x").data_classes.clone()
    };
    let two = Set::from([DataClass::Personal, DataClass::Other("health".into())]);
    assert_eq!(classes("personal  health"), Known::Value(two));
    assert_eq!(classes(""), Known::Value(Set::default()));
}

#[test]
fn edge_values_are_in_no_region() {
    let write = |s: &Draft| {
        s.resource("aws_cloudfront_key_value_store", "switches", body! { name = "switches"; });
    };
    let inventory = of_stack(write);
    let (id, store) = inventory.stores.stores.iter().next().expect("a store");
    assert_eq!(crate::test_graphs::region(&inventory, id), None);
    assert_eq!(store.data_classes, Known::Value(Set::from([DataClass::Operational])));
    // Nobody says what others write into it.
    let foreign = of_foreign(write);
    let store = foreign.stores.stores.values().next().expect("a store");
    assert_eq!(store.data_classes, Known::Unknown(Reason::NotGiven));
}
