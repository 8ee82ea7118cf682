//! Where the output of containers goes.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, View};
use polder_inventory::access::PrincipalId;
use polder_inventory::compute::ProcessId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use super::cluster::widened;
use crate::json::Json;
use crate::reader::Reader;
use crate::value::or_provider;

/// One route for each container of a task with a log configuration. `view` is the resource that runs the task.
pub(super) fn of_task<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    task: View<'_, 'a>,
    process: ProcessId,
) {
    let identity = reader.inventory.compute.processes.get(process).and_then(|it| it.launch_identity);
    let index = task.index();
    let value = task.get("container_definitions");
    if let Resolved::Document(Document::Containers(all), stack) = &value
        && let Some(stack) = index.cloud().stack(*stack)
    {
        for one in all {
            let to = match reader.referred(stack, &one.log_group) {
                Some(store) => Link::To(store),
                None => group(reader, task, &index.resolve(stack, &one.log_group)),
            };
            push(reader, view, (process, identity), one.name.clone(), to);
        }
        return;
    }
    for one in Json::read(index, value).items() {
        let logs = one.get("logConfiguration");
        let Known::Value(name) = or_provider(one.get("name").text()) else { continue };
        match logs.get("logDriver").text() {
            Known::Value(None) => {}
            Known::Value(Some(driver)) if driver == "awslogs" => {
                let to = group(reader, task, &logs.get("options").get("awslogs-group").one());
                push(reader, view, (process, identity), name, to);
            }
            // Another container of the task, or an external service, forwards it.
            Known::Value(Some(_)) => {
                let to = Link::Unknown(Reason::AttributeNotModelled);
                push(reader, view, (process, identity), name, to);
            }
            Known::Unknown(reason) => push(reader, view, (process, identity), name, Link::Unknown(reason)),
        }
    }
}

/// The log group of a container.
fn group<'a>(reader: &mut Reader<'_, 'a>, task: View<'_, 'a>, value: &Resolved<'_>) -> Link<StoreId> {
    let named = match value {
        Resolved::Text(name) => reader.named_view(task, "aws_cloudwatch_log_group", "name", name),
        _ => None,
    };
    match named.and_then(|it| reader.id(it.id())) {
        Some(id) => Link::To(id),
        None => reader.link_of_value(value, "log store"),
    }
}

fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (process, identity): (ProcessId, Option<Link<PrincipalId>>),
    container: Text,
    to: Link<StoreId>,
) {
    let route = LogRoute {
        source: reader.part(view, format!("log {container}")),
        from: Link::To(process.into()),
        part: Some(container),
        kind: LogKind::Application,
        to: widened(to),
        prefix: Known::Value(None),
        identity,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::default()),
        filter: Known::Value(None),
    };
    reader.inventory.observability.log_routes.push(route);
}
