//! The actions of services.

use crate::language::Glob;
use crate::symbolic::covers;

/// Actions that resource policies are about, for statements with wildcards: one that reads, one that writes and one that
/// gives rights away, of each service whose resources have policies.
const EXAMPLES: [&str; 46] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "sts:TagSession",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:PutBucketPolicy",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
    "sqs:SetQueueAttributes",
    "sns:Publish",
    "sns:Subscribe",
    "sns:SetTopicAttributes",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:PutResourcePolicy",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "lambda:GetFunction",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:PutImage",
    "ecr:SetRepositoryPolicy",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "backup:CopyIntoBackupVault",
    "backup:DeleteRecoveryPoint",
    "backup:StartRestoreJob",
    "events:PutEvents",
    "events:PutRule",
    "elasticfilesystem:ClientMount",
    "elasticfilesystem:ClientWrite",
    "kinesis:GetRecords",
    "kinesis:PutRecord",
    "logs:PutLogEvents",
    "es:ESHttpGet",
    "es:ESHttpPost",
    "glue:GetTable",
    "execute-api:Invoke",
];

/// Actions that a pattern names: itself, or examples of a service.
pub(crate) fn examples(pattern: &Glob, service: &str) -> Vec<String> {
    if let Some(action) = pattern.as_literal() {
        let known = EXAMPLES.iter().find(|it| it.eq_ignore_ascii_case(&action));
        return vec![known.map_or(action, |it| (*it).to_owned())];
    }
    let service = match service {
        "iam" => "sts:",
        other => other,
    };
    let own = EXAMPLES.iter().filter(|it| it.starts_with(service) && covers(pattern, &it.to_lowercase()));
    let mut found: Vec<String> = own.map(|it| (*it).to_owned()).collect();
    if found.is_empty() {
        // A pattern such as `sqs:Purge*`: an action that it covers, if AWS has it or not.
        found.push(pattern.to_string().replace(['*', '?'], "X"));
    }
    found
}
