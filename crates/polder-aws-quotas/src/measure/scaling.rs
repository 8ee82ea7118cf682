//! How far services scale.

use polder_cloud::{Index, ResourceId, StackId, View};

use crate::amount::Amount;
use crate::weigh::number;

/// A limit of auto scaling or of a scheduled action.
#[derive(Debug)]
pub(crate) struct Scaling {
    /// The largest number of tasks.
    pub(crate) limit: Amount,
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

    /// Whether it is about a service.
    pub(crate) fn is_of(&self, service: &View<'_, '_>) -> bool {
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
pub(crate) fn all(index: &Index<'_>) -> Vec<Scaling> {
    let views = |kind: &str| index.of_kind(kind).iter().filter_map(|id| index.view(*id));
    let limit = |it: &View<'_, '_>| number(it, "max_capacity");
    let targets = views("aws_appautoscaling_target").map(|it| Scaling::of(&it, limit(&it)));
    let actions = views("aws_appautoscaling_scheduled_action").filter_map(|action| {
        let limits = action.blocks("scalable_target_action").iter().map(limit).reduce(Amount::or_more);
        limits.map(|limit| Scaling::of(&action, limit))
    });
    targets.chain(actions).collect()
}
