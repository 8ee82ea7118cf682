//! Buckets of an account, not of a site: state, trails and archives. Versioned, encrypted, private, TLS only.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, body, deny, text};
use polder_design::{Component, Design};
use polder_units::Duration;

use crate::draft::Draft;
use crate::names::fitted;

/// The longest name of a bucket.
const NAME_MAX: usize = 63;

/// A name beside that of the bucket of the state, which is globally unique.
pub(crate) fn named_beside(design: &Design, what: &str) -> String {
    fitted(&format!("{}-{what}", design.state.bucket), NAME_MAX)
}

/// A bucket that belongs to no site.
pub(crate) struct AccountBucket<'a> {
    /// Its name in the stack.
    pub(crate) resource: &'static str,
    /// Its globally unique name.
    pub(crate) name: Value,
    /// `aws_kms_key` that it encrypts with; `None` where its writers support SSE-S3 only.
    pub(crate) key: Option<&'a Handle>,
    /// The expiration of objects, if there is one.
    pub(crate) expires: Option<Duration>,
    /// The expiration of noncurrent versions.
    pub(crate) old_versions: Duration,
    /// Whether Object Lock protects objects until they expire, also from their writer.
    pub(crate) locked: bool,
    /// The bucket for its access log; `None` for the bucket that takes access logs itself.
    pub(crate) access_log: Option<&'a Handle>,
}

/// Writes a bucket with everything but its policy.
pub(crate) fn account_bucket(s: &Draft, bucket: &AccountBucket<'_>) -> Handle {
    let name = bucket.resource;
    let _bucket = s.part(Component::named(&name.replace('_', "-")));
    let handle = s.resource(
        "aws_s3_bucket",
        name,
        body! {
            bucket = &bucket.name;
            force_destroy = false;
            object_lock_enabled = bucket.locked.then_some(true);
            tags = { "data-class" = "operational"; };
        },
    );
    closed(s, name, &handle);
    encrypted(s, bucket, &handle);
    kept(s, bucket, &handle);
    s.resource(
        "aws_s3_bucket_notification",
        name,
        body! {
            bucket = handle.id();
            eventbridge = true;
        },
    );
    if let Some(log) = bucket.access_log {
        s.resource(
            "aws_s3_bucket_logging",
            name,
            body! {
                bucket = handle.id();
                target_bucket = log.id();
                target_prefix = format!("{name}/");
            },
        );
    }
    handle
}

/// Writes the policy of a bucket: the given statements, and no request without TLS.
pub(crate) fn policy(s: &Draft, name: &'static str, bucket: &Handle, mut statements: Vec<Statement>) {
    let _bucket = s.part(Component::named(&name.replace('_', "-")));
    statements.push(
        deny("OnlyOverTls")
            .to(Principals::everyone())
            .actions(["s3:*"])
            .on_all([bucket.arn(), text![bucket.arn(), "/*"]])
            .when("Bool", "aws:SecureTransport", ["false"]),
    );
    s.resource(
        "aws_s3_bucket_policy",
        name,
        body! {
            bucket = bucket.id();
            policy = Policy::of(statements);
        },
    );
}

fn closed(s: &Draft, name: &'static str, bucket: &Handle) {
    let block = s.resource(
        "aws_s3_bucket_public_access_block",
        name,
        body! {
            bucket = bucket.id();
            block_public_acls = true;
            block_public_policy = true;
            ignore_public_acls = true;
            restrict_public_buckets = true;
        },
    );
    s.expect(format!("the {name} bucket is open to the public"), block.get("block_public_policy"), true);
    s.resource(
        "aws_s3_bucket_ownership_controls",
        name,
        body! {
            bucket = bucket.id();
            rule {
                object_ownership = "BucketOwnerEnforced";
            }
        },
    );
    s.resource(
        "aws_s3_bucket_versioning",
        name,
        body! {
            bucket = bucket.id();
            versioning_configuration {
                status = "Enabled";
            }
        },
    );
}

fn encrypted(s: &Draft, bucket: &AccountBucket<'_>, handle: &Handle) {
    s.resource(
        "aws_s3_bucket_server_side_encryption_configuration",
        bucket.resource,
        body! {
            bucket = handle.id();
            if let Some(key) = bucket.key => rule {
                apply_server_side_encryption_by_default {
                    sse_algorithm = "aws:kms";
                    kms_master_key_id = key.arn();
                }
                bucket_key_enabled = true;
            }
            if bucket.key.is_none() => rule {
                apply_server_side_encryption_by_default {
                    /// The service that writes access logs supports SSE-S3 only.
                    sse_algorithm = "AES256";
                }
            }
        },
    );
}

fn kept(s: &Draft, bucket: &AccountBucket<'_>, handle: &Handle) {
    s.resource(
        "aws_s3_bucket_lifecycle_configuration",
        bucket.resource,
        body! {
            bucket = handle.id();
            rule {
                id = "clear-away";
                status = "Enabled";
                filter {}
                abort_incomplete_multipart_upload {
                    days_after_initiation = 7;
                }
                noncurrent_version_expiration {
                    noncurrent_days = bucket.old_versions.as_days();
                }
                if let Some(expires) = bucket.expires => expiration {
                    days = expires.as_days();
                }
            }
        },
    );
    if let (true, Some(expires)) = (bucket.locked, bucket.expires) {
        let lock = s.resource(
            "aws_s3_bucket_object_lock_configuration",
            bucket.resource,
            body! {
                bucket = handle.id();
                rule {
                    default_retention {
                        /// Governance mode, not compliance: the law may require a deletion, and the trail records it.
                        mode = "GOVERNANCE";
                        days = expires.as_days();
                    }
                }
            },
        );
        let mode = lock.get("rule").at(0).field("default_retention").at(0).field("mode");
        s.expect(
            format!("objects of the {} bucket can be deleted early", bucket.resource),
            mode,
            "GOVERNANCE",
        );
    }
}
