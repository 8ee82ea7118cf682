//! Identities, keys and secrets.

use super::source::{IAM, KMS, SECRETS, SSM};
use crate::measure::{data, iam};
use crate::quota::{Quota, Unit, account, each, items, of, own_with, region, sum_of_with};

pub(super) static QUOTAS: &[Quota] = &[
    account("iam", "L-FE177D64", "Roles per account", 1000, &IAM, &[each("aws_iam_role")]),
    account("iam", "L-F55AF5E4", "Users per account", 5000, &IAM, &[each("aws_iam_user")]).fixed(),
    account("iam", "L-F4A5425F", "Groups per account", 300, &IAM, &[each("aws_iam_group")]),
    account(
        "iam",
        "L-E95E4862",
        "Customer managed policies per account",
        1500,
        &IAM,
        &[each("aws_iam_policy")],
    ),
    account(
        "iam",
        "L-6E65F664",
        "Instance profiles per account",
        1000,
        &IAM,
        &[each("aws_iam_instance_profile")],
    ),
    account(
        "iam",
        "L-858F3967",
        "OpenId connect providers per account",
        100,
        &IAM,
        &[each("aws_iam_openid_connect_provider")],
    ),
    account("iam", "", "SAML providers per account", 100, &IAM, &[each("aws_iam_saml_provider")]).support(),
    account(
        "iam",
        "L-BF35879D",
        "Server certificates per account",
        20,
        &IAM,
        &[each("aws_iam_server_certificate")],
    ),
    account(
        "iam",
        "L-0DA4ABF3",
        "Managed policies per role",
        20,
        &IAM,
        &[of("aws_iam_role_policy_attachment", "role"), items("aws_iam_role", "managed_policy_arns")],
    ),
    account(
        "iam",
        "L-4019AD8B",
        "Managed policies per user",
        10,
        &IAM,
        &[of("aws_iam_user_policy_attachment", "user")],
    ),
    account(
        "iam",
        "L-384571C4",
        "Managed policies per group",
        10,
        &IAM,
        &[of("aws_iam_group_policy_attachment", "group")],
    )
    .fixed(),
    account("iam", "", "Groups per user", 10, &IAM, &[items("aws_iam_user_group_membership", "groups")]),
    account("iam", "", "Access keys per user", 2, &IAM, &[of("aws_iam_access_key", "user")]),
    account(
        "iam",
        "L-C07B4B0D",
        "Role trust policy length",
        2048,
        &IAM,
        &[own_with("aws_iam_role", iam::trust_policy)],
    )
    .unit(Unit::Characters),
    account("iam", "", "Managed policy length", 6144, &IAM, &[own_with("aws_iam_policy", iam::policy)])
        .unit(Unit::Characters),
    account(
        "iam",
        "",
        "Inline policies of a role, together",
        10_240,
        &IAM,
        &[
            sum_of_with("aws_iam_role_policy", "role", iam::policy),
            own_with("aws_iam_role", iam::inline_policies),
        ],
    )
    .unit(Unit::Characters),
    account(
        "iam",
        "",
        "Inline policies of a user, together",
        2048,
        &IAM,
        &[sum_of_with("aws_iam_user_policy", "user", iam::policy)],
    )
    .unit(Unit::Characters),
    account(
        "iam",
        "",
        "Inline policies of a group, together",
        5120,
        &IAM,
        &[sum_of_with("aws_iam_group_policy", "group", iam::policy)],
    )
    .unit(Unit::Characters),
    region(
        "kms",
        "L-C2F1777E",
        "Customer Master Keys (CMKs)",
        100_000,
        &KMS,
        &[each("aws_kms_key"), each("aws_kms_replica_key"), each("aws_kms_external_key")],
    ),
    region("kms", "L-340F62FB", "Aliases per CMK", 50, &KMS, &[of("aws_kms_alias", "target_key_id")]),
    region("kms", "L-D594A657", "Grants per CMK", 50_000, &KMS, &[of("aws_kms_grant", "key_id")]),
    region(
        "kms",
        "",
        "Key policy document size",
        32 * 1024,
        &KMS,
        &[
            own_with("aws_kms_key", iam::key_policy),
            own_with("aws_kms_replica_key", iam::key_policy),
            own_with("aws_kms_key_policy", iam::key_policy),
        ],
    )
    .unit(Unit::Bytes),
    region(
        "secretsmanager",
        "",
        "Secrets per Region",
        500_000,
        &SECRETS,
        &[each("aws_secretsmanager_secret")],
    ),
    region(
        "secretsmanager",
        "",
        "Resource-based policy for a secret",
        20_480,
        &SECRETS,
        &[
            own_with("aws_secretsmanager_secret_policy", iam::resource_policy),
            own_with("aws_secretsmanager_secret", iam::key_policy),
        ],
    )
    .unit(Unit::Characters),
    region("ssm", "", "Total number of parameters (standard)", 10_000, &SSM, &[each("aws_ssm_parameter")])
        .support(),
    region(
        "ssm",
        "",
        "Maximum size of a parameter value (standard)",
        4096,
        &SSM,
        &[own_with("aws_ssm_parameter", data::standard_parameter)],
    )
    .unit(Unit::Bytes),
    region(
        "ssm",
        "",
        "Maximum size of a parameter value (advanced)",
        8192,
        &SSM,
        &[own_with("aws_ssm_parameter", data::advanced_parameter)],
    )
    .unit(Unit::Bytes),
    region("ssm", "L-60D2045D", "Systems Manager SSM documents", 500, &SSM, &[each("aws_ssm_document")]),
    region("ssm", "L-7727CE5B", "Maintenance Windows", 50, &SSM, &[each("aws_ssm_maintenance_window")]),
    region("ssm", "L-218CDBD4", "Patch baselines", 50, &SSM, &[each("aws_ssm_patch_baseline")]),
];
