//! The containers of a site as ECS tasks.

use std::collections::BTreeMap;

use polder_cloud::Handle;
use polder_design::{Party, Service};

use crate::compute::app_context::AppContext;
use crate::compute::ecs::appautoscaling::autoscaling;
use crate::compute::ecs::ecs_cluster::ecs_cluster;
use crate::compute::ecs::ecs_service::ecs_service;
use crate::compute::ecs::ecs_task_definition::{Task, task_definition};
use crate::handles::{App, Engine};
use crate::iam::iam_role::roles;

use super::log;

pub(super) fn lower(context: &AppContext<'_>) -> App {
    let _cluster = context.s.part(Party::Cluster);
    let cluster = ecs_cluster(context);
    let (mut services, mut log_groups) = (BTreeMap::new(), BTreeMap::new());
    for service in &context.site.services {
        let _process = context.s.part(Party::Process(service.process.clone()));
        let (task, log_group) = task(context, service);
        let runs = ecs_service(context, service, &cluster, &task);
        autoscaling(context, service, &cluster.cluster, &runs);
        services.insert(service.process.clone(), runs);
        log_groups.insert(service.process.clone(), log_group);
    }
    App { engine: Engine::Ecs { cluster: cluster.cluster, services, machines: cluster.pools }, log_groups }
}

/// Everything that a task needs: its log group, its roles, its containers.
fn task(context: &AppContext<'_>, service: &Service) -> (Task, Handle) {
    let log_group = log(context, &service.process);
    let roles = roles(context, service, &log_group);
    let definition = task_definition(context, service, &roles, &log_group);
    (Task { definition, policies: roles.policies }, log_group)
}
