//! Ways to break who may do what.

use crate::edit::Edit::{self, Statement, Unconditional, Without};
use crate::mutant::Mutant;

const APP: &str = "eu-west-1/main/app";
const BASE: &str = "eu-west-1/main/base";
const DATA: &str = "eu-west-1/main/data";
const BOOTSTRAP: &str = "global/bootstrap";

const BEYOND: &str = "access.beyond-needs";
const NEEDED: &str = "access.needed";
const OUTSIDERS: &str = "access.outsiders";

const fn right(name: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, APP, BEYOND, edits)
}

const fn lost(name: &'static str, edits: &'static [Edit]) -> Mutant {
    Mutant::new(name, APP, NEEDED, edits)
}

/// The mutants.
pub(crate) const MUTANTS: &[Mutant] = &[
    right(
        "the API reads every secret",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API reads every object",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API uses all of SQS",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API decrypts with every key",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API reads every queue",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API reads every table",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "dynamodb:Scan", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API reads every parameter",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API opens buckets",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API deletes every object",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API changes code of functions",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API starts machines",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API changes databases",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "rds:ModifyDBInstance", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API makes snapshots of databases",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "rds:CreateDBSnapshot", "Resource": "*"}"#,
        )],
    ),
    right(
        "the API uses all keys",
        &[Statement(
            "aws_iam_role_policy.api_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers use all functions",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers use all secrets",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers use all parameters",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "ssm:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers use all tables",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers may do everything",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
        )],
    ),
    right(
        "workers may do everything but manage identities",
        &[Statement(
            "aws_iam_role_policy.worker_task",
            "policy",
            r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#,
        )],
    ),
    lost(
        "the API may not read its secrets",
        &[Without("aws_iam_role_policy.api_exec", "policy", "ReadSecrets")],
    ),
    lost("the API may not pull images", &[Without("aws_iam_role_policy.api_exec", "policy", "PullImages")]),
    lost(
        "workers may not pull images",
        &[Without("aws_iam_role_policy.worker_exec", "policy", "PullImages")],
    ),
    lost(
        "a denial takes the secrets of beat",
        &[Statement(
            "aws_iam_role_policy.beat_exec",
            "policy",
            r#"{"Effect": "Deny", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}"#,
        )],
    ),
    Mutant::new(
        "another account may have the role of the API",
        APP,
        OUTSIDERS,
        &[Statement(
            "aws_iam_role.api_task",
            "assume_role_policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "sts:AssumeRole"}"#,
        )],
    ),
    Mutant::new(
        "everyone may have the role of the API",
        APP,
        OUTSIDERS,
        &[Statement(
            "aws_iam_role.api_task",
            "assume_role_policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}"#,
        )],
    ),
    Mutant::new(
        "another account may read private files",
        BASE,
        OUTSIDERS,
        &[Statement(
            "aws_s3_bucket_policy.private",
            "policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "s3:GetObject", "Resource": "$aws_s3_bucket.private.arn|/*"}"#,
        )],
    ),
    Mutant::new(
        "another account may change the topic of events",
        BASE,
        OUTSIDERS,
        &[Statement(
            "aws_sns_topic_policy.domain_events",
            "policy",
            r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "sns:SetTopicAttributes", "Resource": "$aws_sns_topic.domain_events.arn"}"#,
        )],
    ),
    Mutant::new(
        "the queue of events admits every account",
        DATA,
        OUTSIDERS,
        &[
            Without("aws_sqs_queue_policy.events", "policy", "OnlyThisAccount"),
            Statement(
                "aws_sqs_queue_policy.events",
                "policy",
                r#"{"Effect": "Allow", "Principal": "*", "Action": "sqs:ReceiveMessage", "Resource": "$aws_sqs_queue.events.arn"}"#,
            ),
        ],
    ),
    Mutant::new(
        "every repository of GitHub may apply",
        BOOTSTRAP,
        OUTSIDERS,
        &[Unconditional("aws_iam_role.apply", "assume_role_policy", "Pipeline")],
    ),
    Mutant::new(
        "the plan changes its own policies",
        BOOTSTRAP,
        "access.administrators",
        &[Statement(
            "aws_iam_role_policy.plan",
            "policy",
            r#"{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}"#,
        )],
    ),
];
