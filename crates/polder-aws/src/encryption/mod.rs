//! Keys and secrets: KMS and Secrets Manager.

pub(crate) mod copy_key; // what copies of backups need of keys
pub(crate) mod kms_key; // one key for each class of data
pub(crate) mod secret_value; // how the value of a secret is generated, read and composed
pub(crate) mod secret; // secrets of a site and of its cell
