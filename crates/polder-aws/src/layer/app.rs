//! Layer `app` of a site: containers and their roles.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use polder_cloud::{Handle, Layer, text};
use polder_design::{Process, Service, Site};

use crate::appautoscaling::autoscaling;
use crate::context::Context;
use crate::ecs_cluster::ecs_cluster;
use crate::ecs_service::{ecs_service, group};
use crate::handles::App;
use crate::iam_role::roles;
use crate::log_group::{LogGroup, log_group};
use crate::names::local;
use crate::task_definition::{Task, task_definition};
use crate::variation::{Variation, identifier};
use crate::workplace::Workplace;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::App, "Containers and their roles.");
    let design = context.design;
    let variation =
        Rc::clone(context.handles.variation.get_or_insert_with(|| Rc::new(Variation::of(design))));
    let handles = &context.handles;
    // Sites are lowered in their order, layer by layer: this is the index of the site.
    let index = handles.app.len();
    let place = Workplace {
        s: &s,
        design,
        site,
        variation: &variation,
        shared: &handles.shared[&(site.account, site.region.clone())],
        base: &handles.base[index],
        network: &handles.network[index],
        data: &handles.data[index],
        edge: &handles.edge[index],
    };
    let cluster = ecs_cluster(&place);
    s.output("subnets", "Subnets that containers run in.", place.subnets());
    let (mut services, mut log_groups) = (BTreeMap::new(), BTreeMap::new());
    for service in &site.services {
        let (task, log_group) = task(&place, service);
        let runs = ecs_service(&place, service, &cluster, &task);
        autoscaling(&place, service, &cluster.cluster, &runs);
        services.insert(service.process.clone(), runs);
        log_groups.insert(service.process.clone(), log_group);
    }
    for job in &site.jobs {
        let (task, log_group) = task(&place, job);
        how_to_run(&place, job, &task.definition);
        log_groups.insert(job.process.clone(), log_group);
    }
    context.cloud.add(s);
    context.handles.app.push(App { cluster: cluster.cluster, services, log_groups });
}

/// Everything that a task needs: its log, its roles, its containers.
fn task(place: &Workplace<'_>, service: &Service) -> (Task, Handle) {
    let log_group = log(place, &service.process);
    let roles = roles(place, service, &log_group);
    let definition = task_definition(place, service, &roles, &log_group);
    (Task { definition, policies: roles.policies }, log_group)
}

fn log(place: &Workplace<'_>, process: &Process) -> Handle {
    place.s.file("logs", "One log for each process, so that a right to read one is no right to read all.");
    log_group(
        place.s,
        LogGroup {
            resource: process.name(),
            name: text!["/", local("name"), format!("/{}", process.name())],
            key: &place.base.keys.logs,
            retention: place.design.retention.logs,
            site: place.site,
        },
    )
}

/// What whoever runs a job needs to know.
fn how_to_run(place: &Workplace<'_>, job: &Service, task: &Handle) {
    let (s, name) = (place.s, job.process.name());
    let output = |what: &str| format!("{}_{what}", identifier(name));
    s.output(output("task"), format!("Task definition of the job {name}."), task.arn());
    s.output(output("security_groups"), format!("Security groups of the job {name}."), group(place, job));
}
