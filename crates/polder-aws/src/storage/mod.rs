//! Files: S3 buckets, replication, backups.

pub(crate) mod s3_bucket; // buckets of a site
pub(crate) mod malware_protection; // scans of uploads
pub(crate) mod s3_object; // the error pages
pub(crate) mod s3_replication;
pub(crate) mod account_bucket; // buckets of an account: state, trails, archives
pub(crate) mod account_replication; // their replicas in another region
pub(crate) mod backup; // the backup vault and its plans
pub(crate) mod copy_vault; // the vault in the account for backups
pub(crate) mod restore_test; // restores of its copies
