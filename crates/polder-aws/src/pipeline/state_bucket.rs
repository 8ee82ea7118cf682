//! The bucket of Terraform's state, and its key.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, allow, body, text};
use polder_design::{Component, Design};
use polder_units::Duration;

use crate::draft::Draft;
use crate::handles::accounts::State;
use crate::names::{account_root, named};
use crate::storage::account_bucket::{AccountBucket, account_bucket, named_beside, policy};

/// Writes the bucket, its key and the bucket of its access log. Permissions are written in the layer `state`,
/// which knows the IDs of all accounts.
pub(crate) fn state_bucket(s: &Draft, design: &Design) -> State {
    s.file(
        "state_bucket",
        "The bucket of the state of all stacks, including this one. States contain secrets: the bucket is\n\
         encrypted with a key of its own, old versions are kept for a year, and it cannot be deleted while it\n\
         has objects. A lost state is a lost platform.",
    );
    let _key = s.part(Component::Key("state".to_owned()));
    let key = s.resource(
        "aws_kms_key",
        "state",
        body! {
            description = "Terraform state.";
            enable_key_rotation = true;
            rotation_period_in_days = 365;
            deletion_window_in_days = 30;
            /// The layer `state` gives other accounts access.
            policy = Policy::of([administration()]);
            lifecycle {
                ignore_changes = [Value::expression("policy")];
            }
        },
    );
    s.resource(
        "aws_kms_alias",
        "state",
        body! {
            name = text!["alias/", named("-state")];
            target_key_id = key.get("key_id");
        },
    );
    let names = [design.state.bucket.clone(), named_beside(design, "log")];
    let bucket = bucket_with_log(s, design, ("state", "state_log"), names, &key);
    s.expect("the key of the state is not rotated", key.get("enable_key_rotation"), true);
    State { bucket, key }
}

/// The name of the replica of the bucket.
pub(crate) fn replica_name(design: &Design) -> String {
    named_beside(design, "replica")
}

/// Writes the replica of the bucket in another region, with a key of its own and `policy` for the key.
pub(crate) fn state_replica(s: &Draft, design: &Design, policy: Policy) -> State {
    s.file(
        "state_replica",
        "The replica of the bucket of the state, with the same keys of objects: if the region of the state is\n\
         lost, the stacks use this bucket, as the README of the build says. What they write here is replicated\n\
         back.",
    );
    let _key = s.part(Component::Key("state-replica".to_owned()));
    let key = s.resource(
        "aws_kms_key",
        "state_replica",
        body! {
            description = "Replica of Terraform's state.";
            enable_key_rotation = true;
            rotation_period_in_days = 365;
            deletion_window_in_days = 30;
            policy = policy;
        },
    );
    s.resource(
        "aws_kms_alias",
        "state_replica",
        body! {
            name = text!["alias/", named("-state-replica")];
            target_key_id = key.get("key_id");
        },
    );
    let names = [replica_name(design), named_beside(design, "replica-log")];
    let bucket = bucket_with_log(s, design, ("state_replica", "state_replica_log"), names, &key);
    s.expect("the key of the replica is not rotated", key.get("enable_key_rotation"), true);
    State { bucket, key }
}

/// Writes a bucket for states and the bucket of its access log, with these resource names and names.
fn bucket_with_log(
    s: &Draft,
    design: &Design,
    (resource, log_resource): (&'static str, &'static str),
    [name, log_name]: [String; 2],
    key: &Handle,
) -> Handle {
    let log = account_bucket(
        s,
        &AccountBucket {
            resource: log_resource,
            name: s.local(format!("{log_resource}_bucket"), log_name),
            key: None,
            expires: Some(design.retention.audit_logs),
            old_versions: design.retention.old_versions,
            locked: false,
            access_log: None,
        },
    );
    let bucket = account_bucket(
        s,
        &AccountBucket {
            resource,
            name: s.local(format!("{resource}_bucket"), name),
            key: Some(key),
            expires: None,
            old_versions: Duration::days(365),
            locked: false,
            access_log: Some(&log),
        },
    );
    policy(s, log_resource, &log, vec![access_log_writer(&log, &[&bucket])]);
    bucket
}

/// Allows S3 to write the access logs of these buckets.
pub(crate) fn access_log_writer(log: &Handle, of: &[&Handle]) -> Statement {
    allow("AccessLogs")
        .to_service("logging.s3.amazonaws.com")
        .actions(["s3:PutObject"])
        .on(text![log.arn(), "/*"])
        .when("ArnEquals", "aws:SourceArn", of.iter().map(|bucket| bucket.arn()).collect::<Vec<_>>())
}

/// The account may use the key as its own policies say.
pub(crate) fn administration() -> Statement {
    allow("Administration").to(Principals::aws(vec![account_root()])).actions(["kms:*"]).on("*")
}
