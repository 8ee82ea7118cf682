//! `aws_ecs_task_definition`: a separate process where no service runs it, because its tasks are started on demand.

use polder_cloud::View;
use polder_inventory::compute::{Capacity, CapacityKind, Process, ProcessId, ProcessKind};
use polder_inventory::model::{Known, Link, Reason, Set, Text};

use super::definition::definition;
use super::log_routes;
use super::service;
use crate::reader::Reader;
use crate::value::{given_text, texts};

/// No entry where a service runs it: then it belongs to the service.
pub(super) fn count(view: View<'_, '_>) -> u32 {
    let index = view.index();
    let referrers = index.referrers(view.id()).iter().filter(|it| it.path.first() == "task_definition");
    let mut services =
        referrers.filter_map(|it| index.view(it.from)).filter(|it| it.kind() == "aws_ecs_service");
    u32::from(!services.any(|it| service::task_definition(it).is_some_and(|task| task.id() == view.id())))
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let definition = definition(reader, view);
    let process = Process {
        source: reader.source(view),
        name: given_text(view, "family"),
        kind: ProcessKind::Job,
        // The caller chooses where.
        cluster: None,
        capacity: capacity(view),
        containers: definition.containers,
        cpu: definition.cpu,
        memory: definition.memory,
        ephemeral_storage: definition.ephemeral_storage,
        mounts: definition.mounts,
        architecture: definition.architecture,
        replicas: None,
        rollout: None,
        start_grace: Known::Value(None),
        identity: definition.identity,
        launch_identity: definition.launch_identity,
        exec_enabled: Known::Value(false),
        zone_rebalancing: Known::Value(false),
    };
    reader.inventory.compute.processes.push(process);
}

/// The launch type that it requires; the caller may override it.
fn capacity(view: View<'_, '_>) -> Set<Capacity> {
    let on = match texts(view, "requires_compatibilities") {
        Known::Value(words) => match words.iter().map(Text::as_str).collect::<Vec<&str>>().as_slice() {
            ["FARGATE"] => CapacityKind::Serverless,
            ["EC2"] => CapacityKind::Machines(Link::Unknown(Reason::Elsewhere)),
            _ => CapacityKind::Unknown(Reason::Elsewhere),
        },
        Known::Unknown(reason) => CapacityKind::Unknown(reason),
    };
    Set::from([Capacity { on, base: Known::Value(0), weight: Known::Value(1) }])
}

/// What is derived: where the containers' output goes.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if let Some(process) = reader.id::<ProcessId>(view.id()) {
        log_routes::of_task(reader, view, view, process);
    }
}
