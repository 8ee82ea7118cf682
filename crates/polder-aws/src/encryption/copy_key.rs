//! What the copies of backups between accounts need of keys, on both sides.

use polder_cloud::{Principals, Statement, Value, allow, text};

use crate::names::account;

/// AWS Backup's service-linked role in an account.
pub(crate) fn linked_role(of: &Value) -> Value {
    text!["arn:aws:iam::", of, ":role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup"]
}

/// What a copy does with a key, except for grants. Source: AWS Backup Developer Guide, "Creating backup copies across AWS
/// accounts", the policy of the key of the destination.
const COPIES: [&str; 6] = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncrypt*",
];

/// Grants that services use for as long as a copy takes.
const GRANTS: [&str; 3] = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];

/// The service-linked role of this account, whose permissions no policy of the account can extend. It exists once a vault is
/// used, after this key: a policy that named it as principal would be refused.
pub(crate) fn copied_here() -> Statement {
    allow("CopiesHere")
        .to(Principals::everyone())
        .actions(COPIES.into_iter().chain(GRANTS))
        .on("*")
        .when("StringEquals", "kms:CallerAccount", [account()])
        .when("ArnEquals", "aws:PrincipalArn", [linked_role(&account())])
}

/// Those who copy, in the account of the sources.
pub(crate) fn copied_from(production: &Value, roles: &[Value; 2]) -> [Statement; 2] {
    let statement = |sid| of_account(sid, production, roles.to_vec());
    [statement("CopiesOfSources").actions(COPIES), for_services(statement("GrantsOfSources"))]
}

/// On the key of a store or vault of a site: its snapshots are read from the account for backups, `holder`.
pub(crate) fn copied_from_elsewhere(holder: &Value) -> [Statement; 2] {
    let statement = |sid| of_account(sid, holder, vec![linked_role(holder)]);
    let reads = ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncrypt*"];
    [statement("CopiesElsewhere").actions(reads), for_services(statement("GrantsForCopies"))]
}

/// What roles of another account may do.
fn of_account(sid: &'static str, number: &Value, roles: Vec<Value>) -> Statement {
    let root = text!["arn:aws:iam::", number, ":root"];
    allow(sid).to(Principals::aws(vec![root])).on("*").when("ArnLike", "aws:PrincipalArn", roles)
}

/// Grants for services of AWS, and for nobody else.
fn for_services(statement: Statement) -> Statement {
    statement.actions(GRANTS).when("Bool", "kms:GrantIsForAWSResource", ["true"])
}
