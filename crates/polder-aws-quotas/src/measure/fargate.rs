//! Fargate: the processors of the tasks that services can run.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, Index, ResourceId, StackId, Value, View};

use crate::amount::Amount;
use crate::memo::Memo;
use crate::weigh::{number, number_or};

/// CPU units of one vCPU: the parts in which tasks are counted.
pub(crate) const UNITS: u64 = 1024;

/// The CPU units that a service can use: its largest number of tasks, including those that a deployment starts before it
/// stops others, on Fargate On-Demand.
pub(crate) fn service(view: &View<'_, '_>, memo: &Memo) -> Amount {
    let share = on_demand(view);
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
    let scaling = memo.scaling.get_or_init(|| scaling(service.index()));
    let limits = scaling.iter().filter(|it| it.is_of(service)).map(|it| it.limit);
    limits.reduce(Amount::or_more).unwrap_or_else(|| number(service, "desired_count"))
}

/// A limit of auto scaling or of a scheduled action.
#[derive(Debug)]
pub(crate) struct Scaling {
    /// The largest number of tasks.
    limit: Amount,
    /// What it refers to, itself or by its scalable target.
    services: Vec<ResourceId>,
    /// The stack and the name of the service, if it does not refer to a scalable target.
    named: Option<(StackId, String)>,
}

impl Scaling {
    fn of(view: &View<'_, '_>, limit: Amount) -> Scaling {
        let ids = |it: &View<'_, '_>| it.targets("resource_id").iter().map(View::id).collect::<Vec<_>>();
        let mut services = ids(view);
        let target = view.target("resource_id").filter(|it| it.kind() == "aws_appautoscaling_target");
        let mut named = None;
        match target {
            Some(target) => services.extend(ids(&target)),
            None => named = view.text("resource_id").map(|id| (view.stack().id, last_part(&id))),
        }
        Scaling { limit, services, named }
    }

    fn is_of(&self, service: &View<'_, '_>) -> bool {
        let is_named = |(stack, name): &(StackId, String)| {
            *stack == service.stack().id && service.text("name").as_deref() == Some(name)
        };
        self.services.contains(&service.id()) || self.named.as_ref().is_some_and(is_named)
    }
}

/// `web` of `service/main/web`.
fn last_part(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_owned()
}

/// All limits of a graph.
fn scaling(index: &Index<'_>) -> Vec<Scaling> {
    let views = |kind: &str| index.of_kind(kind).iter().filter_map(|id| index.view(*id));
    let limit = |it: &View<'_, '_>| number(it, "max_capacity");
    let targets = views("aws_appautoscaling_target").map(|it| Scaling::of(&it, limit(&it)));
    let actions = views("aws_appautoscaling_scheduled_action").filter_map(|action| {
        let limits = action.blocks("scalable_target_action").iter().map(limit).reduce(Amount::or_more);
        limits.map(|limit| Scaling::of(&action, limit))
    });
    targets.chain(actions).collect()
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
    let providers = strategy.iter().map(|it| it.get("capacity_provider"));
    let mut unknown = false;
    for provider in providers {
        match provider {
            // Tasks above the base can all be On-Demand when there is no Spot capacity.
            Resolved::Text(name) if name == "FARGATE" => return Amount::exactly(1),
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
