//! Keys and secrets: KMS and Secrets Manager.

pub(crate) mod kms_key; // one key for each class of data
pub(crate) mod secret; // secrets of a site and of its cell
