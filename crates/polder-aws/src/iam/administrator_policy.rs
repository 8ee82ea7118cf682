//! What administrators may do, who repair what the pipeline cannot: use every service, and the platform's own identities.
//!
//! That is less than everything. Users, their passwords and keys, groups, other identity providers, and the roles by which
//! people come in are nobody's to change from inside an account. Whoever mends the pipeline's roles can, with intent, give
//! them more than they should have; the trail shows it, and an alarm says so.

use polder_cloud::{Statement, allow, deny, text};
use polder_design::Design;

use crate::draft::Draft;
use crate::names::{GLOBAL_REGION, account};

/// The provider's own policy for every service but identities, organizations and the account itself.
pub(crate) const SERVICES: &str = "PowerUserAccess";

/// Where GitHub says who a run is.
pub(crate) const ISSUER: &str = "token.actions.githubusercontent.com";

/// Where administrators work.
#[derive(Clone, Copy)]
pub(crate) enum Where<'a> {
    /// In the account of a stack.
    Here(&'a Draft),
    /// In any account.
    Anywhere,
}

/// What stands beside [`SERVICES`].
pub(crate) fn identities(design: &Design, place: Where<'_>, organization: bool) -> Vec<Statement> {
    let account = match place {
        Where::Here(_) => account(),
        Where::Anywhere => "*".into(),
    };
    let of = |kind: &str, name: &str| text!["arn:aws:iam::", &account, format!(":{kind}/{name}")];
    let own = format!("{}-*", design.name);
    let proof = of("oidc-provider", ISSUER);
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
            Where::Here(s) => s.later("aws_iam_openid_connect_provider", "github").mention("arn", proof),
            Where::Anywhere => proof,
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
        // Whatever else they are given: nobody comes in but through Identity Center.
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
        statements.push(
            allow("KeepTheOrganization")
                .actions([
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
