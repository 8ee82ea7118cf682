//! What administrators may do, who repair what the pipeline cannot: use all services, and the platform's own
//! IAM resources.
//!
//! That is less than everything. Users, their passwords and keys, groups, other identity providers, and the
//! roles that Identity Center manages cannot be changed from inside an account. Whoever repairs the
//! pipeline's roles can deliberately give them more than they should have; CloudTrail records it, and an
//! alarm is raised.

use polder_cloud::{Statement, allow, deny, text};
use polder_design::Design;

use crate::draft::Draft;
use crate::names::{GLOBAL_REGION, account};

/// The AWS managed policy for all services except IAM, Organizations and account settings.
pub(crate) const SERVICES: &str = "PowerUserAccess";

/// The OIDC provider of GitHub.
pub(crate) const ISSUER: &str = "token.actions.githubusercontent.com";

/// The sign-in of administrators through Identity Center.
#[derive(Clone, Copy)]
pub(crate) enum Where<'a> {
    /// In the account of a stack.
    Here(&'a Draft),
    /// In any account.
    Anywhere,
}

/// The statements beside [`SERVICES`].
pub(crate) fn identities(design: &Design, place: Where<'_>, organization: bool) -> Vec<Statement> {
    let account = match place {
        Where::Here(_) => account(),
        Where::Anywhere => "*".into(),
    };
    let of = |kind: &str, name: &str| text!["arn:aws:iam::", &account, format!(":{kind}/{name}")];
    let own = format!("{}-*", design.name);
    let provider = of("oidc-provider", ISSUER);
    let mut statements = vec![
        allow("ReadIdentities").actions(["iam:Get*", "iam:List*", "iam:Simulate*"]).on("*").when(
            "StringEquals",
            "aws:RequestedRegion",
            [GLOBAL_REGION],
        ),
        allow("KeepThePlatformsRoles")
            .actions([
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRole",
                "iam:DeleteRolePermissionsBoundary",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
                "iam:TagRole",
                "iam:UntagRole",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ])
            .on(of("role", &own)),
        allow("KeepThePlatformsPolicies")
            .actions([
                "iam:AddRoleToInstanceProfile",
                "iam:CreateInstanceProfile",
                "iam:CreatePolicy",
                "iam:CreatePolicyVersion",
                "iam:DeleteInstanceProfile",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:SetDefaultPolicyVersion",
                "iam:TagInstanceProfile",
                "iam:TagPolicy",
                "iam:UntagInstanceProfile",
                "iam:UntagPolicy",
            ])
            .on_all([of("policy", &own), of("instance-profile", &own)]),
        allow("KeepTheProofOfThePipeline").actions(["iam:*OpenIDConnectProvider*"]).on(match place {
            Where::Here(s) if design.identity_provider_exists(&s.key().account) => provider,
            Where::Here(s) => s.later("aws_iam_openid_connect_provider", "github").mention("arn", provider),
            Where::Anywhere => provider,
        }),
        allow("MakeTheRolesOfServices")
            .actions([
                "iam:CreateServiceLinkedRole",
                "iam:DeleteServiceLinkedRole",
                "iam:TagRole",
                "iam:UntagRole",
            ])
            .on(of("role", "aws-service-role/*")),
        allow("HandRolesToServices").actions(["iam:PassRole"]).on(of("role", &own)).when(
            "StringLike",
            "iam:PassedToService",
            ["*.amazonaws.com"],
        ),
        allow("KeepTheAccount")
            .actions(["account:*AlternateContact", "account:ListRegions", "iam:UpdateAccountPasswordPolicy"])
            .on("*")
            .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
        // Whatever else is allowed: users sign in through Identity Center only.
        deny("NoOtherWayIn")
            .actions([
                "iam:CreateAccessKey",
                "iam:CreateLoginProfile",
                "iam:CreateSAMLProvider",
                "iam:CreateUser",
                "iam:UpdateLoginProfile",
            ])
            .on("*"),
    ];
    if organization {
        // In this account Identity Center changes its roles with the permissions of the caller, who applies the stack
        // `identity`. Its SAML provider and its first role exist by then: the first apply of the stack, with other
        // credentials, creates them.
        statements.push(
            allow("AssignPermissionSets")
                .actions([
                    "iam:AttachRolePolicy",
                    "iam:CreateRole",
                    "iam:DeleteRole",
                    "iam:DeleteRolePolicy",
                    "iam:DetachRolePolicy",
                    "iam:PutRolePolicy",
                    "iam:UpdateRole",
                    "iam:UpdateRoleDescription",
                ])
                .on(of("role", "aws-reserved/sso.amazonaws.com/*")),
        );
        statements.push(
            allow("KeepTheOrganization")
                .actions([
                    "account:DisableRegion",
                    "account:EnableRegion",
                    "account:GetRegionOptStatus",
                    "organizations:*",
                    "iam:EnableOrganizationsRootCredentialsManagement",
                    "iam:EnableOrganizationsRootSessions",
                ])
                .on("*")
                .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
        );
    }
    statements
}
