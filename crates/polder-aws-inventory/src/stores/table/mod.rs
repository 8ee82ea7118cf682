//! DynamoDB tables, and their replicas in other regions.

mod replica;
mod resource;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed(
        "aws_dynamodb_table",
        Reading::Entries(EntryKind::Store, resource::count, resource::read, resource::parts),
    ),
    managed(
        "aws_dynamodb_table_replica",
        Reading::EntryAndParts(EntryKind::Store, replica::read, replica::parts),
    ),
];
