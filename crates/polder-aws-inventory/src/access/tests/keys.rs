//! Keys, their names, policies and grants.

use polder_cloud::{Policy, Principals, allow, body};

use crate::test_graphs::{of_foreign, of_stack, said};

#[test]
fn a_key_has_the_providers_defaults() {
    let inventory = of_stack(|s| {
        let key = s.resource("aws_kms_key", "main", body! {});
        s.resource(
            "aws_kms_alias",
            "main",
            body! { name = "alias/main"; target_key_id = key.get("key_id"); },
        );
        s.resource("aws_kms_alias", "more", body! { name = "alias/more"; target_key_id = key.arn(); });
        s.resource(
            "aws_kms_key",
            "sign",
            body! {
                key_usage = "SIGN_VERIFY";
                customer_master_key_spec = "ECC_NIST_P256";
                enable_key_rotation = true;
                deletion_window_in_days = 7;
                is_enabled = false;
                multi_region = true;
                custom_key_store_id = "cks-1";
            },
        );
        s.resource("aws_kms_key", "odd", body! { key_usage = "DANCE"; });
    });
    assert_eq!(
        said(&inventory, "access/keys/"),
        "\
aws_kms_key.main/aliases = \"alias/main\"
aws_kms_key.main/aliases = \"alias/more\"
aws_kms_key.main/deletion_window = 30d
aws_kms_key.main/enabled = true
aws_kms_key.main/material = Provider
aws_kms_key.main/multi_region = false
aws_kms_key.main/purpose = Encrypt
aws_kms_key.main/replica_of = none
aws_kms_key.main/rotation = none
aws_kms_key.odd/aliases = {}
aws_kms_key.odd/deletion_window = 30d
aws_kms_key.odd/enabled = true
aws_kms_key.odd/material = Provider
aws_kms_key.odd/multi_region = false
aws_kms_key.odd/purpose = unknown (not understood)
aws_kms_key.odd/replica_of = none
aws_kms_key.odd/rotation = none
aws_kms_key.sign/aliases = {}
aws_kms_key.sign/deletion_window = 7d
aws_kms_key.sign/enabled = false
aws_kms_key.sign/material = DedicatedModule
aws_kms_key.sign/multi_region = true
aws_kms_key.sign/purpose = Sign
aws_kms_key.sign/replica_of = none
aws_kms_key.sign/rotation = 365d"
    );
}

#[test]
fn a_replica_follows_its_first_key() {
    let inventory = of_stack(|s| {
        let first = s.resource(
            "aws_kms_key",
            "first",
            body! { multi_region = true; enable_key_rotation = true; rotation_period_in_days = 90; },
        );
        s.resource(
            "aws_kms_replica_key",
            "copy",
            body! { primary_key_arn = first.arn(); region = "eu-west-3"; },
        );
        s.resource(
            "aws_kms_replica_key",
            "stranger",
            body! { primary_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/mrk-1"; },
        );
    });
    let copy = said(&inventory, "access/keys/production/eu-central-1/shared/data:aws_kms_replica_key.");
    for line in [
        "copy/replica_of = keys aws_kms_key.first",
        "copy/rotation = 90d",
        "copy/purpose = Encrypt",
        "stranger/replica_of = externals arn:aws:kms:eu-central-1:111111111111:key/mrk-1",
        "stranger/purpose = unknown (configured elsewhere)",
    ] {
        assert!(copy.contains(line), "{line} in {copy}");
    }
}

#[test]
fn a_key_has_one_policy_wherever_it_is_written() {
    let policy = |sid: &'static str| {
        let everyone = Principals::everyone();
        Policy::of([allow(sid).to(everyone).actions(["kms:*"]).on("*")])
    };
    let inventory = of_stack(|s| {
        s.resource("aws_kms_key", "own", body! { policy = policy("Own"); });
        s.resource("aws_kms_key", "none", body! {});
        // A state repeats the policy in the key.
        let both = s.resource("aws_kms_key", "both", body! { policy = policy("Repeated"); });
        s.resource("aws_kms_key_policy", "both", body! { key_id = both.id(); policy = policy("Separate"); });
    });
    let names = said(&inventory, "access/policies/");
    let names: Vec<&str> = names.lines().filter(|line| line.contains("statements[0].name")).collect();
    assert_eq!(
        names,
        [
            "aws_kms_key.none#policy/statements[0].name = \"Enable IAM User Permissions\"",
            "aws_kms_key.own#policy/statements[0].name = \"Own\"",
            "aws_kms_key_policy.both/statements[0].name = \"Separate\"",
        ]
    );
    let default = said(
        &inventory,
        "access/policies/production/eu-central-1/shared/data:aws_kms_key.none#policy/statements[0].principals",
    );
    assert_eq!(default, " = Only({Account(accounts production)})");
    let attachments = said(&inventory, "access/policy_attachments/");
    assert_eq!(attachments.lines().filter(|line| line.ends_with("role = Key")).count(), 3);
}

#[test]
fn grants_say_who_may_do_what_in_which_context() {
    let inventory = of_foreign(|s| {
        s.resource("aws_kms_key", "main", body! { key_id = "1234"; });
        s.resource(
            "aws_kms_grant",
            "main",
            body! {
                key_id = "1234";
                grantee_principal = "arn:aws:iam::111111111111:role/worker";
                operations = ["Decrypt", "Encrypt"];
                retiring_principal = "111111111111";
                constraints { encryption_context_equals = { Department = "Finance"; }; }
            },
        );
    });
    assert_eq!(
        said(&inventory, "access/key_grants/plan:aws_kms_grant.main/"),
        "\
contexts = \"Department=Finance\"
grantee = Principal(externals arn:aws:iam::111111111111:role/worker)
key = keys aws_kms_key.main
operations = \"Decrypt\"
operations = \"Encrypt\"
retiring = Account(externals 111111111111)"
    );
    let owner = said(&inventory, "outside/externals/arn:aws:iam::111111111111:role/worker/owner");
    assert_eq!(owner, " = Account(externals 111111111111)");
}
