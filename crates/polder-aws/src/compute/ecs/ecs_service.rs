//! `aws_ecs_service`: keeps the tasks of a process running and replaces them in rolling deployments.

use polder_cloud::{Handle, Value, body, list};
use polder_design::Service;

use crate::compute::app_context::AppContext;
use crate::compute::ecs::ecs_cluster::Cluster;
use crate::compute::ecs::ecs_task_definition::Task;
use crate::names::identifier;

/// Writes the service of a process that runs all the time.
pub(crate) fn ecs_service(
    context: &AppContext<'_>,
    service: &Service,
    cluster: &Cluster,
    task: &Task,
) -> Handle {
    let s = context.s;
    s.file(
        "services",
        "The services. A deployment starts new tasks before it stops old ones, and rolls back automatically\n\
         when they do not become healthy; a singleton is stopped first, so that there are never two.",
    );
    let name = service.process.name();
    let singleton = service.scaling.singleton;
    let target = context.edge.target_groups.get(&service.process).zip(service.port);
    let first = [&cluster.providers].into_iter().chain(&task.policies).map(Handle::whole);
    let on_machines = !cluster.pools.is_empty();
    let handle = s.resource(
        "aws_ecs_service",
        name,
        body! {
            name = name.to_owned();
            cluster = cluster.cluster.id();
            task_definition = task.definition.arn();
            desired_count = context.number(service, "desired", service.scaling.desired);
            platform_version = (!on_machines).then_some("LATEST");
            deployment_minimum_healthy_percent = if singleton { 0 } else { 100 };
            deployment_maximum_percent = if singleton { 100 } else { 200 };
            /// Moves tasks back when a zone recovers; a singleton has nothing to rebalance.
            availability_zone_rebalancing = if singleton { "DISABLED" } else { "ENABLED" };
            health_check_grace_period_seconds =
                target.map(|_| context.number(service, "start_grace", service.start_grace.as_seconds()));
            enable_execute_command = false;
            enable_ecs_managed_tags = true;
            propagate_tags = "SERVICE";
            capacity_provider_strategy {
                capacity_provider = capacity(context, service, cluster);
                weight = 1;
            }
            /// Spread over zones first, to survive the loss of one; then fill instances, so that others become empty.
            if on_machines => ordered_placement_strategy {
                type = "spread";
                field = "attribute:ecs.availability-zone";
            }
            if on_machines => ordered_placement_strategy {
                type = "binpack";
                field = "memory";
            }
            deployment_circuit_breaker {
                enable = true;
                rollback = true;
            }
            network_configuration {
                subnets = context.subnets();
                security_groups = group(context, service);
                assign_public_ip = false;
            }
            if let Some((target, port)) = target => load_balancer {
                target_group_arn = target.arn();
                container_name = name.to_owned();
                container_port = port;
            }
            /// Auto scaling sets the number of tasks.
            if !singleton => lifecycle {
                ignore_changes = list![Value::expression("desired_count")];
            }
            /// AWS rejects a provider before its association with the cluster; tasks fail before their role has its policy.
            depends_on = first.collect::<Vec<_>>();
        },
    );
    expectations(context, service, &handle);
    handle
}

/// The capacity provider of a service. Where sites differ in which services may be interrupted, it becomes a local.
fn capacity(context: &AppContext<'_>, service: &Service, cluster: &Cluster) -> Value {
    let provider = cluster.capacity(service);
    let differs = context
        .design
        .sites
        .iter()
        .flat_map(|site| &site.services)
        .any(|other| other.process == service.process && other.interruptible != service.interruptible);
    let name = || identifier(&format!("{}_capacity_provider", service.process.name()));
    if differs { context.s.local(name(), provider) } else { provider }
}

/// The security group of a process, as a list of one.
pub(crate) fn group(context: &AppContext<'_>, service: &Service) -> Vec<Value> {
    context.network.groups.processes.get(&service.process).map(Handle::id).into_iter().collect()
}

fn expectations(context: &AppContext<'_>, service: &Service, handle: &Handle) {
    let s = context.s;
    let name = service.process.name();
    s.expect(
        format!("{name} must have no public address"),
        handle.get("network_configuration").at(0).field("assign_public_ip"),
        false,
    );
    s.expect(format!("ECS Exec must be disabled in {name}"), handle.get("enable_execute_command"), false);
    if service.scaling.singleton {
        s.expect(
            format!("there must never be two tasks of {name}, not even during a deployment"),
            handle.get("deployment_maximum_percent"),
            100,
        );
    }
}
