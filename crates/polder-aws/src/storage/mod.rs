//! Files: S3 buckets, replication, backups.

pub(crate) mod s3_bucket; // buckets of a site
pub(crate) mod s3_object; // the error pages
pub(crate) mod s3_replication;
pub(crate) mod account_bucket; // buckets of an account: state, trails, archives
pub(crate) mod account_replication; // their replicas in another region
pub(crate) mod backup; // the backup vault and its plans
