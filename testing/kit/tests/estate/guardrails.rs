//! The policies of the organization deny the actions that they should, and nothing that the platform does.
//! Each test is a request: principal, action, region, resource.

use std::collections::{BTreeMap, BTreeSet};

use polder::design::{Account, Design, Environment};
use polder_inventory::EntryId;
use polder_inventory::access::{AccountId, Effect, PolicyRole, UnitId};
use polder_inventory::model::{Attribute, Pattern};

use crate::estates::{Estate, all};
use crate::evaluator::{Policies, Request};

/// Regions that no example uses, in and outside Europe.
const ELSEWHERE: [&str; 5] = ["us-west-2", "ap-southeast-1", "sa-east-1", "eu-south-2", "me-central-1"];

/// The region in which the edge is configured.
const EDGE_REGION: &str = "us-east-1";

/// Actions that create a store, or something that processes data, in the region of the request.
const REGIONAL: [&str; 10] = [
    "backup:CreateBackupVault",
    "dynamodb:CreateTable",
    "ecs:CreateService",
    "elasticache:CreateReplicationGroup",
    "lambda:CreateFunction",
    "rds:RestoreDBInstanceFromDBSnapshot",
    "s3:CreateBucket",
    "secretsmanager:CreateSecret",
    "sqs:CreateQueue",
    "kms:ReplicateKey",
];

/// Actions that would disable the monitoring of an account, hide what it finds, or delete logs, keys and backups.
const ENDS: [&str; 40] = [
    "access-analyzer:ApplyArchiveRule",
    "access-analyzer:CreateArchiveRule",
    "access-analyzer:DeleteAnalyzer",
    "access-analyzer:UpdateArchiveRule",
    "access-analyzer:UpdateFindings",
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:DeleteRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "config:DeleteConfigurationRecorder",
    "config:DeleteConformancePack",
    "config:StopConfigurationRecorder",
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:DisableImageBlockPublicAccess",
    "ec2:DisableSnapshotBlockPublicAccess",
    "guardduty:CreateFilter",
    "guardduty:CreateIPSet",
    "guardduty:DeleteDetector",
    "guardduty:DeleteThreatIntelSet",
    "guardduty:DisassociateFromAdministratorAccount",
    "guardduty:UpdateFilter",
    "guardduty:UpdateIPSet",
    "guardduty:UpdateMemberDetectors",
    "inspector2:Disable",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogStream",
    "macie2:CreateFindingsFilter",
    "macie2:DisableMacie",
    "rds:DeleteDBInstanceAutomatedBackup",
    "rds:DeleteDBSnapshot",
    "s3:BypassGovernanceRetention",
    "securityhub:BatchDisableStandards",
    "securityhub:BatchUpdateFindings",
    "securityhub:BatchUpdateStandardsControlAssociations",
    "securityhub:CreateAutomationRule",
    "securityhub:DisableSecurityHub",
    "securityhub:UpdateSecurityControl",
];

/// Actions that the pipeline needs to apply its stacks.
const CHANGES: [&str; 8] = [
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "ec2:DeleteFlowLogs",
    "guardduty:UpdateDetector",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "macie2:UpdateMacieSession",
    "wafv2:DeleteLoggingConfiguration",
];

/// Actions that create long-term credentials.
const LASTING: [&str; 6] = [
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:CreateUser",
    "iam:UpdateLoginProfile",
    "iam:UploadSSHPublicKey",
];

/// An inventory whose accounts belong to an organization.
pub(crate) struct Organization<'a> {
    pub(crate) estate: &'a Estate,
    pub(crate) policies: Policies<'a>,
}

/// A member account.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) design: &'a Account,
    pub(crate) id: AccountId,
}

/// All inventories with an organization.
pub(crate) fn organizations() -> Vec<Organization<'static>> {
    let with = all().iter().filter(|estate| !estate.inventory.access.organizations.is_empty());
    let found: Vec<_> =
        with.map(|estate| Organization { estate, policies: Policies::of(&estate.inventory) }).collect();
    assert!(!found.is_empty());
    found
}

impl Organization<'_> {
    pub(crate) fn design(&self) -> &Design {
        &self.estate.compiled.design
    }

    /// The accounts that policies of the organization apply to: all but the management account.
    pub(crate) fn members(&self) -> Vec<Member<'_>> {
        let accounts = &self.design().accounts;
        let members = accounts.iter().filter(|it| it.environment != Environment::Management);
        members.map(|design| Member { design, id: self.estate.account(&design.name) }).collect()
    }

    /// The invented ID of an entry.
    fn id(&self, entry: impl Into<EntryId>) -> String {
        self.policies.text(&Pattern::attribute(entry, Attribute::Id), &Request::default())
    }

    /// The ID of the organization.
    fn own(&self) -> String {
        let (id, _) = self.estate.inventory.access.organizations.iter().next().expect("an organization");
        self.id(id)
    }

    /// The units above an account, the nearest first.
    fn units(&self, account: AccountId) -> Vec<UnitId> {
        let access = &self.estate.inventory.access;
        let mut units = vec![access.accounts[account].unit.id().expect("a unit")];
        while let Some(parent) = access.units[*units.last().expect("a unit")].parent {
            units.push(parent.id().expect("a unit"));
        }
        units
    }

    /// The path of an account as in condition keys: organization, root, units.
    fn path(&self, account: AccountId) -> String {
        let units = self.units(account).into_iter().rev().map(|unit| self.id(unit));
        let parts: Vec<String> = [self.own()].into_iter().chain(units).collect();
        format!("{}/", parts.join("/"))
    }

    /// Whether the policies of a kind allow a request in or of an account: something at each level allows it,
    /// and nothing at any level denies it.
    fn passes(&self, account: AccountId, role: PolicyRole, request: &Request) -> bool {
        let levels = self.units(account).into_iter().map(EntryId::from).chain([account.into()]);
        levels.into_iter().all(|level| self.policies.allow(&self.policies.statements(level, role), request))
    }

    /// Whether the service control policies allow an action of a principal of an account.
    pub(crate) fn scp(&self, member: Member<'_>, principal: &str, request: Request) -> bool {
        let number = self.policies.account(member.id);
        let request = request
            .with("aws:PrincipalArn", [format!("arn:aws:iam::{number}:{principal}")])
            .with("aws:PrincipalAccount", [number])
            .with("aws:PrincipalOrgID", [self.own()]);
        self.passes(member.id, PolicyRole::ServiceControl, &request)
    }

    /// The principals that manage an account, and the pipeline.
    fn keepers(&self) -> [String; 4] {
        let name = &self.design().name;
        [
            format!("role/{name}-break-glass"),
            "role/OrganizationAccountAccessRole".to_owned(),
            "role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Administrator_0123456789abcdef"
                .to_owned(),
            format!("role/{name}-apply"),
        ]
    }

    /// Other principals of an account.
    fn others(&self) -> [String; 4] {
        let name = &self.design().name;
        [
            format!("role/{name}-plan"),
            format!("role/{name}-de-eu-central-1-api-task"),
            "role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Developer_0123456789abcdef"
                .to_owned(),
            "user/somebody".to_owned(),
        ]
    }

    fn everyone(&self) -> Vec<String> {
        self.keepers().into_iter().chain(self.others()).collect()
    }
}

/// A request in a region, which encrypts everything and uses TLS.
pub(crate) fn careful(action: &str, resource: &str, region: &str) -> Request {
    Request::new(action, resource)
        .with("aws:RequestedRegion", [region])
        .with("aws:SecureTransport", ["true"])
        .with("ec2:Encrypted", ["true"])
        .with("ec2:MetadataHttpTokens", ["required"])
        .with("rds:DatabaseEngine", ["postgres"])
        .with("rds:StorageEncrypted", ["true"])
}

#[test]
fn nothing_is_made_in_a_region_that_the_platform_does_not_use() {
    for org in organizations() {
        let design = org.design();
        let mut used: BTreeSet<&str> = design.regions.iter().map(|region| region.region.as_str()).collect();
        used.insert(&design.state.region);
        let regions: BTreeSet<&str> = used.iter().copied().chain(ELSEWHERE).chain([EDGE_REGION]).collect();
        for member in org.members() {
            for (region, action) in regions.iter().flat_map(|region| REGIONAL.map(|action| (*region, action)))
            {
                for who in org.everyone() {
                    let allowed = org.scp(member, &who, careful(action, "*", region));
                    assert_eq!(
                        allowed,
                        used.contains(region),
                        "{}: {who} {action} in {region}",
                        member.design.name
                    );
                }
            }
            // Global services have a fixed region.
            for action in
                ["iam:CreateRole", "route53:ChangeResourceRecordSets", "cloudfront:CreateDistribution"]
            {
                assert!(org.scp(member, &org.keepers()[3], careful(action, "*", EDGE_REGION)), "{action}");
            }
            for action in ["acm:RequestCertificate", "wafv2:CreateWebACL", "logs:CreateLogGroup"] {
                assert!(org.scp(member, &org.keepers()[3], careful(action, "*", EDGE_REGION)), "{action}");
                assert!(!org.scp(member, &org.keepers()[3], careful(action, "*", ELSEWHERE[0])), "{action}");
            }
        }
    }
}

/// The pipeline configures what monitors its account, and ends none of it.
#[test]
fn only_engineers_end_monitoring_and_only_they_and_the_pipeline_change_it() {
    for org in organizations() {
        let region = &org.design().state.region;
        let keepers = org.keepers();
        let actions = ENDS.map(|action| (action, &keepers[..3])).into_iter();
        let actions: Vec<_> = actions.chain(CHANGES.map(|action| (action, &keepers[..]))).collect();
        for (member, (action, may)) in
            org.members().into_iter().flat_map(|member| actions.iter().map(move |it| (member, *it)))
        {
            for who in org.everyone() {
                let allowed = org.scp(member, &who, careful(action, "*", region));
                assert_eq!(allowed, may.contains(&who), "{}: {who} {action}", member.design.name);
            }
        }
    }
}

/// What notifies people of attacks, with the actions that would end it, and one that the pipeline needs to configure it.
pub(crate) const NOTIFYING: [(&str, &[&str], &str); 4] = [
    (
        "aws_cloudwatch_metric_alarm",
        &["cloudwatch:DeleteAlarms", "cloudwatch:DisableAlarmActions", "cloudwatch:PutAlarmMuteRule"],
        "cloudwatch:PutMetricAlarm",
    ),
    ("aws_cloudwatch_log_group", &["logs:DeleteMetricFilter"], "logs:PutMetricFilter"),
    (
        "aws_cloudwatch_event_rule",
        &["events:DeleteRule", "events:DisableRule", "events:RemoveTargets"],
        "events:PutTargets",
    ),
    ("aws_sns_topic", &["sns:DeleteTopic", "sns:Unsubscribe"], "sns:SetTopicAttributes"),
];

/// The resources of a kind of [`NOTIFYING`] in the stacks that notify, as ARNs.
pub(crate) fn notifying(estate: &Estate, policies: &Policies<'_>, kind: &str) -> BTreeSet<String> {
    let inventory = &estate.inventory;
    let named = inventory.access.resource_names.values().filter_map(|name| name.entry.id());
    let wanted = named.filter(|entry| {
        let source = inventory.source_of(*entry).expect("a source");
        let layer = source.stack.rsplit('/').next().unwrap_or_default();
        // Nobody subscribes to the topic `trail`: programs that read the archive may. No alarm reads the log of the workflow
        // that runs after a finding was sent.
        let silent = ["aws_sns_topic.trail", "aws_cloudwatch_log_group.notified"];
        let notifies = ["logging", "oversight"].contains(&layer) && !silent.contains(&&*source.address);
        notifies && source.address.split('.').next() == Some(kind)
    });
    wanted.map(|entry| policies.arn(entry)).collect()
}

/// Otherwise somebody could act without being noticed.
#[test]
fn only_engineers_silence_what_notifies() {
    let mut seen = BTreeSet::new();
    for org in organizations() {
        let region = &org.design().state.region;
        let keepers = org.keepers();
        for (kind, ends, configures) in NOTIFYING {
            let arns = notifying(org.estate, &org.policies, kind);
            for (member, arn) in
                org.members().into_iter().flat_map(|it| arns.iter().map(move |arn| (it, arn)))
            {
                for who in org.everyone() {
                    let may = |action: &str| org.scp(member, &who, careful(action, arn, region));
                    for action in ends {
                        assert_eq!(may(action), keepers[..3].contains(&who), "{who} {action} {arn}");
                    }
                    assert_eq!(may(configures), keepers.contains(&who), "{who} {configures} {arn}");
                }
                seen.insert(kind);
            }
        }
        // What a site notifies with is removed with the site.
        let own = format!("arn:aws:cloudwatch:{region}:1:alarm:{}-de-latency", org.design().name);
        let member = org.members()[0];
        assert!(org.scp(member, &keepers[3], careful("cloudwatch:DeleteAlarms", &own, region)));
    }
    assert_eq!(seen.len(), NOTIFYING.len(), "{seen:?}");
}

/// Quotas of global services, support and notifications have endpoints in regions that the platform does not use.
#[test]
fn quotas_and_support_can_be_requested_in_their_regions() {
    for org in organizations() {
        for member in org.members() {
            for (action, region) in [
                ("servicequotas:RequestServiceQuotaIncrease", EDGE_REGION),
                ("servicequotas:GetServiceQuota", EDGE_REGION),
                ("notifications:CreateNotificationConfiguration", EDGE_REGION),
                ("trustedadvisor:ListRecommendations", "us-west-2"),
                ("supportplans:GetSupportPlan", "us-west-2"),
                ("support:CreateCase", EDGE_REGION),
            ] {
                let allowed = org.scp(member, &org.keepers()[3], careful(action, "*", region));
                assert!(allowed, "{}: {action} in {region}", member.design.name);
            }
        }
    }
}

#[test]
fn nobody_makes_credentials_that_last_or_leaves() {
    for org in organizations() {
        for (member, who) in org
            .members()
            .into_iter()
            .flat_map(|member| org.everyone().into_iter().map(move |who| (member, who)))
        {
            for action in
                LASTING.into_iter().chain(["organizations:LeaveOrganization", "account:CloseAccount"])
            {
                assert!(
                    !org.scp(member, &who, careful(action, "*", EDGE_REGION)),
                    "{}: {who} {action}",
                    member.design.name
                );
            }
            assert!(org.scp(member, &who, careful("iam:GetUser", "*", EDGE_REGION)), "{who}");
        }
    }
}

/// The root user may do nothing. The management account may take root actions, in a session with a condition
/// key for it.
#[test]
fn root_does_nothing_by_itself() {
    for org in organizations() {
        for member in org.members() {
            for action in
                ["s3:GetObject", "iam:ListRoles", "account:PutAlternateContact", "s3:DeleteBucketPolicy"]
            {
                let request = careful(action, "*", &org.design().state.region);
                assert!(!org.scp(member, "root", request.clone()), "{action}");
                assert!(org.scp(member, "root", request.with("aws:AssumedRoot", ["true"])), "{action}");
            }
        }
    }
}

#[test]
fn only_keepers_change_the_roles_of_the_pipeline() {
    for org in organizations() {
        let name = &org.design().name;
        for member in org.members() {
            let number = org.policies.account(member.id);
            let arn = |what: &str| format!("arn:aws:iam::{number}:{what}");
            for what in ["apply", "plan", "break-glass"].map(|role| arn(&format!("role/{name}-{role}"))) {
                for action in [
                    "iam:PassRole",
                    "iam:TagRole",
                    "iam:UpdateRole",
                    "iam:PutRolePolicy",
                    "iam:AttachRolePolicy",
                    "iam:UpdateAssumeRolePolicy",
                    "iam:DeleteRole",
                ] {
                    for who in org.everyone() {
                        let allowed = org.scp(member, &who, careful(action, &what, EDGE_REGION));
                        let keeper = org.keepers()[..3].contains(&who);
                        assert_eq!(allowed, keeper, "{}: {who} {action} {what}", member.design.name);
                    }
                }
            }
            let pipeline = &org.keepers()[3];
            let policy = arn(&format!("policy/{name}-boundary"));
            assert!(!org.scp(member, pipeline, careful("iam:CreatePolicyVersion", &policy, EDGE_REGION)));
            for action in [
                "iam:CreateOpenIDConnectProvider",
                "iam:CreateSAMLProvider",
                "rolesanywhere:CreateTrustAnchor",
            ] {
                assert!(!org.scp(member, pipeline, careful(action, "*", EDGE_REGION)), "{action}");
            }
            let provider = arn("oidc-provider/token.actions.githubusercontent.com");
            for action in
                ["iam:AddClientIDToOpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint"]
            {
                assert!(!org.scp(member, pipeline, careful(action, &provider, EDGE_REGION)), "{action}");
            }
            let role = arn(&format!("role/{name}-de-eu-central-1-api-task"));
            assert!(org.scp(member, pipeline, careful("iam:PutRolePolicy", &role, EDGE_REGION)));
            assert!(!org.scp(
                member,
                pipeline,
                careful("iam:DeleteRolePermissionsBoundary", &role, EDGE_REGION)
            ));
        }
    }
}

#[test]
fn data_are_encrypted_and_machines_ask_for_their_metadata_with_a_session() {
    for org in organizations() {
        let region = org.design().state.region.as_str();
        for member in org.members() {
            let pipeline = &org.keepers()[3];
            for (action, resource, key, refused) in [
                ("ec2:CreateVolume", "*", "ec2:Encrypted", "false"),
                ("rds:CreateDBInstance", "*", "rds:StorageEncrypted", "false"),
                ("rds:CreateDBCluster", "*", "rds:StorageEncrypted", "false"),
                ("s3:PutObject", "arn:aws:s3:::a/b", "aws:SecureTransport", "false"),
                (
                    "ec2:RunInstances",
                    "arn:aws:ec2:eu-west-1:1:instance/*",
                    "ec2:MetadataHttpTokens",
                    "optional",
                ),
                ("ec2:ModifySnapshotAttribute", "*", "ec2:Add/group", "all"),
            ] {
                let request = careful(action, resource, region);
                let sharing =
                    member.design.environment == Environment::Production && action.starts_with("ec2:ModifyS");
                assert_eq!(
                    org.scp(member, pipeline, request.clone()),
                    !sharing,
                    "{}: {action}",
                    member.design.name
                );
                assert!(
                    !org.scp(member, pipeline, request.with(key, [refused])),
                    "{}: {action}",
                    member.design.name
                );
            }
            // Instances of an Aurora cluster have no storage of their own, and send that it is not encrypted.
            let machine =
                careful("rds:CreateDBInstance", "*", region).with("rds:StorageEncrypted", ["false"]);
            assert!(org.scp(member, pipeline, machine.with("rds:DatabaseEngine", ["aurora-postgresql"])));
            let opening = careful("s3:PutAccountPublicAccessBlock", "*", region);
            for who in org.everyone() {
                assert_eq!(org.scp(member, &who, opening.clone()), org.keepers().contains(&who), "{who}");
            }
        }
    }
}

/// Access across accounts: by service control policies of the one and resource control policies of the other.
#[test]
fn environments_reach_no_production_but_their_own() {
    for org in organizations() {
        let production = |member: Member<'_>| member.design.environment == Environment::Production;
        for from in org.members() {
            for to in org.members() {
                let number = org.policies.account(from.id);
                for action in [
                    "s3:GetObject",
                    "kms:Decrypt",
                    "secretsmanager:GetSecretValue",
                    "sqs:SendMessage",
                    "sts:AssumeRole",
                ] {
                    let request = careful(action, "*", &org.design().state.region)
                        .with("aws:ResourceOrgPaths", [org.path(to.id)])
                        .with("aws:PrincipalAccount", [number.as_str()])
                        .with("aws:PrincipalOrgID", [org.own()])
                        .with("aws:PrincipalIsAWSService", ["false"]);
                    let name = format!("{} > {} {action}", from.design.name, to.design.name);
                    let reaches = !production(to) || production(from);
                    assert_eq!(org.scp(from, &org.keepers()[3], request.clone()), reaches, "{name}");
                    assert_eq!(org.passes(to.id, PolicyRole::ResourceControl, &request), reaches, "{name}");
                }
            }
            let sharing = [
                "ram:CreateResourceShare",
                "rds:ModifyDBSnapshotAttribute",
                "ec2:CreateVpcPeeringConnection",
            ];
            for action in sharing {
                let request = careful(action, "*", &org.design().state.region);
                assert_eq!(
                    org.scp(from, &org.keepers()[3], request),
                    !production(from),
                    "{}: {action}",
                    from.design.name
                );
            }
        }
    }
}

#[test]
fn nobody_from_outside_reaches_a_resource_and_no_service_that_works_for_them() {
    for org in organizations() {
        let manager = org
            .design()
            .accounts
            .iter()
            .find(|it| it.environment == Environment::Management)
            .expect("an account");
        let manager = org.policies.account(org.estate.account(&manager.name));
        for member in org.members() {
            for action in [
                "s3:PutObject",
                "kms:Decrypt",
                "secretsmanager:GetSecretValue",
                "sqs:SendMessage",
                "sts:AssumeRole",
                "dynamodb:GetItem",
                "ecr:BatchGetImage",
                "events:PutEvents",
                "logs:PutSubscriptionFilter",
                "wafv2:PutPermissionPolicy",
            ] {
                let ask = |request: Request| org.passes(member.id, PolicyRole::ResourceControl, &request);
                let name = format!("{}: {action}", member.design.name);
                let base = careful(action, "*", &org.design().state.region);
                let person = |account: &str, organization: Option<String>| {
                    let request = base
                        .clone()
                        .with("aws:PrincipalAccount", [account])
                        .with("aws:PrincipalIsAWSService", ["false"]);
                    organization.map_or(request.clone(), |it| request.with("aws:PrincipalOrgID", [it]))
                };
                assert!(!ask(person("999999999999", None)), "{name}: an account of no organization");
                assert!(
                    !ask(person("999999999999", Some("o-another".to_owned()))),
                    "{name}: another organization"
                );
                assert!(ask(person(&manager, Some(org.own()))), "{name}: the account that manages");
                let service = |organization: String| {
                    let request = base.clone().with("aws:PrincipalIsAWSService", ["true"]);
                    request
                        .with("aws:SourceOrgID", [organization])
                        .with("aws:SourceAccount", ["999999999999"])
                };
                let for_others = ["s3:", "kms:", "secretsmanager:", "sqs:", "sts:"];
                let covered = for_others.iter().any(|service| action.starts_with(service));
                let others = ask(service("o-another".to_owned()));
                assert_eq!(others, !covered, "{name}: a service that works for others");
                assert!(ask(service(org.own())), "{name}: a service that works for the organization");
                let silent = base.clone().with("aws:PrincipalIsAWSService", ["true"]);
                assert!(ask(silent), "{name}: a service that names nobody");
                let open = person(&manager, Some(org.own())).with("aws:SecureTransport", ["false"]);
                let guarded =
                    ["s3:PutObject", "secretsmanager:GetSecretValue", "sqs:SendMessage"].contains(&action);
                assert_eq!(ask(open), !guarded, "{name}: without TLS");
            }
        }
    }
}

/// A role of a member account can trust any identity provider: the tokens of the pipeline's repository are the only ones
/// that are accepted, and users sign in through Identity Center.
#[test]
fn tokens_of_other_identity_providers_are_refused() {
    const ISSUER: &str = "token.actions.githubusercontent.com";
    for org in organizations() {
        for member in org.members() {
            let ask = |request: Request| org.passes(member.id, PolicyRole::ResourceControl, &request);
            let token = Request::new("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::1:role/any");
            let github = |subject: &str, audience: &str| {
                let token = token.clone().with(&format!("{ISSUER}:sub"), [subject]);
                ask(token.with(&format!("{ISSUER}:aud"), [audience]))
            };
            let name = &member.design.name;
            assert!(github("repo:unknown:environment:production", "sts.amazonaws.com"), "{name}");
            assert!(!github("repo:another:environment:production", "sts.amazonaws.com"), "{name}");
            assert!(!github("repo:unknown:environment:production", "another"), "{name}");
            for subject in ["repo:unknown:ref:refs/heads/main", "repo:unknown:pull_request"] {
                assert!(!github(subject, "sts.amazonaws.com"), "{name}: {subject}");
            }
            assert!(!ask(token.clone()), "{name}: a token of another issuer");
            let user = |role: &str| ask(Request::new("sts:AssumeRoleWithSAML", role));
            assert!(user(
                "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_A_0"
            ));
            assert!(!user("arn:aws:iam::1:role/any"), "{name}: a user of another identity provider");
        }
    }
}

/// In an account that an attacker may control, roles of processes and of the pipeline do nothing.
#[test]
fn in_quarantine_nobody_but_engineers_does_anything() {
    for org in organizations() {
        let access = &org.estate.inventory.access;
        let mut units = access.units.iter();
        let unit = units.find(|(id, _)| org.estate.address(*id).ends_with(".quarantine"));
        let unit = EntryId::from(unit.unwrap_or_else(|| panic!("{}", org.estate.name)).0);
        let statements = org.policies.statements(unit, PolicyRole::ServiceControl);
        let region = &org.design().state.region;
        for (who, action) in org.everyone().iter().flat_map(|who| {
            let actions = ["ec2:DescribeInstances", "iam:CreateRole", "s3:GetObject", "sts:AssumeRole"];
            actions.map(|action| (who, action))
        }) {
            let request = careful(action, "*", region)
                .with("aws:PrincipalArn", [format!("arn:aws:iam::000000000001:{who}")]);
            let allowed = org.policies.allow(&statements, &request);
            assert_eq!(allowed, org.keepers()[..3].contains(who), "{}: {who} {action}", org.estate.name);
        }
    }
}

/// A policy that is attached to nothing, or to the wrong unit, has no effect.
#[test]
fn every_unit_is_bound_and_the_account_that_manages_is_not() {
    for org in organizations() {
        let access = &org.estate.inventory.access;
        for member in org.members() {
            let denials = |role| {
                let levels = org.units(member.id).into_iter().map(EntryId::from).chain([member.id.into()]);
                let statements = levels.flat_map(|level| org.policies.statements(level, role));
                statements.filter(|it| it.effect == Effect::Deny).count()
            };
            let found = BTreeMap::from(
                [PolicyRole::ServiceControl, PolicyRole::ResourceControl].map(|role| (role, denials(role))),
            );
            assert!(found.values().all(|count| *count > 0), "{}: {found:?}", member.design.name);
        }
        for role in [PolicyRole::ServiceControl, PolicyRole::ResourceControl] {
            let manager =
                access.accounts.iter().find(|(_, it)| it.management == true.into()).expect("an account");
            assert!(org.policies.attached(manager.0, role).is_empty(), "{}", org.estate.name);
        }
    }
}
