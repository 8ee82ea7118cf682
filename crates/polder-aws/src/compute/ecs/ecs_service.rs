//! `aws_ecs_service`: keeps the tasks of a process running and replaces them in rolling deployments.

use polder_cloud::{Handle, Value, body, list};
use polder_design::Service;

use crate::compute::app_context::AppContext;
use crate::compute::ecs::ecs_cluster::Cluster;
use crate::compute::ecs::ecs_task_definition::Task;

/// Writes the service of a process that runs all the time.
pub(crate) fn ecs_service(
    place: &AppContext<'_>,
    service: &Service,
    cluster: &Cluster,
    task: &Task,
) -> Handle {
    let s = place.s;
    s.file(
        "services",
        "The services. A deployment starts new tasks before it stops old ones, and rolls back automatically\n\
         when they do not become healthy; a singleton is stopped first, so that there are never two.",
    );
    let name = service.process.name();
    let singleton = service.scaling.singleton;
    let target = place.edge.target_groups.get(&service.process).zip(service.port);
    let first = [&cluster.providers].into_iter().chain(&task.policies).map(Handle::whole);
    let on_machines = !cluster.pools.is_empty();
    let handle = s.resource(
        "aws_ecs_service",
        name,
        body! {
            name = name.to_owned();
            cluster = cluster.cluster.id();
            task_definition = task.definition.arn();
            desired_count = place.number(service, "desired", service.scaling.desired);
            platform_version = (!on_machines).then_some("LATEST");
            deployment_minimum_healthy_percent = if singleton { 0 } else { 100 };
            deployment_maximum_percent = if singleton { 100 } else { 200 };
            /// Moves tasks back when a zone recovers; a singleton has nothing to rebalance.
            availability_zone_rebalancing = if singleton { "DISABLED" } else { "ENABLED" };
            health_check_grace_period_seconds =
                target.map(|_| place.number(service, "start_grace", service.start_grace.as_seconds()));
            enable_execute_command = false;
            enable_ecs_managed_tags = true;
            propagate_tags = "SERVICE";
            capacity_provider_strategy {
                capacity_provider = cluster.capacity(service);
                weight = 1;
            }
            /// Spread over zones first, so that the loss of one is survived; then fill instances, so that
            /// others become empty.
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
                subnets = place.subnets();
                security_groups = group(place, service);
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
            /// AWS rejects a provider that is not yet associated with the cluster, and tasks fail before
            /// their role has its policy.
            depends_on = first.collect::<Vec<_>>();
        },
    );
    expectations(place, service, &handle);
    handle
}

/// The security group of a process, as a list of one.
pub(crate) fn group(place: &AppContext<'_>, service: &Service) -> Vec<Value> {
    place.network.groups.processes.get(&service.process).map(Handle::id).into_iter().collect()
}

fn expectations(place: &AppContext<'_>, service: &Service, handle: &Handle) {
    let s = place.s;
    let name = service.process.name();
    s.expect(
        format!("{name} must have no public address"),
        handle.get("network_configuration").at(0).field("assign_public_ip"),
        false,
    );
    s.expect(format!("nobody opens a shell in {name}"), handle.get("enable_execute_command"), false);
    if service.scaling.singleton {
        s.expect(
            format!("there must never be two of {name}, not even while a new version comes"),
            handle.get("deployment_maximum_percent"),
            100,
        );
    }
}
