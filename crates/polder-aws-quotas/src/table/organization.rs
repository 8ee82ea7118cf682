//! The organization and its directory of users.

use super::source::{IDENTITY_CENTER, ORGANIZATIONS};
use crate::measure::organization as measure;
use crate::quota::{Quota, Unit, account, each, of, own, own_with, sum, sum_grouped};

pub(super) static QUOTAS: &[Quota] = &[
    // The management account counts.
    account(
        "organizations",
        "L-29A0C5DF",
        "Default maximum number of accounts",
        10,
        &ORGANIZATIONS,
        &[each("aws_organizations_account")],
    )
    .standing(1),
    account(
        "organizations",
        "",
        "Organizational units in an organization",
        2000,
        &ORGANIZATIONS,
        &[each("aws_organizations_organizational_unit")],
    ),
    account(
        "organizations",
        "",
        "Levels of organizational units under a root",
        5,
        &ORGANIZATIONS,
        &[own("aws_organizations_organizational_unit", measure::depth)],
    ),
    account(
        "organizations",
        "",
        "Service control policies",
        10_000,
        &ORGANIZATIONS,
        &[sum("aws_organizations_policy", measure::service_control)],
    ),
    account(
        "organizations",
        "",
        "Resource control policies",
        2000,
        &ORGANIZATIONS,
        &[sum("aws_organizations_policy", measure::resource_control)],
    ),
    account(
        "organizations",
        "",
        "Tag policies",
        1000,
        &ORGANIZATIONS,
        &[sum("aws_organizations_policy", measure::tag)],
    ),
    account(
        "organizations",
        "",
        "Backup policies",
        1000,
        &ORGANIZATIONS,
        &[sum("aws_organizations_policy", measure::backup)],
    ),
    account(
        "organizations",
        "",
        "Size of a service control policy",
        10_240,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::service_control_size)],
    )
    .unit(Unit::Characters),
    account(
        "organizations",
        "",
        "Size of a resource control policy",
        5120,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::resource_control_size)],
    )
    .unit(Unit::Characters),
    account(
        "organizations",
        "",
        "Size of a declarative policy",
        10_000,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::declarative_size)],
    )
    .unit(Unit::Characters),
    account(
        "organizations",
        "",
        "Size of a tag policy",
        10_000,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::tag_size)],
    )
    .unit(Unit::Characters),
    account(
        "organizations",
        "",
        "Size of a backup policy",
        10_000,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::backup_size)],
    )
    .unit(Unit::Characters),
    account(
        "organizations",
        "",
        "Size of an AI services opt-out policy",
        2500,
        &ORGANIZATIONS,
        &[own_with("aws_organizations_policy", measure::opt_out_size)],
    )
    .unit(Unit::Characters),
    // FullAWSAccess and RCPFullAWSAccess are attached to every target.
    account(
        "organizations",
        "",
        "Service control policies attached to a target",
        10,
        &ORGANIZATIONS,
        &[sum_grouped(
            "aws_organizations_policy_attachment",
            measure::target,
            measure::service_control_attached,
        )],
    )
    .standing(1),
    account(
        "organizations",
        "",
        "Resource control policies attached to a target",
        5,
        &ORGANIZATIONS,
        &[sum_grouped(
            "aws_organizations_policy_attachment",
            measure::target,
            measure::resource_control_attached,
        )],
    )
    .standing(1),
    account(
        "organizations",
        "",
        "Declarative policies attached to a target",
        10,
        &ORGANIZATIONS,
        &[sum_grouped("aws_organizations_policy_attachment", measure::target, measure::declarative_attached)],
    ),
    account(
        "organizations",
        "",
        "Tag policies attached to a target",
        10,
        &ORGANIZATIONS,
        &[sum_grouped("aws_organizations_policy_attachment", measure::target, measure::tag_attached)],
    ),
    account(
        "organizations",
        "",
        "Backup policies attached to a target",
        10,
        &ORGANIZATIONS,
        &[sum_grouped("aws_organizations_policy_attachment", measure::target, measure::backup_attached)],
    ),
    account(
        "organizations",
        "",
        "AI services opt-out policies attached to a target",
        5,
        &ORGANIZATIONS,
        &[sum_grouped("aws_organizations_policy_attachment", measure::target, measure::opt_out_attached)],
    ),
    account(
        "sso",
        "L-B44C7A29",
        "Number of permission sets allowed in IAM Identity Center",
        2000,
        &IDENTITY_CENTER,
        &[each("aws_ssoadmin_permission_set")],
    ),
    account(
        "sso",
        "",
        "Managed policies per permission set",
        20,
        &IDENTITY_CENTER,
        &[
            of("aws_ssoadmin_managed_policy_attachment", "permission_set_arn"),
            of("aws_ssoadmin_customer_managed_policy_attachment", "permission_set_arn"),
        ],
    )
    .support(),
];
