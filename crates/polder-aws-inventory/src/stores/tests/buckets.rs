//! Buckets that are configured by separate resources, by their own blocks, or by defaults.

use polder_cloud::{Draft, body};
use polder_inventory::Inventory;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::LogKind;
use polder_inventory::stores::{
    Bucket, Encryption, LifecycleEffect, LockMode, OnDeletion, PublicAccessBlock, StoreKind,
};
use polder_units::Duration;

use super::{copies, store};
use crate::test_graphs::{address, of_foreign, of_stack};

const ALL: PublicAccessBlock = PublicAccessBlock {
    rejects_public_acls: true,
    ignores_public_acls: true,
    rejects_public_policies: true,
    restricts_public_policies: true,
};

fn bucket<'i>(inventory: &'i Inventory, name: &str) -> &'i Bucket {
    match &store(inventory, name).kind {
        StoreKind::Bucket(bucket) => bucket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_bucket_has_the_defaults_of_new_buckets() {
    let inventory = of_stack(|s| {
        s.resource("aws_s3_bucket", "media", body! { bucket = "shop-media"; });
    });
    let store = store(&inventory, "aws_s3_bucket.media");
    assert_eq!(store.name, Known::Value(Some("shop-media".into())));
    assert_eq!(
        (store.encryption, &store.on_deletion),
        (Encryption::ServiceOwned, &Known::Value(OnDeletion::RefusedUnlessEmpty))
    );
    assert_eq!(store.data_classes, Known::Unknown(Reason::NotGiven));
    let bucket = bucket(&inventory, "aws_s3_bucket.media");
    assert_eq!((&bucket.versioned, &bucket.public_access), (&Known::Value(false), &Known::Value(ALL)));
    assert_eq!((&bucket.acls_enabled, &bucket.lock), (&Known::Value(false), &None));
}

#[test]
fn of_an_older_bucket_nothing_is_known_that_is_not_said() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_s3_bucket",
            "media",
            body! {
                id = "shop-media";
                bucket = "shop-media";
            },
        );
    });
    let bucket = bucket(&inventory, "aws_s3_bucket.media");
    assert_eq!(bucket.public_access, Known::Unknown(Reason::Elsewhere));
    assert_eq!(bucket.acls_enabled, Known::Unknown(Reason::Elsewhere));
}

/// All resources that configure a bucket, which they refer to by `name`.
fn satellites(s: &Draft, name: &polder_cloud::Value) {
    s.resource(
        "aws_s3_bucket_versioning",
        "media",
        body! {
            bucket = name;
            versioning_configuration {
                status = "Enabled";
                mfa_delete = "Enabled";
            }
        },
    );
    s.resource(
        "aws_s3_bucket_public_access_block",
        "media",
        body! {
            bucket = name;
            block_public_acls = true;
            block_public_policy = true;
        },
    );
    s.resource(
        "aws_s3_bucket_ownership_controls",
        "media",
        body! {
            bucket = name;
            rule {
                object_ownership = "ObjectWriter";
            }
        },
    );
    s.resource(
        "aws_s3_bucket_server_side_encryption_configuration",
        "media",
        body! {
            bucket = name;
            rule {
                bucket_key_enabled = true;
                apply_server_side_encryption_by_default {
                    sse_algorithm = "aws:kms";
                }
            }
        },
    );
    s.resource(
        "aws_s3_bucket_object_lock_configuration",
        "media",
        body! {
            bucket = name;
            rule {
                default_retention {
                    mode = "COMPLIANCE";
                    years = 1;
                }
            }
        },
    );
}

fn changed(inventory: &Inventory) {
    let store = store(inventory, "aws_s3_bucket.media");
    assert_eq!(store.encryption, Encryption::ProviderManaged);
    let bucket = bucket(inventory, "aws_s3_bucket.media");
    assert_eq!((&bucket.versioned, &bucket.mfa_delete), (&Known::Value(true), &Known::Value(true)));
    let block = PublicAccessBlock { ignores_public_acls: false, restricts_public_policies: false, ..ALL };
    assert_eq!((&bucket.public_access, &bucket.acls_enabled), (&Known::Value(block), &Known::Value(true)));
    assert_eq!(bucket.bucket_level_key, Known::Value(true));
    let lock = bucket.lock.as_ref().expect("a lock");
    assert_eq!(lock.mode, Known::Value(LockMode::Compliance));
    assert_eq!(lock.retention, Known::Value(Some(Duration::days(365))));
    let contributions = inventory.coverage.contributions.values();
    let from: Vec<String> =
        contributions.map(|it| inventory.sources[it.source].address.to_string()).collect();
    assert_eq!(from.len(), 5, "{from:?}");
}

#[test]
fn resources_of_their_own_change_the_bucket_that_they_refer_to() {
    changed(&of_stack(|s| {
        let bucket = s.resource("aws_s3_bucket", "media", body! { bucket = "shop-media"; });
        satellites(s, &bucket.id());
    }));
}

#[test]
fn so_do_they_in_a_state_where_all_of_them_have_the_name_of_the_bucket_as_id() {
    changed(&of_foreign(|s| {
        satellites(s, &"shop-media".into());
        s.resource(
            "aws_s3_bucket",
            "media",
            body! {
                id = "shop-media";
                bucket = "shop-media";
            },
        );
    }));
}

#[test]
fn one_that_names_no_bucket_of_the_estate_is_a_blind_spot() {
    let inventory = of_stack(|s| satellites(s, &"somebody-elses".into()));
    let spots = inventory.coverage.blind_spots.values();
    let attributes: Vec<_> = spots.map(|it| (it.attribute.as_deref(), it.reason)).collect();
    assert_eq!(attributes, [(Some("bucket"), Reason::Elsewhere); 5]);
}

#[test]
fn blocks_inside_a_bucket_say_the_same() {
    let inventory = of_stack(|s| {
        let logs = s.resource("aws_s3_bucket", "logs", body! { bucket = "shop-logs"; });
        s.resource(
            "aws_s3_bucket",
            "media",
            body! {
                bucket = "shop-media";
                force_destroy = true;
                versioning {
                    enabled = true;
                }
                server_side_encryption_configuration {
                    rule {
                        apply_server_side_encryption_by_default {
                            sse_algorithm = "AES256";
                        }
                    }
                }
                logging {
                    target_bucket = logs.id();
                    target_prefix = "media/";
                }
                lifecycle_rule {
                    enabled = true;
                    prefix = "tmp/";
                    expiration {
                        days = 7;
                    }
                    noncurrent_version_expiration {
                        days = 30;
                    }
                    transition {
                        days = 3;
                        storage_class = "STANDARD_IA";
                    }
                }
                website {
                    index_document = "index.html";
                }
            },
        );
    });
    let store = store(&inventory, "aws_s3_bucket.media");
    assert_eq!(
        (store.encryption, &store.on_deletion),
        (Encryption::ServiceOwned, &Known::Value(OnDeletion::Deleted))
    );
    let bucket = bucket(&inventory, "aws_s3_bucket.media");
    assert_eq!((&bucket.versioned, &bucket.website), (&Known::Value(true), &Known::Value(true)));
    let Known::Value(rules) = &bucket.lifecycle else { panic!("rules") };
    let said: Vec<_> = rules.iter().map(|it| (it.effect.clone(), it.after, it.enabled)).collect();
    let days = |days| Known::Value(Duration::days(days));
    let on = Known::Value(true);
    assert_eq!(
        said,
        [
            (LifecycleEffect::Expire, days(7), on),
            (LifecycleEffect::ExpireNoncurrent, days(30), on),
            (LifecycleEffect::Transition("STANDARD_IA".into()), days(3), on),
        ]
    );
    assert!(rules.iter().all(|it| it.filter == Known::Value(Some("prefix=tmp/".into()))));
    let routes: Vec<_> = inventory.observability.log_routes.values().collect();
    let [route] = routes.as_slice() else { panic!("one route") };
    let Link::To(to) = route.to else { panic!("a bucket") };
    assert_eq!((&route.kind, address(&inventory, to).as_str()), (&LogKind::Access, "aws_s3_bucket.logs"));
}

#[test]
fn filters_of_rules_name_all_that_they_ask_for() {
    let inventory = of_stack(|s| {
        let bucket = s.resource("aws_s3_bucket", "media", body! {});
        s.resource(
            "aws_s3_bucket_lifecycle_configuration",
            "media",
            body! {
                bucket = bucket.id();
                rule {
                    id = "old";
                    status = "Disabled";
                    filter {
                        and {
                            prefix = "logs/";
                            object_size_greater_than = 1024;
                            tags = { keep = "short"; };
                        }
                    }
                    noncurrent_version_expiration {
                        noncurrent_days = 90;
                        newer_noncurrent_versions = 3;
                    }
                }
            },
        );
    });
    let Known::Value(rules) = &bucket(&inventory, "aws_s3_bucket.media").lifecycle else { panic!("rules") };
    let [rule] = &rules[..] else { panic!("one rule") };
    assert_eq!(rule.enabled, Known::Value(false));
    let filter = "object_size_greater_than=1024 prefix=logs/ tag:keep=short newer_noncurrent_versions=3";
    assert_eq!(rule.filter, Known::Value(Some(filter.into())));
}

#[test]
fn copying_that_is_turned_off_is_none_and_markers_follow_where_a_rule_says_so() {
    let inventory = of_stack(|s| {
        let here = s.resource("aws_s3_bucket", "here", body! {});
        let there = s.resource("aws_s3_bucket", "there", body! {});
        s.resource(
            "aws_s3_bucket_replication_configuration",
            "here",
            body! {
                bucket = here.id();
                rule {
                    status = "Enabled";
                    filter {
                        prefix = "media/";
                    }
                    destination {
                        bucket = there.arn();
                        replication_time {
                            status = "Enabled";
                            time {
                                minutes = 15;
                            }
                        }
                    }
                }
                rule {
                    status = "Disabled";
                    destination {
                        bucket = there.arn();
                    }
                }
                rule {
                    status = "Enabled";
                    prefix = "old/";
                    destination {
                        bucket = "arn:aws:s3:::somebody-elses";
                    }
                }
            },
        );
    });
    let expected = ["Objects: aws_s3_bucket.here -> ?", "Objects: aws_s3_bucket.here -> aws_s3_bucket.there"];
    assert_eq!(copies(&inventory), expected);
    let [first, third] = inventory.stores.replications.values().collect::<Vec<_>>()[..] else {
        panic!("two")
    };
    assert_eq!((&first.deletions, &third.deletions), (&Known::Value(false), &Known::Value(true)));
    let quarter = Known::Value(Some(Duration::minutes(15)));
    assert_eq!((&first.lag_target, &third.lag_target), (&quarter, &Known::Value(None)));
    assert_eq!(first.filter, Known::Value(Some("prefix=media/".into())));
    assert!(third.to.outside().is_some());
}

#[test]
fn an_access_list_that_may_open_a_bucket_is_a_blind_spot_and_a_private_one_is_not() {
    let inventory = of_stack(|s| {
        for (name, acl) in [("open", "public-read"), ("shut", "private")] {
            let bucket = s.resource("aws_s3_bucket", name, body! {});
            s.resource(
                "aws_s3_bucket_acl",
                name,
                body! {
                    bucket = bucket.id();
                    acl = acl;
                },
            );
        }
    });
    let spots: Vec<_> = inventory.coverage.blind_spots.values().map(|it| it.entry).collect();
    let [Some(Link::To(entry))] = spots[..] else { panic!("{spots:?}") };
    assert_eq!(address(&inventory, entry), "aws_s3_bucket.open");
}
