//! `aws_ecs_service`: a process that runs continuously.

use polder_cloud::View;
use polder_inventory::compute::{Process, ProcessId, ProcessKind, Replicas, Rollout};
use polder_inventory::model::{Known, Link, Reason};

use super::capacity::of_service;
use super::definition::{Definition, definition};
use super::log_routes;
use crate::reader::Reader;
use crate::value::{given_text, is_set, number_or, or_provider, seconds_or, some_text, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let daemon = text_or(view, "scheduling_strategy", "REPLICA") == Known::Value("DAEMON".into());
    let definition = match task_definition(view) {
        Some(task) => definition(reader, task),
        None => Definition::unknown(Reason::Elsewhere),
    };
    // Source: Terraform AWS provider, `aws_ecs_service`: 0. The scaling target sets the bounds later.
    let desired = number_or(view, "desired_count", 0);
    let process = Process {
        source: reader.source(view),
        name: given_text(view, "name"),
        kind: if daemon { ProcessKind::Daemon } else { ProcessKind::Service },
        cluster: Some(reader.link(view, "cluster", "cluster").unwrap_or(Link::Unknown(Reason::Elsewhere))),
        capacity: of_service(reader, view),
        containers: definition.containers,
        cpu: definition.cpu,
        memory: definition.memory,
        ephemeral_storage: definition.ephemeral_storage,
        mounts: definition.mounts,
        architecture: definition.architecture,
        replicas: (!daemon).then_some(Replicas { desired, min: desired, max: desired }),
        rollout: Some(rollout(view, daemon)),
        start_grace: start_grace(view),
        identity: definition.identity,
        launch_identity: definition.launch_identity,
        exec_enabled: truth_or(view, "enable_execute_command", false),
        zone_rebalancing: or_provider(some_text(view, "availability_zone_rebalancing"))
            .map(|word| word == "ENABLED"),
    };
    reader.inventory.compute.processes.push(process);
}

/// The task definition of the estate that a service runs.
pub(super) fn task_definition<'i, 'a>(view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    view.targets("task_definition")
        .into_iter()
        .find(|it| it.is_managed() && it.kind() == "aws_ecs_task_definition")
}

/// During a deployment, replica services keep all tasks and may double them; daemon services may stop all.
/// Circuit breakers are off by default. Source: AWS, Amazon ECS API Reference, `DeploymentConfiguration`.
fn rollout(view: View<'_, '_>, daemon: bool) -> Rollout {
    let breaker = view.block("deployment_circuit_breaker");
    let (healthy, most) = if daemon { (0, 100) } else { (100, 200) };
    let on = |name: &str| breaker.map_or(Known::Value(false), |breaker| truth_or(breaker, name, false));
    Rollout {
        healthy_percent_min: number_or(view, "deployment_minimum_healthy_percent", healthy),
        percent_max: number_or(view, "deployment_maximum_percent", most),
        circuit_breaker: on("enable"),
        rollback: on("rollback"),
    }
}

/// The grace period applies to services with a load balancer, and defaults to 0.
fn start_grace(view: View<'_, '_>) -> Known<Option<polder_units::Duration>> {
    let waits = is_set(view, "health_check_grace_period_seconds") || !view.blocks("load_balancer").is_empty();
    if waits {
        seconds_or(view, "health_check_grace_period_seconds", 0).map(Some)
    } else {
        Known::Value(None)
    }
}

/// What is derived: where the output of the containers goes, and that the task definition contributes to the service.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (Some(process), Some(task)) = (reader.id::<ProcessId>(view.id()), task_definition(view)) else {
        return;
    };
    let fields =
        ["containers", "cpu", "memory", "ephemeral_storage", "architecture", "identity", "launch_identity"];
    reader.contribute(task, process, &fields);
    log_routes::of_task(reader, view, task, process);
}
