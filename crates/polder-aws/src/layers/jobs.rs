//! Layer `jobs` of a site: the jobs of a release as ECS tasks, in a cluster of their own on Fargate.
//!
//! They have a stack ahead of the services, so that they can run with the images of a release before any service does,
//! also before the first service exists. On Kubernetes they are manifests in the cluster of the services.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use polder_cloud::{Handle, Layer, text};
use polder_design::{ComputeEngine, Party, Process, Service, Site};

use crate::compute::app_context::AppContext;
use crate::compute::ecs::ecs_cluster::jobs_cluster;
use crate::compute::ecs::ecs_service::group;
use crate::compute::ecs::ecs_task_definition::task_definition;
use crate::compute::image;
use crate::context::Context;
use crate::iam::iam_role::roles;
use crate::names::{identifier, local};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// Whether the jobs of the platform have stacks of their own.
pub(crate) fn exist(engine: ComputeEngine) -> bool {
    match engine {
        ComputeEngine::ServerlessContainers | ComputeEngine::ContainersOnMachines => true,
        ComputeEngine::Kubernetes => false,
    }
}

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    if !exist(context.design.compute) {
        return;
    }
    let s = context.site_stack(site, Layer::Jobs, "Jobs of a release, and their roles.");
    let variation = context.variation();
    let app_context = context.app_context(&s, site, &variation);
    {
        // It belongs to the jobs: the cluster of the site is that of the services.
        let _jobs = s.part(Party::Process(Process::Migrate));
        let cluster = jobs_cluster(&app_context);
        s.output("cluster", "Name of the cluster that jobs run in.", cluster.name());
        s.output("subnets", "Subnets that jobs run in.", app_context.subnets());
    }
    let mut log_groups = BTreeMap::new();
    for job in &site.jobs {
        let _process = s.part(Party::Process(job.process.clone()));
        log_groups.insert(job.process.clone(), self::job(&app_context, job));
    }
    of_a_release(&app_context);
    context.add(s);
    context.handles.jobs.insert(site.id, log_groups);
}

/// The task definition of a job, with its log group, its roles and the outputs for running it.
fn job(context: &AppContext<'_>, job: &Service) -> Handle {
    let (s, name) = (context.s, job.process.name());
    s.file("logs", "One log group for each job, so that permission to read one does not include the others.");
    let log_group = log_group(
        s,
        LogGroup {
            resource: name,
            name: text!["/", local("name"), format!("/jobs/{name}")],
            key: &context.base.keys.logs,
            retention: context.design.retention.logs,
            site: context.site,
        },
    );
    let roles = roles(context, job, &log_group);
    let task = task_definition(context, job, &roles, &log_group);
    let output = |what: &str| format!("{}_{what}", identifier(name));
    s.output(output("task"), format!("Task definition of the job {name}."), task.arn());
    s.output(output("security_groups"), format!("Security groups of the job {name}."), group(context, job));
    log_group
}

/// What a release runs here, in this order: a site whose database is a replica migrates nothing.
fn of_a_release(context: &AppContext<'_>) {
    let jobs = context.site.jobs.iter().filter(|job| job.scaling.desired > 0);
    let names: Vec<String> = jobs.map(|job| job.process.name().to_owned()).collect();
    let names = context.s.local("release", names.join(" "));
    context.s.output("release", "Jobs that a release runs at this site, in their order.", names);
    if let Some(job) = context.site.jobs.first() {
        context.s.output("image", "The image of the jobs.", image::of_service(context, job));
    }
}
