//! Stores: where data is stored.

mod backup;
mod bucket;
mod cache;
mod clusters;
mod data_class;
mod database;
mod disk;
mod edge_values;
mod encryption;
mod log_group;
mod messages;
mod others;
mod registry;
mod search;
mod secret;
mod snapshot;
mod table;
#[cfg(test)]
mod tests;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

pub(crate) use data_class::tag;
pub(crate) use disk::default_encryption;

/// The kinds that are read here, folder by folder.
pub(crate) const KINDS: &[&[KindReading]] = &[
    database::KINDS,
    cache::KINDS,
    clusters::KINDS,
    bucket::KINDS,
    table::KINDS,
    messages::KINDS,
    secret::KINDS,
    backup::KINDS,
    registry::KINDS,
    disk::KINDS,
    others::KINDS,
    &[
        managed("aws_cloudwatch_log_group", Reading::Entry(EntryKind::Store, log_group::read)),
        managed("aws_cloudfront_key_value_store", Reading::Entry(EntryKind::Store, edge_values::read)),
        managed("aws_opensearch_domain", Reading::Entry(EntryKind::Store, search::read)),
        managed("aws_elasticsearch_domain", Reading::Entry(EntryKind::Store, search::read)),
    ],
];
