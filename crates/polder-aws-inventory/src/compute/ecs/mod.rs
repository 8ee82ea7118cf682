//! ECS: clusters, capacity, services and their containers.

mod capacity;
mod capacity_provider;
mod cluster;
mod container;
mod definition;
mod definition_json;
mod environment;
mod health;
mod image;
mod log_routes;
mod service;
mod settings;
mod task_definition;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

pub(crate) use image::image;

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_ecs_cluster", Reading::EntryAndParts(EntryKind::Cluster, cluster::read, cluster::parts)),
    managed("aws_ecs_cluster_capacity_providers", Reading::Part(capacity::read)),
    managed("aws_ecs_capacity_provider", Reading::Part(capacity_provider::read)),
    managed("aws_ecs_service", Reading::EntryAndParts(EntryKind::Process, service::read, service::parts)),
    managed(
        "aws_ecs_task_definition",
        Reading::Entries(
            EntryKind::Process,
            task_definition::count,
            task_definition::read,
            task_definition::parts,
        ),
    ),
    managed("aws_ecs_account_setting_default", Reading::Part(settings::read)),
];
