//! Misconfigurations that let anybody act on a resource, each as a small plan of somebody else.

use crate::plan::{ACCOUNT, Plan, actions, document};
use serde_json::{Value as Json, json};

const OUTSIDERS: &str = "access.outsiders";

fn statement(who: &Json, actions: &Json, resource: &str) -> Json {
    json!({"Effect": "Allow", "Principal": who, "Action": actions, "Resource": resource})
}

fn with_condition(mut statement: Json, condition: Json) -> Json {
    statement["Condition"] = condition;
    statement
}

/// Objects that everyone may read.
fn public() -> Json {
    statement(&json!("*"), &json!("s3:GetObject"), "arn:aws:s3:::shop-media/*")
}

/// A bucket with a policy.
fn bucket_of(plan: Plan, policy: &Json) -> Plan {
    plan.with("aws_s3_bucket", "main", json!({"bucket": "shop-media"})).with(
        "aws_s3_bucket_policy",
        "main",
        json!({"bucket": "shop-media", "policy": document(policy)}),
    )
}

fn bucket(policy: &Json) -> Plan {
    bucket_of(Plan::of_known_account(), policy)
}

/// A bucket whose objects everyone may read under a condition.
fn readable(condition: Json) -> Plan {
    bucket(&with_condition(public(), condition))
}

/// A condition on addresses.
fn address(operator: &str, block: &str) -> Json {
    json!({operator: {"aws:SourceIp": block}})
}

fn role(principal: &Json, condition: Option<Json>) -> Plan {
    let mut trust = json!({"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
        "Principal": principal});
    if let Some(condition) = condition {
        trust["Condition"] = condition;
    }
    Plan::of_known_account().with(
        "aws_iam_role",
        "main",
        json!({"name": "main", "assume_role_policy": document(&trust)}),
    )
}

fn key(who: &Json) -> Plan {
    let own = statement(&json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}), &json!("kms:*"), "*");
    let policy = document(&json!([own, statement(who, &json!("kms:Decrypt"), "*")]));
    Plan::of_known_account().with("aws_kms_key", "main", json!({"policy": policy}))
}

fn queue(statement: &Json) -> Plan {
    Plan::of_known_account().with(
        "aws_sqs_queue",
        "main",
        json!({"name": "orders", "policy": document(statement)}),
    )
}

fn topic(statement: &Json) -> Plan {
    Plan::of_known_account().with(
        "aws_sns_topic",
        "main",
        json!({"name": "events", "policy": document(statement)}),
    )
}

fn permission(principal: &str, account: Option<&str>) -> Plan {
    let mut values = json!({"statement_id": "call", "action": "lambda:InvokeFunction", "function_name": "main",
        "principal": principal});
    if let Some(account) = account {
        values["source_account"] = json!(account);
    }
    Plan::of_known_account()
        .with(
            "aws_lambda_function",
            "main",
            json!({"function_name": "main",
            "role": format!("arn:aws:iam::{ACCOUNT}:role/function")}),
        )
        .with("aws_lambda_permission", "main", values)
}

/// A plan in which anybody can act: its name, the plan, the action of the witness.
type Open = (&'static str, Plan, &'static str);

/// Buckets.
fn open_buckets() -> Vec<Open> {
    let everyone = json!("*");
    let each = json!({"AWS": "*"});
    let foreign = json!({"AWS": "arn:aws:iam::444455556666:root"});
    let read = json!("s3:GetObject");
    let objects = "arn:aws:s3:::shop-media/*";
    let named = json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy"}});
    vec![
        ("a bucket for everyone", bucket(&statement(&everyone, &read, objects)), "s3:GetObject"),
        ("a bucket for all accounts", bucket(&statement(&each, &read, objects)), "s3:GetObject"),
        ("a bucket to write to", bucket(&statement(&everyone, &json!("s3:Put*"), objects)), "s3:PutObject"),
        (
            "a bucket of which all is allowed",
            bucket(&statement(&everyone, &json!("*"), objects)),
            "s3:GetObject",
        ),
        ("a bucket for another account", bucket(&statement(&foreign, &read, objects)), "s3:GetObject"),
        (
            "a bucket for roles of a name",
            bucket(&with_condition(statement(&everyone, &read, objects), named)),
            "s3:GetObject",
        ),
        (
            "a bucket for all but one",
            bucket(
                &json!({"Effect": "Allow", "NotPrincipal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")},
                "Action": "s3:GetObject", "Resource": objects}),
            ),
            "s3:GetObject",
        ),
        (
            "a bucket with a list for everyone",
            Plan::of_known_account().with("aws_s3_bucket", "main", json!({"bucket": "shop-media"})).with(
                "aws_s3_bucket_acl",
                "main",
                json!({"bucket": "shop-media", "acl": "public-read"}),
            ),
            "s3:ListBucket",
        ),
    ]
}

/// Resources for everyone, which a condition gives to somebody outside.
fn open_by_conditions() -> Vec<Open> {
    let everyone = json!("*");
    let decrypt = with_condition(
        statement(&json!({"AWS": "*"}), &json!("kms:Decrypt"), "*"),
        json!({"StringEquals": {"kms:CallerAccount": "444455556666"}}),
    );
    let publish = with_condition(
        statement(&everyone, &json!("sns:Publish"), "*"),
        json!({"StringEquals": {"AWS:SourceOwner": "444455556666"}}),
    );
    vec![
        (
            "a bucket for everyone of another account",
            readable(json!({"StringEquals": {"aws:PrincipalAccount": [ACCOUNT, "444455556666"]}})),
            "s3:GetObject",
        ),
        (
            "a key for everyone of another account",
            Plan::of_known_account().with("aws_kms_key", "main", json!({"policy": document(&decrypt)})),
            "kms:Decrypt",
        ),
        ("a topic for everyone of another account", topic(&publish), "sns:Publish"),
        (
            "a bucket for accounts of a pattern",
            readable(json!({"StringLike": {"aws:PrincipalAccount": "4444*66"}})),
            "s3:GetObject",
        ),
        (
            "a bucket for a role in accounts of a pattern",
            readable(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::21*:role/x"}})),
            "s3:GetObject",
        ),
        (
            "a bucket for users of a name",
            readable(json!({"StringLike": {"aws:username": "bob*"}})),
            "s3:GetObject",
        ),
        (
            "a bucket for all users",
            readable(json!({"StringEquals": {"aws:PrincipalType": "User"}})),
            "s3:GetObject",
        ),
        (
            "a bucket for sessions of a name",
            readable(json!({"StringLike": {"aws:userid": "*:deploy"}})),
            "s3:GetObject",
        ),
    ]
}

/// Roles for jobs of repositories whose owner is not fixed.
fn open_to_jobs() -> Vec<Open> {
    let of = |issuer: &str, claim: &str, pattern: &str| {
        let provider = json!({"Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}")});
        role(&provider, Some(json!({"StringLike": {format!("{issuer}:{claim}"): pattern}})))
    };
    let github = "token.actions.githubusercontent.com";
    let rows = [
        ("a role for projects of a name", of("gitlab.com", "sub", "project_path:*/shop:*")),
        ("a role for groups that start so", of("gitlab.com", "sub", "project_path:shop*")),
        ("a role for repositories that are called so", of(github, "repository", "*/shop")),
        ("a role for owners that start so", of(github, "repository_owner", "shop*")),
        (
            "a role for a workflow of any owner",
            of(github, "job_workflow_ref", "*/shop/.github/workflows/a.yml@*"),
        ),
    ];
    rows.map(|(name, plan)| (name, plan, "sts:AssumeRoleWithWebIdentity")).to_vec()
}

/// Roles.
fn open_roles() -> Vec<Open> {
    let each = json!({"AWS": "*"});
    let foreign = json!({"AWS": "arn:aws:iam::444455556666:root"});
    let github = json!({"Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com")});
    let audience = json!({"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}});
    let any_owner = json!({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*/shop:*"}});
    vec![
        ("a role for everyone", role(&each, None), "sts:AssumeRole"),
        ("a role for another account", role(&foreign, None), "sts:AssumeRole"),
        (
            "a role for another account with an identifier",
            role(&foreign, Some(json!({"StringEquals": {"sts:ExternalId": "shop"}}))),
            "sts:AssumeRole",
        ),
        ("a role for all repositories", role(&github, Some(audience)), "sts:AssumeRoleWithWebIdentity"),
        (
            "a role for repositories of a name",
            role(&github, Some(any_owner)),
            "sts:AssumeRoleWithWebIdentity",
        ),
        (
            "a role for visitors without an account",
            role(&json!({"Federated": "cognito-identity.amazonaws.com"}), None),
            "sts:AssumeRoleWithWebIdentity",
        ),
    ]
}

/// Keys, messages and secrets.
fn open_stores() -> Vec<Open> {
    let everyone = json!("*");
    let each = json!({"AWS": "*"});
    let foreign = json!({"AWS": "arn:aws:iam::444455556666:root"});
    let queue_of = |who: &Json| statement(who, &json!("sqs:*"), "*");
    let topic_of = |who: &Json| statement(who, &json!(["sns:Publish", "sns:Subscribe"]), "*");
    vec![
        ("a key for everyone", key(&each), "kms:Decrypt"),
        ("a key for another account", key(&foreign), "kms:Decrypt"),
        ("a queue for everyone", queue(&queue_of(&everyone)), "sqs:ReceiveMessage"),
        ("a queue for another account", queue(&queue_of(&foreign)), "sqs:ReceiveMessage"),
        ("a topic for everyone", topic(&topic_of(&everyone)), "sns:Publish"),
        (
            "a secret for everyone",
            Plan::of_known_account().with(
                "aws_secretsmanager_secret",
                "main",
                json!({"name": "token",
                "policy": document(&statement(&each, &json!("secretsmanager:GetSecretValue"), "*"))}),
            ),
            "secretsmanager:GetSecretValue",
        ),
    ]
}

/// What services offer.
fn open_services() -> Vec<Open> {
    let everyone = json!("*");
    let each = json!({"AWS": "*"});
    vec![
        (
            "a registry for everyone",
            Plan::of_known_account().with("aws_ecr_repository", "main", json!({"name": "shop"})).with(
                "aws_ecr_repository_policy",
                "main",
                json!({"repository": "shop", "policy": document(&json!({"Effect": "Allow", "Principal": "*",
                    "Action": ["ecr:BatchGetImage", "ecr:PutImage"]}))}),
            ),
            "ecr:BatchGetImage",
        ),
        ("a function for everyone", permission("*", None), "lambda:InvokeFunction"),
        ("a function for another account", permission("444455556666", None), "lambda:InvokeFunction"),
        (
            "a vault for everyone",
            Plan::of_known_account().with("aws_backup_vault", "main", json!({"name": "copies"})).with(
                "aws_backup_vault_policy",
                "main",
                json!({"backup_vault_name": "copies",
                    "policy": document(&statement(&each, &json!("backup:*"), "*"))}),
            ),
            "backup:CopyIntoBackupVault",
        ),
        (
            "a file system for everyone",
            Plan::of_known_account()
                .with("aws_efs_file_system", "main", json!({"creation_token": "files"}))
                .with(
                    "aws_efs_file_system_policy",
                    "main",
                    json!({"file_system_id": {"from": "aws_efs_file_system.main.id"},
                    "policy": document(&statement(&each, &json!("elasticfilesystem:ClientMount"), "*"))}),
                ),
            "elasticfilesystem:ClientMount",
        ),
        (
            "a bus for everyone",
            Plan::of_known_account()
                .with("aws_cloudwatch_event_bus", "main", json!({"name": "orders"}))
                .with(
                    "aws_cloudwatch_event_bus_policy",
                    "main",
                    json!({"event_bus_name": "orders",
                    "policy": document(&statement(&everyone, &json!("events:PutEvents"), "*"))}),
                ),
            "events:PutEvents",
        ),
    ]
}

/// Resources for everyone, from places that a condition does not confine.
fn open_to_places() -> Vec<Open> {
    let of = |operator: &str, block: &str| readable(address(operator, block));
    let denied = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
        "Condition": address("IpAddress", "0.0.0.0/8")});
    let but_the_first = json!([with_condition(public(), address("IpAddress", "0.0.0.0/0")), denied]);
    let rows = [
        ("a bucket for all addresses", of("IpAddress", "0.0.0.0/0")),
        ("a bucket for half of all addresses", of("IpAddress", "128.0.0.0/1")),
        ("a bucket for all addresses but one", of("NotIpAddress", "203.0.113.7/32")),
        ("a bucket for all addresses but the first block", bucket(&but_the_first)),
        ("a bucket for all addresses of version 6", of("IpAddress", "::/0")),
        ("a bucket for one address, and for who has none", of("IpAddressIfExists", "203.0.113.7/32")),
        ("a bucket for any endpoint", readable(json!({"Null": {"aws:SourceVpce": "false"}}))),
        (
            "a bucket for an endpoint in any part of an organization",
            readable(json!({"ForAnyValue:StringLike": {"aws:VpceOrgPaths": "o-*"}})),
        ),
        ("a bucket for networks of a pattern", readable(json!({"StringLike": {"aws:SourceVpc": "vpc-*"}}))),
    ];
    rows.map(|(name, plan)| (name, plan, "s3:GetObject")).to_vec()
}

/// All of them.
fn open() -> Vec<Open> {
    let conditions = [open_by_conditions(), open_to_jobs(), open_to_places()].concat();
    [open_buckets(), open_roles(), open_stores(), open_services(), conditions].concat()
}

/// Plans in which conditions, blocks or the account keep strangers out.
fn closed() -> Vec<(&'static str, Plan)> {
    let everyone = json!("*");
    let only = |operator: &str, key: &str, value: &str| readable(json!({operator: {key: value}}));
    let github = json!({"Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com")});
    let own_repository =
        json!({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:shop/shop:*"}});
    let cluster = "oidc.eks.eu-west-1.amazonaws.com/id/ABCD";
    let pods = json!({"Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{cluster}")});
    let of_namespace = json!({"StringLike": {format!("{cluster}:sub"): "system:serviceaccount:shop:*"}});
    let publish = statement(&everyone, &json!("sns:Publish"), "*");
    vec![
        ("a role of pods of a namespace", role(&pods, Some(of_namespace))),
        (
            "a bucket of a role of its account",
            only("ArnLike", "aws:PrincipalArn", &format!("arn:aws:iam::{ACCOUNT}:role/*")),
        ),
        ("a bucket of the organization", only("StringEquals", "aws:PrincipalOrgID", "o-1234567890")),
        ("a bucket behind an endpoint", only("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d")),
        ("a bucket of its account", only("StringEquals", "aws:PrincipalAccount", ACCOUNT)),
        (
            "a bucket whose public policy is without effect",
            bucket(&public()).with(
                "aws_s3_bucket_public_access_block",
                "main",
                json!({"bucket": "shop-media", "block_public_acls": true, "block_public_policy": true,
                    "ignore_public_acls": true, "restrict_public_buckets": true}),
            ),
        ),
        (
            "a bucket whose public list is without effect",
            Plan::of_known_account()
                .with("aws_s3_bucket", "main", json!({"bucket": "shop-media"}))
                .with("aws_s3_bucket_acl", "main", json!({"bucket": "shop-media", "acl": "public-read"}))
                .with(
                    "aws_s3_bucket_public_access_block",
                    "main",
                    json!({"bucket": "shop-media",
                    "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true,
                    "restrict_public_buckets": true}),
                ),
        ),
        ("a role of its own account", role(&json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}), None)),
        ("a role of a service", role(&json!({"Service": "ec2.amazonaws.com"}), None)),
        ("a role of one repository", role(&github, Some(own_repository))),
        ("a key of its account", key(&json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:role/shop")}))),
        (
            "a topic with the policy that AWS gives it",
            topic(&with_condition(publish, json!({"StringEquals": {"AWS:SourceOwner": ACCOUNT}}))),
        ),
        (
            "a queue that a topic of the account fills",
            queue(&with_condition(
                statement(&everyone, &json!("sqs:SendMessage"), "*"),
                json!({"ArnEquals": {"aws:SourceArn": format!("arn:aws:sns:eu-west-1:{ACCOUNT}:events")}}),
            )),
        ),
        ("a function that a service calls", permission("s3.amazonaws.com", Some(ACCOUNT))),
        (
            "denied again",
            bucket(&json!([public(), {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}}}])),
        ),
    ]
}

fn secret(statement: &Json) -> Plan {
    let values = json!({"name": "token", "policy": document(statement)});
    Plan::of_known_account().with("aws_secretsmanager_secret", "main", values)
}

fn file_system(statement: &Json) -> Plan {
    Plan::of_known_account().with("aws_efs_file_system", "main", json!({"creation_token": "files"})).with(
        "aws_efs_file_system_policy",
        "main",
        json!({"file_system_id": {"from": "aws_efs_file_system.main.id"}, "policy": document(statement)}),
    )
}

/// What only AWS, only known addresses, or only networks of the estate can use.
fn closed_places() -> Vec<(&'static str, Plan)> {
    let each = json!({"AWS": "*"});
    let from = |block: &str| readable(address("IpAddress", block));
    let mut denied = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"});
    denied["Condition"] = address("NotIpAddress", "203.0.113.7/32");
    let plain = json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}});
    let own = |action: &str| {
        statement(&json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}), &json!(action), "*")
    };
    let logs = |number: &str| {
        let account = json!({"AWS": format!("arn:aws:iam::{number}:root")});
        statement(&account, &json!("s3:PutObject"), "arn:aws:s3:::shop-media/AWSLogs/*")
    };
    let signed = with_condition(
        statement(&each, &json!("secretsmanager:GetSecretValue"), "*"),
        json!({"StringEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}}),
    );
    let mounted = with_condition(
        statement(&each, &json!("elasticfilesystem:Client*"), "*"),
        json!({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}),
    );
    vec![
        ("a bucket for private addresses", from("10.0.0.0/8")),
        ("a bucket for one address", from("203.0.113.7/32")),
        ("a bucket that denies all addresses but one", bucket(&json!([public(), denied]))),
        ("a bucket for logs of load balancers", bucket(&logs("054676820928"))),
        ("a bucket for logs of load balancers in Virginia", bucket(&logs("127311923021"))),
        ("a secret for signed requests of its account", secret(&signed)),
        ("a file system behind its mount targets", file_system(&mounted)),
        ("a bucket that denies plain HTTP", bucket(&json!([own("s3:*"), plain]))),
        ("a queue that denies plain HTTP", queue(&json!([own("sqs:*"), plain]))),
        ("a topic that denies plain HTTP", topic(&json!([own("sns:*"), plain]))),
    ]
}

/// Nobody can say whose addresses a block has.
#[test]
fn a_block_of_addresses_leaves_open_whose_they_are() {
    let plan = readable(address("IpAddress", "203.0.113.0/24"));
    assert_eq!(plan.verdict(OUTSIDERS), "undecided");
}

/// The account of a plan is not known, and neither is whether AWS's is it.
#[test]
fn accounts_of_aws_are_not_taken_for_the_one_of_the_plan() {
    let logs = statement(
        &json!({"AWS": "arn:aws:iam::156460612806:root"}),
        &json!("s3:PutObject"),
        "arn:aws:s3:::shop-media/*",
    );
    let plan = bucket_of(Plan::default(), &logs);
    assert_eq!(plan.verdict(OUTSIDERS), "proved");
}

/// What is refuted whichever account the plan is for does not name the one that may be its own.
#[test]
fn an_account_that_may_be_the_own_one_is_no_witness() {
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}));
    let role = json!({"name": "main", "assume_role_policy": trust});
    let plan = bucket_of(Plan::default().with("aws_iam_role", "main", role), &public());
    let property = plan.property(OUTSIDERS);
    assert!(actions(&property).iter().all(|it| it == "s3:GetObject"), "{:#?}", property.verdict);
    assert_eq!(property.verdict.label(), polder::verdict::Label::Refuted);
}

#[test]
fn whoever_lets_strangers_in_is_refuted() {
    let mut wrong = vec![];
    for (name, plan, action) in open() {
        let property = plan.property(OUTSIDERS);
        if !actions(&property).iter().any(|it| it == action) {
            wrong.push(format!("{name}: {:#?}", property.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_keeps_strangers_out_is_proved() {
    let mut wrong = vec![];
    for (name, plan) in closed().into_iter().chain(closed_places()) {
        let property = plan.property(OUTSIDERS);
        if property.verdict.label() != polder::verdict::Label::Proved {
            wrong.push(format!("{name}: {:#?}", property.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a plan does not show is not known to be closed.
#[test]
fn what_is_not_shown_is_undecided() {
    let plan = Plan::of_known_account;
    for (name, plan) in [
        (
            "the policy of a bucket is known after apply",
            plan().with("aws_s3_bucket", "main", json!({"bucket": "shop-media"})).with(
                "aws_s3_bucket_policy",
                "main",
                json!({"bucket": "shop-media", "policy": {"from": "data.external.policy.result"}}),
            ),
        ),
        (
            "a type with policies that is not modelled",
            plan().with(
                "aws_glacier_vault",
                "main",
                json!({"name": "archive",
                "access_policy": document(&statement(&json!("*"), &json!("glacier:*"), "*"))}),
            ),
        ),
        (
            "an account in a condition that may be the own one",
            bucket_of(
                Plan::default(),
                &with_condition(public(), json!({"StringEquals": {"aws:PrincipalAccount": "444455556666"}})),
            ),
        ),
        (
            "an account that may be the own one",
            Plan::default().with(
                "aws_iam_role",
                "main",
                json!({"name": "main", "assume_role_policy":
                document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}))}),
            ),
        ),
    ] {
        assert_eq!(plan.verdict(OUTSIDERS), "undecided", "{name}");
    }
}
