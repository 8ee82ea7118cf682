//! The roles of the delivery pipeline: one that plans and one that applies, for one repository and
//! environment.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, Variable, allow, body, deny, text};
use polder_design::delivery::{Phase, REPOSITORY_VARIABLE};
use polder_design::{Account, BucketKind, Component, Design};

use crate::draft::Draft;
use crate::iam::administrator_policy::{self, ISSUER};
use crate::iam::break_glass;
use crate::names::{GLOBAL_REGION, account};
use crate::organization::accounts;
use crate::pipeline::bootstrap_arns;
use crate::pipeline::workflow::AUDIENCE;
use crate::storage::s3_bucket;

/// Writes the pipeline's roles in an account.
pub(crate) fn deploy_roles(s: &Draft, design: &Design, of: &Account) {
    s.file(
        "deploy_roles",
        "The pipeline has no keys: GitHub issues a signed token with the repository and the environment of a\n\
         run, which may assume one of two roles for an hour. One reads and plans, in an environment without\n\
         approval; the other applies, only in this account's environment, which engineers approve.",
    );
    let repository = s.variable(Variable {
        name: REPOSITORY_VARIABLE.into(),
        kind: "string".into(),
        description: "Repository of the pipeline, as `owner/name`.".into(),
        default: Value::Null,
        sensitive: false,
        pattern: Some(("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", "A repository has an owner and a name.")),
        example: "example/platform".into(),
    });
    let provider = s.resource(
        "aws_iam_openid_connect_provider",
        "github",
        body! {
            url = format!("https://{ISSUER}");
            client_id_list = [AUDIENCE];
        },
    );
    s.local("environment", &of.name);
    // The environment of the jobs that `polder init --ci github` writes. Plans read what the stacks refer to,
    // and need no approval.
    let subject = |phase: Phase| {
        let environment =
            text!["environment:", Value::Local("environment".into()), phase.environment_suffix()];
        text!["repo:", &repository, ":", environment]
    };
    let plan = role(s, design, &provider, Phase::Plan, "Plans; read-only.", subject(Phase::Plan));
    let apply = role(s, design, &provider, Phase::Apply, "Applies approved plans.", subject(Phase::Apply));
    let of_plan = s.part(Component::Delivery(Phase::Plan));
    planning(s, design, of, &plan);
    drop(of_plan);
    let of_apply = s.part(Component::Delivery(Phase::Apply));
    applying(s, design, of, &apply);
    drop(of_apply);
    permissions_boundary(s, design);
    let trust = apply.get("max_session_duration");
    s.expect("a session of the pipeline lasts longer than an hour", trust, 3600);
}

fn role(
    s: &Draft,
    design: &Design,
    provider: &Handle,
    phase: Phase,
    description: &'static str,
    subject: Value,
) -> Handle {
    let _phase = s.part(Component::Delivery(phase));
    s.resource(
        "aws_iam_role",
        phase.word(),
        body! {
            name = phase.role(design);
            description = description;
            max_session_duration = 3600;
            assume_role_policy = Policy::of([
                allow("Pipeline")
                    .to(Principals::federated(vec![provider.arn()]))
                    .actions(["sts:AssumeRoleWithWebIdentity"])
                    .when("StringEquals", format!("{ISSUER}:aud"), [AUDIENCE])
                    .when("StringLike", format!("{ISSUER}:sub"), [subject]),
            ]);
        },
    )
}

/// The bucket's policy denies the states of other folders.
fn state(s: &Draft, design: &Design, write: bool) -> Vec<Statement> {
    let bucket = bootstrap_arns::state_bucket(s, design);
    let objects = |end: &'static str| text![bucket.clone(), end];
    let via = [text!["s3.", design.state.region.clone(), ".amazonaws.com"]];
    let mut statements = vec![
        allow("ReadState").actions(["s3:GetObject"]).on(objects("/*")),
        allow("ListState").actions(["s3:ListBucket"]).on(bucket.clone()),
        allow("LockState").actions(["s3:PutObject", "s3:DeleteObject"]).on(objects("/*.tflock")),
        allow("StateKey")
            .actions(["kms:Decrypt", "kms:GenerateDataKey"])
            .on(text!["arn:aws:kms:", design.state.region.clone(), ":*:key/*"])
            .when("StringEquals", "kms:ViaService", via),
    ];
    if write {
        statements.push(allow("WriteState").actions(["s3:PutObject"]).on(objects("/*.tfstate")));
    }
    statements
}

/// A plan reads the configuration, and not customer data. It must read secrets: Terraform compares them.
fn planning(s: &Draft, design: &Design, of: &Account, role: &Handle) {
    s.resource(
        "aws_iam_role_policy_attachment",
        "plan",
        body! {
            role = role.name();
            policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
        },
    );
    let messages = ["sqs:ReceiveMessage", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"];
    let mut statements = state(s, design, false);
    statements.push(allow("CompareSecrets").actions(["secretsmanager:GetSecretValue"]).on(text![
        "arn:aws:secretsmanager:*:",
        account(),
        format!(":secret:{}/*", design.name)
    ]));
    statements.push(
        allow("SecretsKey").actions(["kms:Decrypt"]).on(text!["arn:aws:kms:*:", account(), ":key/*"]).when(
            "StringLike",
            "kms:ViaService",
            ["secretsmanager.*.amazonaws.com"],
        ),
    );
    // Environments of functions and inputs of schedules are encrypted, and whoever reads them must be able to
    // decrypt: without that, a plan would see none and want to write them again each time.
    statements.push(
        allow("CompareSettings")
            .actions(["kms:Decrypt"])
            .on(text!["arn:aws:kms:*:", account(), ":key/*"])
            .when("StringLike", "kms:ViaService", ["lambda.*.amazonaws.com", "scheduler.*.amazonaws.com"]),
    );
    let buckets = contents(s, design, of, |kind| kind != BucketKind::Static);
    if !buckets.is_empty() {
        let buckets: Vec<Value> = buckets.into_iter().map(|bucket| text![bucket, "/*"]).collect();
        statements.push(deny("NoContents").actions(["s3:GetObject", "s3:GetObjectVersion"]).on_all(buckets));
    }
    // Static files contain no customer data, and among them are the error pages, which Terraform compares.
    let pages = contents(s, design, of, |kind| kind == BucketKind::Static);
    if !pages.is_empty() {
        // The encryption context is the object, or the bucket if it uses bucket keys.
        let pages: Vec<Value> = pages.into_iter().flat_map(|it| [text![&it, "/*"], it]).collect();
        statements.push(
            allow("ComparePages")
                .actions(["kms:Decrypt"])
                .on(text!["arn:aws:kms:*:", account(), ":key/*"])
                .when("StringLike", "kms:ViaService", ["s3.*.amazonaws.com"])
                .when("StringLike", "kms:EncryptionContext:aws:s3:arn", pages),
        );
    }
    statements.push(deny("NoMessages").actions(messages).on("*"));
    inline(s, role, Phase::Plan.word(), statements);
}

/// The buckets of some kinds of an account's sites.
fn contents(s: &Draft, design: &Design, of: &Account, kinds: fn(BucketKind) -> bool) -> Vec<Value> {
    let sites = design.sites.iter().filter(|site| design.accounts[site.account].name == of.name);
    let buckets = sites.flat_map(|site| site.buckets.iter().map(move |bucket| (site, bucket)));
    let wanted = buckets.filter(|(_, bucket)| kinds(bucket.kind));
    wanted.map(|(site, bucket)| s3_bucket::spelled_arn(s, design, site, bucket)).collect()
}

/// An apply may use all services of the platform, and create roles only with the permissions boundary.
fn applying(s: &Draft, design: &Design, of: &Account, role: &Handle) {
    s.resource(
        "aws_iam_role_policy_attachment",
        "apply",
        body! {
            role = role.name();
            policy_arn = format!("arn:aws:iam::aws:policy/{}", administrator_policy::SERVICES);
        },
    );
    // The platform's own roles: not those that Identity Center manages.
    let here = |kind: &str| text!["arn:aws:iam::", account(), format!(":{kind}/{}-*", design.name)];
    let within = [bootstrap_arns::boundary(s, design)];
    let mut statements = state(s, design, true);
    statements.extend([
        allow("ReadIdentities").actions(["iam:Get*", "iam:List*"]).on("*").when(
            "StringEquals",
            "aws:RequestedRegion",
            [GLOBAL_REGION],
        ),
        allow("MakeRolesInsideTheBoundary")
            .actions([
                "iam:CreateRole",
                "iam:PutRolePolicy",
                "iam:AttachRolePolicy",
                "iam:DetachRolePolicy",
                "iam:DeleteRolePolicy",
                "iam:PutRolePermissionsBoundary",
            ])
            .on(here("role"))
            .when("StringEquals", "iam:PermissionsBoundary", within),
        allow("KeepRoles")
            .actions([
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
                "iam:UpdateAssumeRolePolicy",
                "iam:DeleteRole",
                "iam:TagRole",
                "iam:UntagRole",
            ])
            .on(here("role")),
        // With their tags: the provider writes the default tags with an action of its own.
        allow("MakeTheRolesOfServices")
            .actions(["iam:CreateServiceLinkedRole", "iam:TagRole", "iam:UntagRole"])
            .on(text!["arn:aws:iam::", account(), ":role/aws-service-role/*"]),
        allow("KeepPoliciesAndProfiles")
            .actions([
                "iam:CreatePolicy",
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:TagPolicy",
                "iam:UntagPolicy",
                "iam:CreateInstanceProfile",
                "iam:DeleteInstanceProfile",
                "iam:AddRoleToInstanceProfile",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:TagInstanceProfile",
                "iam:UntagInstanceProfile",
            ])
            .on_all([here("policy"), here("instance-profile")]),
        allow("HandRolesToServices").actions(["iam:PassRole"]).on(here("role")).when(
            "StringLike",
            "iam:PassedToService",
            ["*.amazonaws.com"],
        ),
        // Actions without resource-level permissions.
        allow("KeepTheAccount")
            .actions([
                "iam:UpdateAccountPasswordPolicy",
                "account:GetAlternateContact",
                "account:PutAlternateContact",
                "account:DeleteAlternateContact",
            ])
            .on("*")
            .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
        itself(s, design),
    ]);
    if of.environment == polder_design::Environment::Management {
        statements.extend(of_all_accounts(design));
        statements.push(
            allow("KeepTheOrganization")
                .actions([
                    "organizations:*",
                    "account:*",
                    "iam:EnableOrganizationsRootCredentialsManagement",
                    "iam:EnableOrganizationsRootSessions",
                ])
                .on("*")
                .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
        );
    }
    inline(s, role, Phase::Apply.word(), statements);
}

/// What the pipeline of the management account needs in addition, and which roles it may not assume.
fn of_all_accounts(design: &Design) -> [Statement; 4] {
    let here = |what: &str| text!["arn:aws:iam::", account(), format!(":{what}")];
    [
        // In this account Identity Center creates its roles with the permissions of the caller who assigns
        // users.
        allow("AssignPeopleHere")
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
            .on(here("role/aws-reserved/sso.amazonaws.com/*")),
        allow("LetThemIn")
            .actions(["iam:CreateSAMLProvider", "iam:UpdateSAMLProvider", "iam:TagSAMLProvider"])
            .on(here("saml-provider/AWSSSO_*")),
        // These roles of member accounts trust the management account: with them, one run could change the
        // security of all accounts.
        deny("NoWayIntoOtherAccounts").actions(["sts:AssumeRole"]).on_all([
            "arn:aws:iam::*:role/OrganizationAccountAccessRole".to_owned(),
            format!("arn:aws:iam::*:role/{}", break_glass::name(design)),
        ]),
        deny("NoRootOfOtherAccounts").actions(["sts:AssumeRoot"]).on("*"),
    ]
}

/// What the pipeline may not change: its own roles, the break-glass role, and the permissions boundary. They
/// belong to the stack `bootstrap`, which engineers apply.
fn itself(s: &Draft, design: &Design) -> Statement {
    deny("NeverItself")
        .actions([
            "iam:AttachRolePolicy",
            "iam:PutRolePolicy",
            "iam:DetachRolePolicy",
            "iam:DeleteRolePolicy",
            "iam:DeleteRole",
            "iam:UpdateAssumeRolePolicy",
            "iam:PutRolePermissionsBoundary",
            "iam:DeleteRolePermissionsBoundary",
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:SetDefaultPolicyVersion",
        ])
        .on_all([
            bootstrap_arns::role(s, design, Phase::Plan),
            bootstrap_arns::role(s, design, Phase::Apply),
            bootstrap_arns::break_glass(s, design),
            bootstrap_arns::boundary(s, design),
        ])
}

fn inline(s: &Draft, role: &Handle, name: &'static str, statements: Vec<Statement>) {
    s.resource(
        "aws_iam_role_policy",
        name,
        body! {
            name = "pipeline";
            role = role.id();
            policy = Policy::of(statements);
        },
    );
}

/// The platform's regions, and that of global services.
fn regions(design: &Design) -> Vec<String> {
    let mut regions = accounts::used_regions(design);
    if !regions.iter().any(|region| region == GLOBAL_REGION) {
        regions.push(GLOBAL_REGION.to_owned());
    }
    regions
}

/// The most that any role of the platform can ever do, whatever its own policies allow.
fn permissions_boundary(s: &Draft, design: &Design) {
    s.file(
        "permissions_boundary",
        "The permissions boundary of every role that the pipeline creates: the platform's services, but never\n\
         IAM users, organizations, the trail, or the security services.",
    );
    let services = [
        "acm",
        "apigateway",
        "application-autoscaling",
        "autoscaling",
        "backup",
        "backup-storage",
        "cloudfront",
        "cloudwatch",
        "dynamodb",
        "ec2",
        "ecr",
        "ecs",
        "eks",
        "elasticache",
        "elasticfilesystem",
        "elasticloadbalancing",
        "eks-auth",
        "events",
        "kms",
        "lambda",
        "logs",
        "rds",
        "rds-db",
        "route53",
        "s3",
        "scheduler",
        "secretsmanager",
        "sns",
        "sqs",
        "ssm",
        "ssmmessages",
        "ec2messages",
        "sts",
        "tag",
        "wafv2",
        "xray",
    ];
    s.resource(
        "aws_iam_policy",
        "boundary",
        body! {
            name = bootstrap_arns::boundary_name(design);
            description = "Permissions boundary of the platform's roles.";
            policy = Policy::of([
                // What the service control policies deny is denied here, too: they do not apply to the
                // management account.
                allow("ServicesOfThePlatform")
                    .actions(services.map(|service| format!("{service}:*")))
                    .on("*")
                    .when("StringEquals", "aws:RequestedRegion", regions(design)),
                // AWS Config's aggregator lists the accounts of the organization.
                allow("AskForTheOrganization")
                    .actions(["organizations:Describe*", "organizations:List*"])
                    .on("*")
                    .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
                allow("HandOnTheirRoles").actions(["iam:PassRole"]).on(
                    text!["arn:aws:iam::", account(), ":role/", format!("{}-*", design.name)],
                ),
                deny("NeverThePipeline")
                    .actions(["sts:AssumeRole"])
                    .on_all(Phase::ALL.map(|phase| bootstrap_arns::role(s, design, phase))),
                deny("NeverKeysForGood")
                    .actions(["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:DisableKey"])
                    .on("*"),
            ]);
        },
    );
}
