//! S3 buckets, and the resources that each configure one aspect of a bucket.

mod access_list;
mod resource;
mod cors;
mod encryption;
mod lifecycle;
mod logging;
mod object_lock;
mod ownership;
mod public_access_block;
mod replication;
mod setting;
mod versioning;
mod website;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_s3_bucket", Reading::EntryAndParts(EntryKind::Store, resource::read, resource::parts)),
    managed("aws_s3_bucket_acl", Reading::Part(access_list::read)),
    managed("aws_s3_bucket_cors_configuration", Reading::Part(cors::read)),
    managed("aws_s3_bucket_lifecycle_configuration", Reading::Part(lifecycle::read)),
    managed("aws_s3_bucket_logging", Reading::Part(logging::read)),
    managed("aws_s3_bucket_object_lock_configuration", Reading::Part(object_lock::read)),
    managed("aws_s3_bucket_ownership_controls", Reading::Part(ownership::read)),
    managed("aws_s3_bucket_public_access_block", Reading::Part(public_access_block::read)),
    managed("aws_s3_bucket_replication_configuration", Reading::Part(replication::read)),
    managed("aws_s3_bucket_server_side_encryption_configuration", Reading::Part(encryption::read)),
    managed("aws_s3_bucket_versioning", Reading::Part(versioning::read)),
    managed("aws_s3_bucket_website_configuration", Reading::Part(website::read)),
    managed("aws_s3_object", Reading::Irrelevant(CONTENT)),
    managed("aws_s3_bucket_object", Reading::Irrelevant(CONTENT)),
    managed("aws_s3_object_copy", Reading::Irrelevant(CONTENT)),
    managed(
        "aws_s3_bucket_request_payment_configuration",
        Reading::Irrelevant("who pays for requests decides nothing about the data"),
    ),
    managed(
        "aws_s3_bucket_accelerate_configuration",
        Reading::Irrelevant(
            "transfer acceleration is another way in over TLS to the same bucket with the same policies",
        ),
    ),
    managed(
        "aws_s3_bucket_metric",
        Reading::Irrelevant("metrics of requests are read by nothing but the alarms that name them"),
    ),
];

const CONTENT: &str = "an object is content of its bucket, which says how all of it is kept";
