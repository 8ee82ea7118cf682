//! The capacity of services: `capacity_provider_strategy`, `launch_type`, and the cluster's default strategy.

use polder_cloud::View;
use polder_inventory::compute::{Capacity, CapacityKind, MachinePoolId, ProcessId};
use polder_inventory::model::{Known, Link, Reason, Set};

use crate::reader::Reader;
use crate::value::{number_or, some_text};

/// The capacity of a service.
pub(super) fn of_service<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Set<Capacity> {
    let own = view.blocks("capacity_provider_strategy");
    if !own.is_empty() {
        return strategies(reader, &own);
    }
    let kind = match some_text(view, "launch_type") {
        Known::Value(Some(word)) => match word.as_str() {
            "FARGATE" => CapacityKind::Serverless,
            // Any container instances of the cluster.
            "EC2" => CapacityKind::Machines(Link::Unknown(Reason::AttributeNotModelled)),
            _ => CapacityKind::Unknown(Reason::AttributeNotModelled),
        },
        Known::Value(None) => return of_cluster(reader, view),
        Known::Unknown(reason) => CapacityKind::Unknown(reason),
    };
    Set::from([Capacity { on: kind, base: Known::Value(0), weight: Known::Value(1) }])
}

/// The default strategy of the cluster. Without one, the launch type EC2. Source: AWS, Amazon ECS API
/// Reference, `CreateService`, `launchType`.
fn of_cluster<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Set<Capacity> {
    let index = view.index();
    let cluster = view.targets("cluster").into_iter().find(|it| it.kind() == "aws_ecs_cluster");
    let Some(cluster) = cluster else {
        let on = CapacityKind::Unknown(Reason::Elsewhere);
        return Set::from([Capacity { on, base: Known::Value(0), weight: Known::Value(1) }]);
    };
    let referrers = index.referrers(cluster.id()).iter().filter_map(|it| index.view(it.from));
    let providers = referrers.filter(|it| it.kind() == "aws_ecs_cluster_capacity_providers");
    let blocks: Vec<View<'_, '_>> =
        providers.flat_map(|it| it.blocks("default_capacity_provider_strategy")).collect();
    if blocks.is_empty() {
        let on = CapacityKind::Machines(Link::Unknown(Reason::AttributeNotModelled));
        return Set::from([Capacity { on, base: Known::Value(0), weight: Known::Value(1) }]);
    }
    strategies(reader, &blocks)
}

/// Base and weight default to 0. Source: AWS, Amazon ECS API Reference, `CapacityProviderStrategyItem`.
fn strategies<'a>(reader: &mut Reader<'_, 'a>, blocks: &[View<'_, 'a>]) -> Set<Capacity> {
    let mut found = vec![];
    for block in blocks {
        let (base, weight) = (number_or(*block, "base", 0), number_or(*block, "weight", 0));
        found.push(Capacity { on: provider(reader, *block), base, weight });
    }
    found.into()
}

fn provider<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> CapacityKind {
    match view.text("capacity_provider").as_deref() {
        Some("FARGATE") => return CapacityKind::Serverless,
        Some("FARGATE_SPOT") => return CapacityKind::ServerlessSpot,
        _ => {}
    }
    let provider =
        view.targets("capacity_provider").into_iter().find(|it| it.kind() == "aws_ecs_capacity_provider");
    match provider {
        Some(provider) => CapacityKind::Machines(pool(reader, provider)),
        None => match some_text(view, "capacity_provider") {
            Known::Unknown(reason) => CapacityKind::Unknown(reason),
            Known::Value(_) => CapacityKind::Unknown(Reason::Elsewhere),
        },
    }
}

/// The instances of a capacity provider.
pub(super) fn pool<'a>(reader: &mut Reader<'_, 'a>, provider: View<'_, 'a>) -> Link<MachinePoolId> {
    let group = provider.block("auto_scaling_group_provider");
    let link = group.and_then(|it| reader.link(it, "auto_scaling_group_arn", "machine pool"));
    link.unwrap_or(Link::Unknown(Reason::AttributeNotModelled))
}

/// `aws_ecs_cluster_capacity_providers`: the default strategy of the cluster's services.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let index = view.index();
    let Some(cluster) = view.targets("cluster_name").into_iter().find(|it| it.kind() == "aws_ecs_cluster")
    else {
        return;
    };
    let mut services: Vec<ProcessId> = vec![];
    for referrer in index.referrers(cluster.id()).iter().filter(|it| it.path.first() == "cluster") {
        let Some(service) = index.view(referrer.from).filter(|it| it.kind() == "aws_ecs_service") else {
            continue;
        };
        let silent = service.blocks("capacity_provider_strategy").is_empty()
            && some_text(service, "launch_type") == Known::Value(None);
        if let Some(id) = reader.id(service.id()).filter(|id| silent && !services.contains(id)) {
            services.push(id);
            reader.contribute(view, id, &["capacity"]);
        }
    }
}
