//! `aws_ssoadmin_permission_set`: what users may do, for how long, and in which accounts.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Handle, Policy, Statement, Value, Variable, body, deny};
use polder_design::{AccountId, Component, Design, Environment};

use crate::context::Context;
use crate::draft::Draft;
use crate::iam::administrator_policy::{self, Where};

/// A permission set.
struct Set {
    /// Its name.
    name: &'static str,
    /// Its description.
    description: &'static str,
    /// How long a session lasts.
    session: &'static str,
    /// AWS managed policies.
    policies: &'static [&'static str],
    /// The statements beside them.
    beside: fn(&Design) -> Option<Vec<Statement>>,
    /// The group that it is assigned to.
    group: &'static str,
    /// The accounts that it is assigned in.
    holds_in: fn(Environment) -> bool,
}

const SETS: [Set; 5] = [
    Set {
        name: "Administrator",
        description: "All services, without access management. For what neither the pipeline nor another set can do; every use is explained.",
        session: "PT1H",
        policies: &[administrator_policy::SERVICES],
        beside: |design| Some(administrator_policy::identities(design, Where::Anywhere, true)),
        group: "administrators",
        holds_in: |_| true,
    },
    Set {
        name: "PlatformEngineer",
        description: "Full access to services in accounts without customers.",
        session: "PT8H",
        policies: &["PowerUserAccess", "IAMReadOnlyAccess"],
        beside: |_| None,
        group: "engineers",
        holds_in: |of| matches!(of, Environment::Staging | Environment::Development),
    },
    Set {
        name: "ReadOnly",
        description: "Reads everything except customer data, secrets, and settings that contain secrets.",
        session: "PT8H",
        policies: &["ReadOnlyAccess"],
        beside: |_| Some(vec![no_contents(), no_secret_headers(), no_secrets_of_the_gateway()]),
        group: "engineers",
        holds_in: |_| true,
    },
    Set {
        name: "Billing",
        description: "Sees and pays the bills.",
        session: "PT8H",
        policies: &["job-function/Billing"],
        beside: |_| None,
        group: "accountants",
        holds_in: |of| of == Environment::Management,
    },
    Set {
        name: "SecurityAudit",
        description: "Reads the configuration and the findings of security services.",
        session: "PT8H",
        policies: &["SecurityAudit", "AWSSecurityHubReadOnlyAccess"],
        beside: |_| None,
        group: "auditors",
        holds_in: |_| true,
    },
];

/// Writes the permission sets and their assignments. The stack is in the region of the Identity Center
/// instance.
pub(crate) fn permission_sets(context: &Context<'_>, s: &Draft, mine: AccountId) {
    s.file(
        "permission_sets",
        "Engineers sign in through Identity Center and have no IAM users and no access keys. MFA for\n\
         everybody is a setting of the instance that the Terraform provider does not support: Settings, then\n\
         Authentication, then `Every time they sign in`, and `Require them to register a device`. The groups\n\
         come from the identity provider; the variables name them.",
    );
    let instances = s.data("aws_ssoadmin_instances", "main", body! {});
    let instance = one_of(&instances, "arns");
    let store = one_of(&instances, "identity_store_ids");
    let groups = groups(s, &store);
    for set in &SETS {
        permission_set(context, s, mine, set, &instance, &groups);
    }
}

fn one_of(instances: &Handle, attribute: &'static str) -> Value {
    Value::call("one", vec![Value::call("tolist", vec![instances.get(attribute)])])
}

fn groups(s: &Draft, store: &Value) -> BTreeMap<&'static str, Handle> {
    let group = |name: &'static str| {
        let display = s.variable(Variable {
            name: format!("group_{name}").into(),
            kind: "string".into(),
            description: format!("Name of the group of {name} in the identity provider.").into(),
            default: format!("platform-{name}").into(),
            sensitive: false,
            pattern: None,
            example: format!("platform-{name}").into(),
        });
        let group = s.data(
            "aws_identitystore_group",
            name,
            body! {
                identity_store_id = store;
                alternate_identifier {
                    unique_attribute {
                        attribute_path = "DisplayName";
                        attribute_value = display;
                    }
                }
            },
        );
        (name, group)
    };
    let names: BTreeSet<&'static str> = SETS.iter().map(|set| set.group).collect();
    names.into_iter().map(group).collect()
}

fn permission_set(
    context: &Context<'_>,
    s: &Draft,
    mine: AccountId,
    set: &Set,
    instance: &Value,
    groups: &BTreeMap<&'static str, Handle>,
) {
    let name = set.name.to_lowercase();
    let handle = s.resource(
        "aws_ssoadmin_permission_set",
        &name,
        body! {
            name = set.name;
            description = set.description;
            instance_arn = instance;
            session_duration = set.session;
        },
    );
    s.expect(
        format!("a session of {} lasts too long", set.name),
        handle.get("session_duration"),
        set.session,
    );
    for policy in set.policies {
        let last = policy.rsplit('/').next().unwrap_or(policy).to_lowercase();
        s.resource(
            "aws_ssoadmin_managed_policy_attachment",
            format!("{name}_{last}"),
            body! {
                instance_arn = instance;
                permission_set_arn = handle.arn();
                managed_policy_arn = format!("arn:aws:iam::aws:policy/{policy}");
            },
        );
    }
    if let Some(statements) = (set.beside)(context.design) {
        s.resource(
            "aws_ssoadmin_permission_set_inline_policy",
            &name,
            body! {
                instance_arn = instance;
                permission_set_arn = handle.arn();
                inline_policy = Policy::of(statements);
            },
        );
    }
    assignments(context, s, mine, set, instance, &handle, &groups[set.group]);
}

/// To see the configuration, nobody needs to see customer data.
fn no_contents() -> Statement {
    deny("NoContents").actions(CONTENTS).on("*")
}

/// Actions of the managed policy `ReadOnlyAccess`, and of those that it may get, that return contents of stores, messages,
/// logs and secrets.
const CONTENTS: [&str; 32] = [
    "athena:GetQueryResults*",
    "cloudtrail:GetQueryResults",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ecr:GetDownloadUrlForLayer",
    "kinesis:GetRecords",
    "kinesis:SubscribeToShard",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogObject",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "macie2:GetSensitiveDataOccurrences",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "s3:GetObject*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
    "ssm:GetSession*",
    "wafv2:GetSampledRequests",
    "xray:BatchGetTraces",
    "xray:GetTrace*",
];

/// Load balancers, web ACLs and distributions recognize each other by secret headers, which are part of their settings, and
/// of what AWS Config and CloudTrail record about these.
fn no_secret_headers() -> Statement {
    deny("NoSecretHeaders")
        .actions([
            "cloudfront:GetDistribution*",
            "cloudfront:ListDistributions*",
            "cloudtrail:LookupEvents",
            "config:BatchGet*ResourceConfig",
            "config:Get*ResourceConfig*",
            "config:Select*ResourceConfig",
            "elasticloadbalancing:DescribeRules",
            "wafv2:GetRuleGroup",
            "wafv2:GetWebACL*",
        ])
        .on("*")
}

/// The keys of partners, and the header by which CloudFront recognizes the managed API.
fn no_secrets_of_the_gateway() -> Statement {
    let settings =
        ["apikeys*", "restapis/*/resources*", "restapis/*/stages/*/exports*", "usageplans/*/keys*"];
    let arns = settings.map(|path| format!("arn:aws:apigateway:*::/{path}"));
    deny("NoSecretsOfTheGateway").actions(["apigateway:GET"]).on_all(arns)
}

fn assignments(
    context: &Context<'_>,
    s: &Draft,
    mine: AccountId,
    set: &Set,
    instance: &Value,
    handle: &Handle,
    group: &Handle,
) {
    let design: &Design = context.design;
    for account in &design.accounts {
        if !(set.holds_in)(account.environment) {
            continue;
        }
        let _account = s.part(Component::Account(account.id));
        s.resource(
            "aws_ssoadmin_account_assignment",
            format!("{}_{}", set.name.to_lowercase(), account.name),
            body! {
                instance_arn = instance;
                permission_set_arn = handle.arn();
                principal_type = "GROUP";
                principal_id = group.get("group_id");
                target_type = "AWS_ACCOUNT";
                target_id = context.account_number(s, mine, account.id);
            },
        );
    }
}
