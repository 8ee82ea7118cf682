//! The pipeline cannot get a permission that it does not have: neither with its own role, nor with a role that it
//! creates and gives every permission inside the boundary.

use polder::design::delivery::Phase;
use polder_inventory::access::{Effect, PolicyRole, PrincipalKind, Statement};

use crate::evaluator::Request;
use crate::guardrails::{NOTIFYING, notifying};
use crate::pipeline::{Role, iam, roles};

/// Actions that change a role, a policy or an identity provider, or use a role. Source: AWS, Service Authorization
/// Reference, the levels "Permissions management" and "Write" of IAM.
const ON_IDENTITIES: [&str; 27] = [
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:AddRoleToInstanceProfile",
    "iam:AttachRolePolicy",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:DeleteOpenIDConnectProvider",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:TagOpenIDConnectProvider",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
    "sts:AssumeRole",
    "sts:TagSession",
];

/// Actions with which somebody could act in an account, lift a limit of the organization, end monitoring, become the
/// administrator of a service, or act through a service that has roles of its own in all accounts.
const ON_ANYTHING: [&str; 58] = [
    "account:AcceptPrimaryEmailUpdate",
    "account:StartPrimaryEmailUpdate",
    "account:CloseAccount",
    "cloudformation:ActivateOrganizationsAccess",
    "cloudformation:CreateStack",
    "cloudformation:CreateStackInstances",
    "cloudformation:CreateStackSet",
    "controltower:CreateLandingZone",
    "iam:AddUserToGroup",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateGroup",
    "iam:CreateLoginProfile",
    "iam:CreateSAMLProvider",
    "iam:CreateServiceSpecificCredential",
    "iam:CreateUser",
    "iam:CreateVirtualMFADevice",
    "iam:DeactivateMFADevice",
    "iam:PutUserPolicy",
    "iam:UpdateLoginProfile",
    "iam:UpdateSAMLProvider",
    "identitystore:CreateGroupMembership",
    "identitystore:CreateUser",
    "kms:ScheduleKeyDeletion",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "config:StopConfigurationRecorder",
    "guardduty:CreateFilter",
    "guardduty:DeleteDetector",
    "organizations:AttachPolicy",
    "organizations:CloseAccount",
    "organizations:CreateAccount",
    "organizations:DeletePolicy",
    "organizations:DeleteOrganization",
    "organizations:DetachPolicy",
    "organizations:DisablePolicyType",
    "organizations:InviteAccountToOrganization",
    "organizations:LeaveOrganization",
    "organizations:MoveAccount",
    "organizations:PutResourcePolicy",
    "organizations:RemoveAccountFromOrganization",
    "organizations:UpdatePolicy",
    "rds:DeleteDBSnapshot",
    "securityhub:BatchUpdateFindings",
    "securityhub:BatchUpdateStandardsControlAssociations",
    "ram:CreateResourceShare",
    "rolesanywhere:CreateTrustAnchor",
    "servicecatalog:ProvisionProduct",
    "ssm-quicksetup:CreateConfigurationManager",
    "ssm:SendCommand",
    "ssm:StartAutomationExecution",
    "sso-directory:AddMemberToGroup",
    "sso:AttachManagedPolicyToPermissionSet",
    "sso:CreateAccountAssignment",
    "sso:CreateInstance",
    "sso:PutInlinePolicyToPermissionSet",
    "sts:AssumeRoot",
    "sts:GetFederationToken",
];

/// The actions that the boundary allows and the apply role may not use: processes need these services, in their own
/// account.
const ONLY_WITH_THE_BOUNDARY: [&str; 2] = ["ssm:SendCommand", "ssm:StartAutomationExecution"];

/// The statements of the boundary in the account of a role.
fn boundary<'a>(role: &Role<'a>) -> Vec<&'a Statement> {
    let principals = role.estate.inventory.access.principals.iter();
    let here = principals.filter(|(_, it)| role.estate.account_of(it.source) == role.account);
    let mut found = here.map(|(id, _)| role.policies.statements(id, PolicyRole::Boundary));
    found.find(|it| !it.is_empty()).unwrap_or_default()
}

/// Whether the role itself, or a role with every permission inside the boundary, may do something.
pub(crate) fn may(role: &Role<'_>, request: &Request) -> [(&'static str, bool); 2] {
    let inside = role.policies.allow(&boundary(role), request);
    [("the role", role.may(request)), ("a role inside the boundary", inside)]
}

/// A request with the boundary and the service that conditions on IAM actions require.
fn careful(role: &Role<'_>, action: &str, resource: &str) -> Request {
    let boundary = role.iam(&format!("policy/{}-boundary", role.platform()));
    iam(action, resource)
        .with("iam:PermissionsBoundary", [boundary])
        .with("iam:PassedToService", ["lambda.amazonaws.com"])
}

/// Otherwise a role that the pipeline creates could do what the pipeline itself may not do.
#[test]
fn what_is_denied_to_the_pipeline_is_denied_to_roles_that_it_creates() {
    for role in roles(Phase::Apply) {
        let boundary = boundary(&role);
        // No role of this account has the boundary, so the inventory has no statements of it.
        if boundary.is_empty() {
            continue;
        }
        let denials = role.statements.iter().filter(|it| it.effect == Effect::Deny);
        let (held, missing): (Vec<_>, Vec<_>) = denials.partition(|denial| boundary.contains(denial));
        assert!(!held.is_empty() && missing.is_empty(), "{}: {missing:?}", role.name());
    }
}

/// The roles of the stacks `bootstrap` have no boundary: the pipeline can neither change nor use one of them.
#[test]
fn the_pipeline_can_neither_change_nor_use_what_bootstrap_creates() {
    for role in roles(Phase::Apply) {
        let (inventory, platform) = (&role.estate.inventory, role.platform().to_owned());
        let mut arns = vec![
            role.iam(&format!("policy/{platform}-boundary")),
            role.iam("oidc-provider/token.actions.githubusercontent.com"),
        ];
        for (id, other) in inventory.access.principals.iter() {
            let source = &inventory.sources[other.source];
            let here = role.estate.account_of(other.source) == role.account;
            let own = matches!(&other.kind, PrincipalKind::Role { service_linked: None, .. });
            if here && own && source.stack.ends_with("/bootstrap") {
                arns.push(role.policies.arn(id));
            }
        }
        assert!(arns.len() >= 5, "{}: {arns:?}", role.name());
        for (arn, action) in arns.iter().flat_map(|arn| ON_IDENTITIES.map(|action| (arn, action))) {
            for (who, may) in may(&role, &careful(&role, action, arn)) {
                assert!(!may, "{}: {who} may {action} {arn}", role.name());
            }
        }
    }
}

#[test]
fn the_pipeline_gives_nobody_access_to_an_account() {
    for role in roles(Phase::Apply) {
        let other = |name: &str| format!("arn:aws:iam::999999999999:role/{name}");
        let elsewhere = [
            other("OrganizationAccountAccessRole"),
            other(&format!("{}-break-glass", role.platform())),
            other("AWSControlTowerExecution"),
            role.iam("role/OrganizationAccountAccessRole"),
            role.iam("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_0"),
            role.iam("role/not-of-the-platform"),
        ];
        let resources = |action: &str| match action.split_once(':') {
            Some(("iam" | "sts", _)) => elsewhere.to_vec(),
            _ => vec![],
        };
        let all = ON_ANYTHING.into_iter().map(|action| (action, "*".to_owned()));
        let identities = ON_IDENTITIES
            .into_iter()
            .flat_map(|action| resources(action).into_iter().map(move |resource| (action, resource)));
        for (action, resource) in all.chain(identities) {
            for (who, may) in may(&role, &careful(&role, action, &resource)) {
                let known = who != "the role" && ONLY_WITH_THE_BOUNDARY.contains(&action);
                assert!(!may || known, "{}: {who} may {action} {resource}", role.name());
            }
        }
    }
}

/// As the administrator of Identity Center or of the stack sets of CloudFormation, an account could do anything in all
/// others.
#[test]
fn no_account_becomes_the_administrator_of_others() {
    for role in roles(Phase::Apply) {
        let ask = |action: &str, service: &str| {
            may(&role, &iam(action, "*").with("organizations:ServicePrincipal", [service]))
                .map(|(_, may)| may)
        };
        let [own, bound] = ask("organizations:RegisterDelegatedAdministrator", "guardduty.amazonaws.com");
        assert_eq!((own, bound), (role.manages, false), "{}", role.name());
        for service in ["sso.amazonaws.com", "iam.amazonaws.com", "account.amazonaws.com"] {
            let found = ask("organizations:RegisterDelegatedAdministrator", service);
            assert_eq!(found, [false; 2], "{}: {service}", role.name());
        }
        for service in ["member.org.stacksets.cloudformation.amazonaws.com", "controltower.amazonaws.com"] {
            for action in
                ["organizations:EnableAWSServiceAccess", "organizations:RegisterDelegatedAdministrator"]
            {
                assert_eq!(ask(action, service), [false; 2], "{}: {action} {service}", role.name());
            }
        }
    }
}

/// In the management account no service control policy denies it.
#[test]
fn the_pipeline_silences_nothing_that_notifies() {
    for role in roles(Phase::Apply) {
        for (kind, ends, configures) in NOTIFYING {
            for arn in notifying(role.estate, &role.policies, kind) {
                let region = arn.split(':').nth(3).unwrap_or_default();
                let here = |action: &str| Request::new(action, &arn).with("aws:RequestedRegion", [region]);
                for (who, may) in ends.iter().flat_map(|action| may(&role, &here(action))) {
                    assert!(!may, "{}: {who} may silence {arn}", role.name());
                }
                assert!(role.may(&here(configures)), "{}: {configures} {arn}", role.name());
            }
        }
    }
}

/// A stack that engineers apply determines who may read and write which state.
#[test]
fn the_pipeline_does_not_change_who_reads_the_state() {
    for role in roles(Phase::Apply) {
        let design = &role.estate.compiled.design;
        let (bucket, region) =
            (format!("arn:aws:s3:::{}", design.state.bucket), design.state.region.as_str());
        let here = |action: &str, resource: &str| {
            Request::new(action, resource).with("aws:RequestedRegion", [region])
        };
        for action in [
            "s3:DeleteBucket",
            "s3:DeleteBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration",
            "s3:PutReplicationConfiguration",
        ] {
            let found = may(&role, &here(action, &bucket)).map(|(_, may)| may);
            assert_eq!(found, [false; 2], "{}: {action}", role.name());
            let own = here(action, "arn:aws:s3:::another");
            assert!(role.may(&own), "{}: {action} of another bucket", role.name());
        }
        let key = format!("arn:aws:kms:{region}:{}:key/1", role.policies.account(role.account));
        let alias = format!("alias/{}-state", role.platform());
        for action in ["kms:CreateGrant", "kms:DeleteAlias", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"] {
            let of_state = here(action, &key).with("kms:ResourceAliases", [alias.as_str()]);
            assert_eq!(may(&role, &of_state).map(|(_, may)| may), [false; 2], "{}: {action}", role.name());
        }
    }
}
