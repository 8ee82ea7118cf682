//! Accounts, their IDs and their settings.

use polder_cloud::{Layer, Value, Variable, body};
use polder_inventory::model::{Known, Link};

use crate::test_graphs::{of_cloud, of_foreign, of_stack, said, stack};

fn account_id(default: Value) -> Variable {
    Variable {
        name: "account_id".into(),
        kind: "string".into(),
        description: "For a test.".into(),
        default,
        sensitive: false,
        pattern: None,
        example: "111111111111".into(),
    }
}

#[test]
fn the_default_of_the_variable_is_the_number_of_the_account() {
    let inventory = of_cloud(|cloud| {
        let known = stack(cloud, "production", Layer::Data);
        known.variable(account_id("222222222222".into()));
        cloud.add(known);
        let unknown = stack(cloud, "staging", Layer::Data);
        unknown.variable(account_id(Value::Null));
        cloud.add(unknown);
    });
    let numbers: Vec<_> =
        inventory.access.accounts.values().map(|it| (&*it.name, it.number.value())).collect();
    assert_eq!(numbers, [("production", Some(&"222222222222".into())), ("staging", None)]);
}

#[test]
fn a_foreign_stack_is_in_the_one_account_that_its_arns_contain() {
    let of = |arns: &[&'static str]| {
        let inventory = of_foreign(|s| {
            for (at, arn) in arns.iter().enumerate() {
                s.resource("aws_iam_group", format!("g{at}"), body! { name = format!("g{at}"); arn = *arn; });
            }
            s.resource("aws_iam_group", "without", body! { name = "without"; });
        });
        let without = inventory.access.principals.iter().last().expect("a group").1.source;
        match inventory.locations[inventory.sources[without].location].account {
            Link::To(account) => Some(inventory.access.accounts[account].name.to_string()),
            _ => None,
        }
    };
    let (one, other) = ("arn:aws:iam::111111111111:group/g", "arn:aws:iam::222222222222:group/g");
    assert_eq!(of(&[one, one]), Some("111111111111".to_owned()));
    // With two providers, the account of a resource without an ARN is not known.
    assert_eq!(of(&[one, other]), None);
    assert_eq!(of(&["arn:aws:iam::aws:group/g"]), None);
}

#[test]
fn a_resource_with_an_arn_is_in_the_account_of_the_arn() {
    let inventory = of_foreign(|s| {
        s.resource("aws_kms_key", "a", body! { arn = "arn:aws:kms:eu-central-1:111111111111:key/a"; });
        s.resource("aws_kms_key", "b", body! { arn = "arn:aws:kms:eu-central-1:222222222222:key/b"; });
    });
    let accounts = inventory.access.keys.values().map(|key| {
        let account = inventory.locations[inventory.sources[key.source].location].account;
        inventory.access.accounts[account.id().expect("an account")].number.clone()
    });
    let expected = ["111111111111", "222222222222"].map(|number| Known::Value(number.into()));
    assert_eq!(accounts.collect::<Vec<_>>(), expected);
}

#[test]
fn settings_of_accounts_have_the_providers_defaults() {
    let inventory = of_stack(|s| {
        s.resource("aws_s3_account_public_access_block", "main", body! { block_public_acls = true; });
        let key = s.resource("aws_kms_key", "main", body! {});
        s.resource("aws_ebs_encryption_by_default", "main", body! {});
        s.resource("aws_ebs_default_kms_key", "main", body! { key_arn = key.arn(); });
        s.resource("aws_ebs_snapshot_block_public_access", "main", body! { state = "block-new-sharing"; });
        s.resource("aws_ec2_image_block_public_access", "main", body! { state = "block-new-sharing"; });
        s.resource("aws_ec2_instance_metadata_defaults", "main", body! {});
        s.resource(
            "aws_iam_account_password_policy",
            "main",
            body! { require_numbers = true; max_password_age = 0; },
        );
        s.resource(
            "aws_servicequotas_service_quota",
            "main",
            body! { service_code = "ecs"; quota_code = "L-1"; value = Value::Decimal("2.5".into()); },
        );
        s.resource("aws_ce_cost_allocation_tag", "off", body! { tag_key = "a"; status = "Inactive"; });
    });
    assert_eq!(
        said(&inventory, "access/account_settings/"),
        "\
aws_ebs_encryption_by_default.main/setting = DefaultVolumeEncryption
aws_ebs_encryption_by_default.main/setting.key = keys aws_kms_key.main
aws_ebs_encryption_by_default.main/setting.on = true
aws_ebs_snapshot_block_public_access.main/setting = BlockPublicSnapshots(false)
aws_ec2_image_block_public_access.main/setting = BlockPublicImages(true)
aws_ec2_instance_metadata_defaults.main/setting = RequireMetadataToken(false)
aws_iam_account_password_policy.main/setting = PasswordPolicy
aws_iam_account_password_policy.main/setting.age_max = none
aws_iam_account_password_policy.main/setting.all_classes = false
aws_iam_account_password_policy.main/setting.history = 0
aws_iam_account_password_policy.main/setting.length_min = 6
aws_s3_account_public_access_block.main/setting = BlockPublicBuckets
aws_s3_account_public_access_block.main/setting.ignores_public_acls = false
aws_s3_account_public_access_block.main/setting.rejects_public_acls = true
aws_s3_account_public_access_block.main/setting.rejects_public_policies = false
aws_s3_account_public_access_block.main/setting.restricts_public_policies = false
aws_servicequotas_service_quota.main/setting = Quota
aws_servicequotas_service_quota.main/setting.code = \"L-1\"
aws_servicequotas_service_quota.main/setting.service = \"ecs\"
aws_servicequotas_service_quota.main/setting.value = 2.5"
    );
}
