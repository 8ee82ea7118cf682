//! Backup plans, volumes and file systems.

use polder_cloud::body;
use polder_inventory::model::{Known, Link, Reason, ScheduleExpression};
use polder_inventory::stores::{Encryption, LockMode, OnDeletion, ReplicationKind, StoreKind};
use polder_units::{Bytes, Duration};

use super::store;
use crate::test_graphs::{address, of_foreign, of_stack, region};

#[test]
fn a_rule_that_says_little_has_the_defaults_of_the_provider() {
    let inventory = of_stack(|s| {
        let vault = s.resource("aws_backup_vault", "main", body! { name = "main"; });
        s.resource(
            "aws_backup_plan",
            "main",
            body! {
                name = "nightly";
                rule {
                    rule_name = "nightly";
                    target_vault_name = vault.name();
                }
            },
        );
    });
    let plan = inventory.stores.backup_plans.values().next().expect("a plan");
    let [rule] = &plan.rules[..] else { panic!("one rule") };
    let daily = ScheduleExpression::Cron { fields: "0 5 ? * * *".into(), zone: "UTC".into() };
    assert_eq!(rule.schedule, Known::Value(daily));
    assert_eq!(rule.start_window, Known::Value(Duration::minutes(60)));
    assert_eq!(rule.completion_window, Known::Value(Duration::minutes(180)));
    assert_eq!((&rule.retention, &rule.point_in_time), (&Known::Value(None), &Known::Value(false)));
    assert_eq!(rule.vault.id().map(|id| address(&inventory, id)).as_deref(), Some("aws_backup_vault.main"));
}

#[test]
fn a_selection_by_tag_lists_the_stores_that_have_it() {
    let inventory = of_stack(|s| {
        s.resource("aws_s3_bucket", "kept", body! { tags = { backup = "yes"; }; });
        s.resource("aws_s3_bucket", "other", body! { tags = { backup = "no"; }; });
        let named = s.resource("aws_dynamodb_table", "named", body! {});
        let plan = s.resource("aws_backup_plan", "main", body! {});
        s.resource(
            "aws_backup_selection",
            "main",
            body! {
                plan_id = plan.id();
                resources = vec![named.arn()];
                selection_tag {
                    type = "STRINGEQUALS";
                    key = "backup";
                    value = "yes";
                }
            },
        );
    });
    let selection = inventory.stores.backup_selections.values().next().expect("a selection");
    let mut stores: Vec<String> =
        selection.stores.iter().map(|it| address(&inventory, it.id().expect("an entry"))).collect();
    stores.sort();
    assert_eq!(stores, ["aws_dynamodb_table.named", "aws_s3_bucket.kept"]);
}

#[test]
fn a_lock_that_can_be_changed_for_some_days_only_is_for_good() {
    let mode = |days: Option<u32>| {
        let inventory = of_stack(|s| {
            let vault = s.resource("aws_backup_vault", "main", body! {});
            s.resource(
                "aws_backup_vault_lock_configuration",
                "main",
                body! {
                    backup_vault_name = vault.name();
                    min_retention_days = 7;
                    changeable_for_days = days;
                },
            );
        });
        let StoreKind::Vault(vault) = &store(&inventory, "aws_backup_vault.main").kind else {
            panic!("a vault")
        };
        let lock = vault.lock.clone().expect("a lock");
        assert_eq!(lock.retention_min, Known::Value(Some(Duration::days(7))));
        assert_eq!(lock.retention_max, Known::Value(None));
        lock.mode
    };
    assert_eq!(
        (mode(Some(3)), mode(None)),
        (Known::Value(LockMode::Compliance), Known::Value(LockMode::Governance))
    );
}

#[test]
fn volumes_that_say_nothing_are_encrypted_as_their_account_says() {
    let encryption = |on: Option<bool>| {
        let inventory = of_stack(|s| {
            if let Some(on) = on {
                s.resource("aws_ebs_encryption_by_default", "main", body! { enabled = on; });
            }
            s.resource(
                "aws_ebs_volume",
                "data",
                body! {
                    size = 10;
                    availability_zone = "eu-central-1a";
                },
            );
            s.resource("aws_ebs_volume", "own", body! { encrypted = true; });
        });
        assert_eq!(store(&inventory, "aws_ebs_volume.own").encryption, Encryption::ProviderManaged);
        store(&inventory, "aws_ebs_volume.data").encryption
    };
    assert_eq!(encryption(Some(true)), Encryption::ProviderManaged);
    assert_eq!(encryption(Some(false)), Encryption::None);
    assert_eq!(encryption(None), Encryption::None);
    let foreign = of_foreign(|s| drop(s.resource("aws_ebs_volume", "data", body! {})));
    assert_eq!(store(&foreign, "aws_ebs_volume.data").encryption, Encryption::Unknown(Reason::Elsewhere));
}

#[test]
fn a_volume_belongs_to_the_machine_that_it_is_attached_to() {
    let inventory = of_stack(|s| {
        let volume = s.resource(
            "aws_ebs_volume",
            "data",
            body! {
                size = 10;
                final_snapshot = true;
            },
        );
        let machine = s.resource("aws_instance", "web", body! { instance_type = "t3.micro"; });
        s.resource(
            "aws_volume_attachment",
            "data",
            body! {
                volume_id = volume.id();
                instance_id = machine.id();
            },
        );
    });
    let data = store(&inventory, "aws_ebs_volume.data");
    assert_eq!(data.on_deletion, Known::Value(OnDeletion::FinalSnapshot));
    let StoreKind::Volume(volume) = &data.kind else { panic!("a volume") };
    let Some(Link::To(machine)) = volume.attached_to else { panic!("a machine") };
    assert_eq!(
        (address(&inventory, machine).as_str(), &volume.size),
        ("aws_instance.web", &Known::Value(Bytes::gib(10)))
    );
}

#[test]
fn a_file_system_is_copied_to_one_that_efs_makes() {
    let inventory = of_stack(|s| {
        let files = s.resource(
            "aws_efs_file_system",
            "files",
            body! {
                encrypted = true;
                tags = { "data-class" = "personal"; };
            },
        );
        s.resource(
            "aws_efs_backup_policy",
            "files",
            body! {
                file_system_id = files.id();
                backup_policy {
                    status = "ENABLED";
                }
            },
        );
        s.resource(
            "aws_efs_replication_configuration",
            "files",
            body! {
                source_file_system_id = files.id();
                destination {
                    region = "eu-west-1";
                }
            },
        );
    });
    let backups = store(&inventory, "aws_efs_file_system.files").automated_backups.as_ref().expect("backups");
    assert_eq!(backups.retention, Known::Value(Duration::days(35)));
    let copy = inventory.stores.replications.values().next().expect("a copy");
    let to = copy.to.id().expect("an entry");
    assert_eq!((copy.kind, region(&inventory, to).as_deref()), (ReplicationKind::Files, Some("eu-west-1")));
    let copied = &inventory.stores.stores[to];
    assert_eq!(copied.data_classes, store(&inventory, "aws_efs_file_system.files").data_classes);
}
