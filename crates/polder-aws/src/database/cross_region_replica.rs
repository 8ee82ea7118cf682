//! What makes a database the replica of a database in another region: its source, and the key that encrypts its copy.
//!
//! A KMS key is used in its own region only, so a replica never has the key of its source. AWS, Amazon RDS User Guide,
//! "Encrypting Amazon RDS resources", section on read replicas in another region.

use polder_cloud::{Body, Handle, Value, body};

use crate::names::local;

/// Of an instance of RDS, by the ARN of its source.
pub(crate) fn instance(source_arn: Value, key: &Handle) -> Body {
    body! {
        /// Asynchronous and in another region, hence by ARN.
        replicate_source_db = source_arn;
        kms_key_id = key.arn();
    }
}

/// Of a secondary cluster of an Aurora global database.
pub(crate) fn cluster(key: &Handle) -> Body {
    body! {
        /// Encrypted storage is only replicated from a region that is named.
        source_region = local("peer_region");
        kms_key_id = key.arn();
    }
}
