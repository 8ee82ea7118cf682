//! The permissions of the apply role: to use the services of the platform, and to create roles with the boundary.

use polder_cloud::{Handle, Statement, allow, text};
use polder_design::delivery::Phase;
use polder_design::{Account, Design, Environment};

use crate::draft::Draft;
use crate::names::account;
use crate::organization::organizations_organization::ADMINISTERED;
use crate::pipeline::role_policy::{
    configuration, global, inline, own, public_parameters, read_state, state_key, states,
};
use crate::pipeline::services::{self, Service};
use crate::pipeline::{bootstrap_arns, limits, regions};

/// Writes the policy of the role.
pub(crate) fn applying(s: &Draft, design: &Design, of: &Account, role: &Handle) {
    let mut statements = vec![read_state(s, design)];
    statements.extend([
        allow("WriteState")
            .actions(["s3:PutObject"])
            // States and their locks: no other objects are there.
            .on_all(states(s, design, ".tf*")),
        allow("UnlockState").actions(["s3:DeleteObject"]).on_all(states(s, design, ".tflock")),
        state_key(design, &["kms:Decrypt", "kms:GenerateDataKey"]),
        use_of(design, "ServicesOfThePlatform", &services::EVERYWHERE),
        public_parameters(),
    ]);
    statements.extend(roles(s, design));
    statements.push(policies(design));
    // Actions without resource-level permissions.
    statements.push(global("AccountSettings", &ACCOUNT));
    let for_all = services::of_account(design, of);
    if !for_all.is_empty() {
        statements.push(use_of(design, "ServicesOfTheOrganization", &for_all));
    }
    if of.environment == Environment::Management {
        statements.push(configuration(design, "ReadBilling", &services::MANAGEMENT_READS));
        statements.extend(organization());
    }
    // The administrator of services lists the accounts of the organization.
    if of.environment == Environment::Security {
        statements.push(read_the_organization());
    }
    statements.extend(limits::limits(s, design));
    inline(s, role, Phase::Apply.word(), statements);
}

/// All actions of services.
fn use_of(design: &Design, sid: &'static str, services: &[Service]) -> Statement {
    let all = services.iter().map(Service::all);
    allow(sid).actions(all).on("*").when("StringEquals", "aws:RequestedRegion", regions::used(design))
}

/// Settings of an account that its stacks write.
const ACCOUNT: [&str; 7] = [
    "account:DeleteAlternateContact",
    "account:Get*",
    "account:ListRegions",
    "account:PutAlternateContact",
    "iam:DeleteAccountPasswordPolicy",
    "iam:GenerateServiceLastAccessedDetails",
    "iam:UpdateAccountPasswordPolicy",
];

fn roles(s: &Draft, design: &Design) -> [Statement; 6] {
    let linked =
        |service: &str| text!["arn:aws:iam::", account(), format!(":role/aws-service-role/{service}")];
    [
        global("ReadIdentities", &["iam:Get*", "iam:List*"]),
        allow("RolesInsideTheBoundary")
            .actions([
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
            ])
            .on(own(design, "role"))
            .when("StringEquals", "iam:PermissionsBoundary", [bootstrap_arns::boundary(s, design)]),
        allow("Roles")
            .actions([
                "iam:DeleteRole",
                "iam:TagRole",
                "iam:UntagRole",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ])
            .on(own(design, "role")),
        // With their tags: the provider writes the default tags with an action of its own.
        allow("ServiceLinkedRoles")
            .actions([
                "iam:CreateServiceLinkedRole",
                "iam:DeleteServiceLinkedRole",
                "iam:TagRole",
                "iam:UntagRole",
            ])
            .on(linked("*")),
        allow("PassRoles").actions(["iam:PassRole"]).on(own(design, "role")).when(
            "StringLike",
            "iam:PassedToService",
            ["*.amazonaws.com"],
        ),
        // The recorder of AWS Config is the one resource that takes the ARN of a service-linked role.
        allow("PassTheRecordersRole").actions(["iam:PassRole"]).on(linked("config.amazonaws.com/*")).when(
            "StringEquals",
            "iam:PassedToService",
            ["config.amazonaws.com"],
        ),
    ]
}

fn policies(design: &Design) -> Statement {
    allow("PoliciesAndProfiles")
        .actions([
            "iam:AddRoleToInstanceProfile",
            "iam:CreateInstanceProfile",
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:DeleteInstanceProfile",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:RemoveRoleFromInstanceProfile",
            "iam:TagInstanceProfile",
            "iam:TagPolicy",
            "iam:UntagInstanceProfile",
            "iam:UntagPolicy",
        ])
        .on_all([own(design, "policy"), own(design, "instance-profile")])
}

/// Services that enable trusted access for themselves, with the permissions of the caller, when a resource of the
/// organization is created: its aggregator of AWS Config (PutConfigurationAggregator), its trail, and its opt-in to Compute
/// Optimizer.
const OF_THE_ORGANIZATION: [&str; 3] =
    ["cloudtrail.amazonaws.com", "compute-optimizer.amazonaws.com", "config.amazonaws.com"];

fn read_the_organization() -> Statement {
    global("ReadTheOrganization", &["organizations:Describe*", "organizations:List*"])
}

/// The actions on the organization that the stacks of security services need: they read it, and make this account the
/// delegated administrator of these services. Of no others: as the administrator of Identity Center or CloudFormation, an
/// account could do anything in all accounts.
fn organization() -> [Statement; 3] {
    [
        read_the_organization(),
        global(
            "AdministratorsOfServices",
            &[
                "organizations:DeregisterDelegatedAdministrator",
                "organizations:RegisterDelegatedAdministrator",
            ],
        )
        .when("StringEquals", "organizations:ServicePrincipal", ADMINISTERED),
        global("TrustedServices", &["organizations:EnableAWSServiceAccess"]).when(
            "StringEquals",
            "organizations:ServicePrincipal",
            ADMINISTERED.into_iter().chain(OF_THE_ORGANIZATION).collect::<Vec<_>>(),
        ),
    ]
}
