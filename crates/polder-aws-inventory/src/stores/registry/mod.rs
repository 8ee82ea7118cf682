//! ECR: repositories, and settings of the registry of a region.

mod lifecycle_policy;
mod replication;
mod repository;
mod scanning;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_ecr_repository", Reading::Entry(EntryKind::Store, repository::read)),
    managed("aws_ecr_lifecycle_policy", Reading::Part(lifecycle_policy::read)),
    managed("aws_ecr_registry_scanning_configuration", Reading::Part(scanning::read)),
    managed("aws_ecr_replication_configuration", Reading::Part(replication::read)),
];
