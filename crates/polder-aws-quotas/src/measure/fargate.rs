//! Fargate: the processors of the tasks that services can run.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, Value, View};

use crate::amount::Amount;
use crate::measure::scaling;
use crate::memo::Memo;
use crate::weigh::{number, number_or};

/// CPU units of one vCPU: the parts in which tasks are counted.
pub(crate) const UNITS: u64 = 1024;

/// The CPU units that a service can use: its largest number of tasks, including those that a deployment starts before it
/// stops others, on Fargate On-Demand.
pub(crate) fn service(view: &View<'_, '_>, memo: &Memo) -> Amount {
    units_with(view, memo, on_demand(view))
}

/// The same on Fargate Spot.
pub(crate) fn spot_service(view: &View<'_, '_>, memo: &Memo) -> Amount {
    let strategy = view.blocks("capacity_provider_strategy");
    units_with(view, memo, among(strategy.iter().map(|it| it.get("capacity_provider")), "FARGATE_SPOT"))
}

fn units_with(view: &View<'_, '_>, memo: &Memo, share: Amount) -> Amount {
    if share == Amount::NONE {
        return Amount::NONE;
    }
    let Some(task) = view.target("task_definition").filter(View::is_managed) else { return Amount::UNKNOWN };
    let percent = number_or(view, "deployment_maximum_percent", 200);
    let tasks = most_tasks(view, memo).times(percent);
    units(&task).times(tasks.in_units_of(100)).times(share)
}

/// The CPU units of one task.
fn units(task: &View<'_, '_>) -> Amount {
    let Resolved::Text(cpu) = task.get("cpu") else { return number(task, "cpu") };
    let whole =
        cpu.trim().strip_suffix("vCPU").or_else(|| cpu.trim().strip_suffix("vcpu")).map(str::trim_end);
    match whole {
        Some(whole) => Amount::from_known(whole.parse::<u64>().ok().and_then(|it| it.checked_mul(UNITS))),
        None => Amount::from_known(cpu.trim().parse().ok()),
    }
}

/// The largest number of tasks: the limit of auto scaling, also of scheduled actions, or the number of the service.
fn most_tasks(service: &View<'_, '_>, memo: &Memo) -> Amount {
    let scaling = memo.scaling.get_or_init(|| scaling::all(service.index()));
    let limits = scaling.iter().filter(|it| it.is_of(service)).map(|it| it.limit);
    limits.reduce(Amount::or_more).unwrap_or_else(|| number(service, "desired_count"))
}

/// Whether a service runs on Fargate On-Demand: one or nothing.
fn on_demand(service: &View<'_, '_>) -> Amount {
    let strategy = service.blocks("capacity_provider_strategy");
    if strategy.is_empty() {
        return match service.get("launch_type") {
            Resolved::Text(kind) => Amount::exactly(u64::from(kind == "FARGATE")),
            _ => by_task(service),
        };
    }
    among(strategy.iter().map(|it| it.get("capacity_provider")), "FARGATE")
}

/// Whether a provider is among those of a strategy: one or nothing. All tasks above the base can be with any of them.
fn among<'a>(providers: impl Iterator<Item = Resolved<'a>>, wanted: &str) -> Amount {
    let mut unknown = false;
    for provider in providers {
        match provider {
            Resolved::Text(name) if name == wanted => return Amount::exactly(1),
            Resolved::Text(_) | Resolved::Attribute(_) => {}
            _ => unknown = true,
        }
    }
    if unknown { Amount::up_to(1) } else { Amount::NONE }
}

/// Without a launch type, what the task definition is compatible with.
fn by_task(service: &View<'_, '_>) -> Amount {
    let task = service.target("task_definition").filter(View::is_managed);
    let Some(task) = task else { return Amount::up_to(1) };
    let compatible = task.texts("requires_compatibilities");
    Amount::exactly(u64::from(compatible.iter().any(|it| it == "FARGATE")))
}

/// The containers of a task definition.
pub(crate) fn containers(view: &View<'_, '_>) -> Amount {
    let (document, text) = (view.body().get("container_definitions"), view.get("container_definitions"));
    if let Some(Value::Document(document)) = document
        && let Document::Containers(containers) = document.as_ref()
    {
        return Amount::of(containers.len());
    }
    let Resolved::Text(text) = text else { return Amount::UNKNOWN };
    match serde_json::from_str::<Vec<serde_json::Value>>(&text) {
        Ok(containers) => Amount::of(containers.len()),
        Err(_) => Amount::UNKNOWN,
    }
}
