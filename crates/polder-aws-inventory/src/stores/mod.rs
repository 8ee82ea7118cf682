//! Stores: where data rest.

mod backup;
mod data_class;
mod disks;
mod dynamodb;
mod ecr;
mod edge_values;
mod elasticache;
mod encryption;
mod log_group;
mod messages;
mod rds;
mod s3;
mod search;
mod secrets;
mod snapshot;
#[cfg(test)]
mod tests;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

pub(crate) use data_class::tag;
pub(crate) use disks::default_encryption;

/// The kinds that are read here, folder by folder.
pub(crate) const KINDS: &[&[KindReading]] = &[
    rds::KINDS,
    elasticache::KINDS,
    s3::KINDS,
    dynamodb::KINDS,
    messages::KINDS,
    secrets::KINDS,
    backup::KINDS,
    ecr::KINDS,
    disks::KINDS,
    &[
        managed("aws_cloudwatch_log_group", Reading::Entry(EntryKind::Store, log_group::read)),
        managed("aws_cloudfront_key_value_store", Reading::Entry(EntryKind::Store, edge_values::read)),
        managed("aws_opensearch_domain", Reading::Entry(EntryKind::Store, search::read)),
        managed("aws_elasticsearch_domain", Reading::Entry(EntryKind::Store, search::read)),
    ],
];
