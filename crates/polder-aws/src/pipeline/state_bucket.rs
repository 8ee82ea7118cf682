//! The bucket of Terraform's state, and its key.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, allow, body, text};
use polder_design::{Component, Design};
use polder_units::Duration;

use crate::draft::Draft;
use crate::handles::accounts::State;
use crate::names::{account_root, named};
use crate::storage::account_bucket::{AccountBucket, account_bucket, policy};

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
    let log = account_bucket(
        s,
        &AccountBucket {
            resource: "state_log",
            name: s.local("state_log_bucket", format!("{}-log", design.state.bucket)),
            key: None,
            expires: Some(design.retention.audit_logs),
            old_versions: Duration::days(30),
            locked: false,
            access_log: None,
        },
    );
    let bucket = account_bucket(
        s,
        &AccountBucket {
            resource: "state",
            name: s.local("state_bucket", &design.state.bucket),
            key: Some(&key),
            expires: None,
            old_versions: Duration::days(365),
            locked: false,
            access_log: Some(&log),
        },
    );
    policy(s, "state_log", &log, vec![access_log_writer(&log, &[&bucket])]);
    s.expect("the key of the state is not rotated", key.get("enable_key_rotation"), true);
    State { bucket, key }
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
