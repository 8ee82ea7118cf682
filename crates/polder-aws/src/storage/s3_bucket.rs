//! Buckets: versioned, encrypted, private, TLS only.

use std::collections::BTreeMap;

use polder_cloud::{Handle, Layer, Policy, Principals, Statement, Value, allow, body, deny, list, text};
use polder_design::delivery::FUNCTIONS_BUCKET_OUTPUT;
use polder_design::{Bucket, BucketKind, Cell, Design, Party, Site};

use crate::draft::Draft;
use crate::handles::Keys;
use crate::names::{account, site_key};
use crate::tags::data_class;

/// The prefix of a site's access logs that its load balancer may write to.
pub(crate) const LOAD_BALANCER_LOGS: &str = "load-balancer";

/// The buckets of a site. The policies of media and static files name the distributions that read them; layer
/// `edge` writes those, with [`bucket_policy_statements`].
pub(crate) fn site_buckets(s: &Draft, site: &Site, cell: &Cell, keys: &Keys) -> BTreeMap<BucketKind, Handle> {
    s.file(
        "s3_bucket",
        "Old versions are kept for a while, so that neither a mistake nor an intruder deletes permanently,\n\
         and incomplete multipart uploads are removed. Media, private and static files are replicated to the\n\
         cell's other site by the layer data, which knows the buckets of both.",
    );
    let mut buckets = BTreeMap::new();
    for bucket in &site.buckets {
        let _bucket = s.part(Party::Bucket(bucket.kind));
        let handle = bucket_itself(s, site, bucket);
        closed_to_the_public(s, bucket, &handle);
        kept_for_a_while(s, bucket, &handle);
        encrypted(s, bucket, &handle, keys);
        buckets.insert(bucket.kind, handle);
    }
    for bucket in &site.buckets {
        let _bucket = s.part(Party::Bucket(bucket.kind));
        let (handle, logs) = (&buckets[&bucket.kind], &buckets[&BucketKind::AccessLogs]);
        match bucket.kind {
            BucketKind::AccessLogs => log_bucket_policy(s, handle, &buckets),
            BucketKind::Private | BucketKind::Functions => {
                let statements = bucket_policy_statements(handle, &key_of(bucket.kind, keys));
                policy(s, bucket.kind, handle, statements);
            }
            BucketKind::Media | BucketKind::Static => {}
        }
        watched(s, bucket, handle, logs);
    }
    if let Some(functions) = buckets.get(&BucketKind::Functions) {
        s.output(FUNCTIONS_BUCKET_OUTPUT, "Name of the bucket for packages of functions.", functions.id());
    }
    if let Some(media) = buckets.get(&BucketKind::Media) {
        fonts_and_pictures_for_the_shop(s, cell, media);
    }
    buckets
}

/// The ARN of a bucket of a site, for stacks that are written before it, or in other accounts.
pub(crate) fn spelled_arn(s: &Draft, design: &Design, site: &Site, bucket: &Bucket) -> Value {
    let base = site_key(design, site, Layer::Base);
    let arn = format!("arn:aws:s3:::{}", bucket.name);
    s.in_stack(&base, "aws_s3_bucket", bucket.kind.name()).mention("arn", arn)
}

/// The key that encrypts objects of a bucket. The bucket of access logs has none: its writers support SSE-S3
/// only.
pub(crate) fn key_of(kind: BucketKind, keys: &Keys) -> Handle {
    match kind {
        BucketKind::Media | BucketKind::Static => keys.media.clone(),
        BucketKind::Private | BucketKind::Functions => keys.events.clone(),
        BucketKind::AccessLogs => keys.logs.clone(),
    }
}

/// The statements of every policy of a bucket with a key: no request without TLS, and no object with another
/// key. An upload that names no key uses the right one, since it is the bucket's default.
pub(crate) fn bucket_policy_statements(bucket: &Handle, key: &Handle) -> Vec<Statement> {
    let objects = text![bucket.arn(), "/*"];
    let upload = |sid: &'static str| {
        deny(sid).to(Principals::everyone()).actions(["s3:PutObject"]).on(objects.clone())
    };
    let named = "s3:x-amz-server-side-encryption";
    let key_named = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    vec![
        only_over_tls(bucket),
        upload("OnlyKeyEncryption").when("Null", named, ["false"]).when(
            "StringNotEquals",
            named,
            ["aws:kms"],
        ),
        upload("OnlyThisKey").when("Null", key_named, ["false"]).when(
            "StringNotEquals",
            key_named,
            [key.arn()],
        ),
    ]
}

/// Allows these distributions, and no others, to read the objects of a bucket.
pub(crate) fn readable_by(bucket: &Handle, distributions: impl IntoIterator<Item = Value>) -> Statement {
    allow("ReadByDistributions")
        .to_service("cloudfront.amazonaws.com")
        .actions(["s3:GetObject"])
        .on(text![bucket.arn(), "/*"])
        .when("StringEquals", "aws:SourceArn", distributions)
}

/// Writes the policy of a bucket.
pub(crate) fn policy(s: &Draft, kind: BucketKind, bucket: &Handle, statements: Vec<Statement>) {
    let _bucket = s.part(Party::Bucket(kind));
    s.resource(
        "aws_s3_bucket_policy",
        kind.name(),
        body! {
            bucket = bucket.id();
            policy = Policy::of(statements);
        },
    );
}

fn only_over_tls(bucket: &Handle) -> Statement {
    deny("OnlyOverTls")
        .to(Principals::everyone())
        .actions(["s3:*"])
        .on_all([bucket.arn(), text![bucket.arn(), "/*"]])
        .when("Bool", "aws:SecureTransport", ["false"])
}

fn bucket_itself(s: &Draft, site: &Site, bucket: &Bucket) -> Handle {
    let name = s.local(format!("{}_bucket", bucket.kind.name().replace('-', "_")), &bucket.name);
    let classes = data_class::of(site, &Party::Bucket(bucket.kind));
    if bucket.kind == BucketKind::AccessLogs {
        return s.resource(
            "aws_s3_bucket",
            bucket.kind.name(),
            body! {
                bucket = name;
                force_destroy = false;
                tags = { "data-class" = "operational"; };
            },
        );
    }
    s.resource(
        "aws_s3_bucket",
        bucket.kind.name(),
        body! {
            bucket = name;
            force_destroy = false;
            if let Some(classes) = classes => { tags = { "data-class" = classes; }; }
        },
    )
}

fn closed_to_the_public(s: &Draft, bucket: &Bucket, handle: &Handle) {
    let kind = bucket.kind.name();
    let block = s.resource(
        "aws_s3_bucket_public_access_block",
        kind,
        body! {
            bucket = handle.id();
            block_public_acls = true;
            block_public_policy = true;
            ignore_public_acls = true;
            restrict_public_buckets = true;
        },
    );
    s.resource(
        "aws_s3_bucket_ownership_controls",
        kind,
        body! {
            bucket = handle.id();
            rule {
                /// No ACLs: the bucket's policy alone decides.
                object_ownership = "BucketOwnerEnforced";
            }
        },
    );
    for flag in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
    {
        s.expect(format!("the {kind} bucket is open to the public"), block.get(flag), true);
    }
}

fn kept_for_a_while(s: &Draft, bucket: &Bucket, handle: &Handle) {
    let kind = bucket.kind.name();
    s.resource(
        "aws_s3_bucket_versioning",
        kind,
        body! {
            bucket = handle.id();
            versioning_configuration {
                status = "Enabled";
            }
        },
    );
    s.resource(
        "aws_s3_bucket_lifecycle_configuration",
        kind,
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
}

fn encrypted(s: &Draft, bucket: &Bucket, handle: &Handle, keys: &Keys) {
    let with_key = bucket.kind != BucketKind::AccessLogs;
    s.resource(
        "aws_s3_bucket_server_side_encryption_configuration",
        bucket.kind.name(),
        body! {
            bucket = handle.id();
            if with_key => rule {
                apply_server_side_encryption_by_default {
                    sse_algorithm = "aws:kms";
                    kms_master_key_id = key_of(bucket.kind, keys).arn();
                }
                /// A bucket key: a hundredth of the requests to KMS.
                bucket_key_enabled = true;
            }
            if !with_key => rule {
                apply_server_side_encryption_by_default {
                    /// Load balancers support SSE-S3 only.
                    sse_algorithm = "AES256";
                }
            }
        },
    );
}

fn watched(s: &Draft, bucket: &Bucket, handle: &Handle, logs: &Handle) {
    s.resource(
        "aws_s3_bucket_notification",
        bucket.kind.name(),
        body! {
            bucket = handle.id();
            /// Scanners and audits subscribe to the events of the region's bus, not to the bucket.
            eventbridge = true;
        },
    );
    if bucket.kind != BucketKind::AccessLogs {
        s.resource(
            "aws_s3_bucket_logging",
            bucket.kind.name(),
            body! {
                bucket = handle.id();
                target_bucket = logs.id();
                target_prefix = format!("buckets/{}/", bucket.kind.name());
            },
        );
    }
}

/// Statements for the bucket of access logs: the site's load balancers, and S3 for the site's other buckets.
fn log_bucket_policy(s: &Draft, logs: &Handle, buckets: &BTreeMap<BucketKind, Handle>) {
    let others = buckets.iter().filter(|(kind, _)| **kind != BucketKind::AccessLogs);
    let sources: Vec<Value> = others.map(|(_, bucket)| bucket.arn()).collect();
    let statements = vec![
        only_over_tls(logs),
        // No condition: AWS does not document that load balancers send their source account, and if they
        // don't, a condition prevents the load balancer from being created. The path, which the service
        // builds, contains the account.
        allow("LoadBalancers")
            .to_service("logdelivery.elasticloadbalancing.amazonaws.com")
            .actions(["s3:PutObject"])
            .on(text![logs.arn(), "/", LOAD_BALANCER_LOGS, "/AWSLogs/", account(), "/*"]),
        allow("Buckets")
            .to_service("logging.s3.amazonaws.com")
            .actions(["s3:PutObject"])
            .on(text![logs.arn(), "/buckets/*"])
            .when("StringEquals", "aws:SourceAccount", [account()])
            .when("ArnEquals", "aws:SourceArn", sources),
    ];
    policy(s, BucketKind::AccessLogs, logs, statements);
}

/// The shop's pages load pictures and fonts from another host than their own.
fn fonts_and_pictures_for_the_shop(s: &Draft, cell: &Cell, media: &Handle) {
    let origins = cell.page_origins();
    let _media = s.part(Party::Bucket(BucketKind::Media));
    s.resource(
        "aws_s3_bucket_cors_configuration",
        "media",
        body! {
            bucket = media.id();
            cors_rule {
                allowed_methods = list!["GET", "HEAD"];
                allowed_origins = s.local("shop_origins", origins);
                max_age_seconds = 3600;
            }
        },
    );
}
