//! `aws_appautoscaling_target`: what is scaled, and between which bounds.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason};

use crate::reader::Reader;
use crate::value::{is_set, number, or_provider};

/// What a target, or a resource that names the same thing, scales.
pub(super) fn scaled<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Link<EntryId> {
    let target = view.targets("resource_id").into_iter().find(|it| it.kind() == "aws_appautoscaling_target");
    // `service/${aws_ecs_cluster.main.name}/${aws_ecs_service.api.name}`
    let of_target = target.unwrap_or(view);
    let scalable = |it: &View<'_, '_>| match reader.entry(it.id()) {
        Some(entry @ (EntryId::Process(_) | EntryId::Store(_) | EntryId::Function(_))) => Some(entry),
        _ => None,
    };
    let found = of_target.targets("resource_id").iter().find_map(scalable);
    let found = found.or_else(|| {
        let named = named(reader, of_target)?;
        reader.entry(named.id())
    });
    match found {
        Some(entry) => Link::To(entry),
        None if is_set(of_target, "resource_id") => Link::Unknown(Reason::Elsewhere),
        None => Link::Unknown(Reason::NotGiven),
    }
}

/// The resource that a known identifier names. Source: AWS, Application Auto Scaling API Reference, `RegisterScalableTarget`.
fn named<'i, 'a>(reader: &mut Reader<'_, 'a>, view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    let text = view.text("resource_id")?;
    let parts: Vec<&str> = text.split(['/', ':']).collect();
    match parts.as_slice() {
        ["service", cluster, service] => {
            let index = view.index();
            let all = index.of_kind("aws_ecs_service").iter().filter_map(|id| index.view(*id));
            let named = all.filter(|it| it.text("name").is_some_and(|name| name == *service));
            let here = named.filter(|it| it.id().stack == view.id().stack);
            let mut of_cluster = here.filter(|it| in_cluster(*it, cluster));
            of_cluster.next()
        }
        ["table", table, ..] => reader.named_view(view, "aws_dynamodb_table", "name", table),
        ["cluster", cluster] => reader.named_view(view, "aws_rds_cluster", "cluster_identifier", cluster),
        ["replication-group", group] => {
            reader.named_view(view, "aws_elasticache_replication_group", "replication_group_id", group)
        }
        ["function", function, ..] => {
            reader.named_view(view, "aws_lambda_function", "function_name", function)
        }
        _ => None,
    }
}

fn in_cluster(service: View<'_, '_>, cluster: &str) -> bool {
    let named =
        service.targets("cluster").iter().any(|it| it.text("name").is_some_and(|name| name == cluster));
    named || service.text("cluster").is_some_and(|text| text.rsplit('/').next() == Some(cluster))
}

/// The bounds of a process. Those of stores are not modelled.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (min, max): (Known<u32>, Known<u32>) =
        (or_provider(number(view, "min_capacity")), or_provider(number(view, "max_capacity")));
    match scaled(reader, view) {
        Link::To(EntryId::Process(id)) => {
            if let Some(process) = reader.inventory.compute.processes.get_mut(id)
                && let Some(replicas) = &mut process.replicas
            {
                (replicas.min, replicas.max) = (min, max);
                reader.contribute(view, id, &["replicas.min", "replicas.max"]);
            }
        }
        Link::To(entry) => {
            let text =
                "the bounds between which the number of its copies or its capacity changes are not modelled";
            reader.blind(view, Some(entry), Some("min_capacity"), Reason::AttributeNotModelled, text);
        }
        Link::Outside(_) | Link::Unknown(_) => {
            let text = "what is scaled is not in the estate, or not modelled";
            reader.blind(view, None, Some("resource_id"), Reason::Elsewhere, text);
        }
    }
}
