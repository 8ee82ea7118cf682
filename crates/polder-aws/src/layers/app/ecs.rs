//! The containers of a site as ECS tasks.

use std::collections::BTreeMap;

use polder_cloud::Handle;
use polder_design::{Party, Service};

use crate::compute::app_context::AppContext;
use crate::compute::ecs::appautoscaling::autoscaling;
use crate::compute::ecs::ecs_cluster::{Cluster, ecs_cluster};
use crate::compute::ecs::ecs_service::{ecs_service, group};
use crate::compute::ecs::ecs_task_definition::{Task, task_definition};
use crate::handles::{App, Engine};
use crate::iam::iam_role::roles;
use crate::names::identifier;

use super::log;

pub(super) fn lower(context: &AppContext<'_>) -> App {
    let _cluster = context.s.part(Party::Cluster);
    let cluster = ecs_cluster(context);
    context.s.output("subnets", "Subnets that containers run in.", context.subnets());
    let (mut services, mut log_groups) = (BTreeMap::new(), BTreeMap::new());
    for service in &context.site.services {
        let _process = context.s.part(Party::Process(service.process.clone()));
        let (task, log_group) = task(context, service);
        let runs = ecs_service(context, service, &cluster, &task);
        autoscaling(context, service, &cluster.cluster, &runs);
        services.insert(service.process.clone(), runs);
        log_groups.insert(service.process.clone(), log_group);
    }
    for job in &context.site.jobs {
        let _process = context.s.part(Party::Process(job.process.clone()));
        let (task, log_group) = task(context, job);
        how_to_run(context, &cluster, job, &task.definition);
        log_groups.insert(job.process.clone(), log_group);
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

/// The outputs for running a job.
fn how_to_run(context: &AppContext<'_>, cluster: &Cluster, job: &Service, task: &Handle) {
    let (s, name) = (context.s, job.process.name());
    let output = |what: &str| format!("{}_{what}", identifier(name));
    s.output(output("task"), format!("Task definition of the job {name}."), task.arn());
    if !cluster.pools.is_empty() {
        let description = format!("Capacity provider of the job {name}.");
        s.output(output("capacity_provider"), description, cluster.capacity(job));
    }
    s.output(output("security_groups"), format!("Security groups of the job {name}."), group(context, job));
}
