//! Targets of target groups: attachments, ECS services, Auto Scaling groups.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::compute::MachinePoolId;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{Target, TargetGroupId, TargetKind};

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads `aws_lb_target_group_attachment`.
pub(in crate::networks) fn read_attachment<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let group: Link<TargetGroupId> = reader.must_lead_to(view, "target_group_arn", "target-group");
    let port = attribute::number(view, "port");
    let target = match reader.leads_to_any(view, "target_id", "target") {
        Some(Link::To(EntryId::MachinePool(pool))) => TargetKind::Machines(Link::To(pool)),
        Some(Link::To(EntryId::Function(function))) => TargetKind::Function(Link::To(function)),
        Some(Link::To(EntryId::LoadBalancer(balancer))) => TargetKind::LoadBalancer(Link::To(balancer)),
        Some(Link::To(EntryId::Interface(interface))) => TargetKind::Interface(Link::To(interface)),
        Some(Link::Unknown(reason)) => unknown(reader, view, reason),
        _ => match attribute::block(view, "target_id") {
            Known::Value(Some(address)) => TargetKind::Address(Known::Value(address)),
            Known::Value(None) => TargetKind::Address(Known::Unknown(Reason::AfterApply)),
            // The ID of an instance that is not in the estate.
            Known::Unknown(_) => TargetKind::Machines(reader.must_lead_to(view, "target_id", "machine")),
        },
    };
    let source = reader.source(view);
    reader.inventory.networks.targets.push(Target { source, group, target, port });
}

/// An unknown target: the target type of the group determines its kind.
fn unknown<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, reason: Reason) -> TargetKind {
    let kinds = ["aws_lb_target_group", "aws_alb_target_group"];
    let group = reader.resource_of(view, "target_group_arn", &kinds);
    match group.and_then(|group| group.text("target_type")).as_deref() {
        Some("ip") => TargetKind::Address(Known::Unknown(reason)),
        Some("lambda") => TargetKind::Function(Link::Unknown(reason)),
        Some("alb") => TargetKind::LoadBalancer(Link::Unknown(reason)),
        _ => TargetKind::Machines(Link::Unknown(reason)),
    }
}

/// Reads `aws_autoscaling_attachment` and `aws_autoscaling_traffic_source_attachment`.
pub(in crate::networks) fn read_pool<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let pool = reader.must_lead_to(view, "autoscaling_group_name", "machines");
    let sources = view.blocks("traffic_source");
    let mut groups: Vec<Link<TargetGroupId>> = vec![];
    for name in ["lb_target_group_arn", "alb_target_group_arn"] {
        groups.extend(reader.all_lead_to(view, name, "target-group"));
    }
    for source in sources {
        groups.extend(reader.all_lead_to(source, "identifier", "target-group"));
    }
    for group in groups {
        push(reader, view, group, TargetKind::Machines(pool), Known::Value(None));
    }
}

/// Derives the targets of a resource that refers to its target groups.
pub(in crate::networks) fn read_all(reader: &mut Reader<'_, '_>) {
    let index = reader.index;
    for view in index.of_kind("aws_ecs_service").iter().filter_map(|id| index.view(*id)) {
        let owner = reader.entry(view.id());
        for block in view.blocks("load_balancer") {
            let target = match owner {
                Some(EntryId::Process(process)) => TargetKind::Process(Link::To(process)),
                _ => TargetKind::Process(Link::Unknown(Reason::KindNotModelled)),
            };
            let port = attribute::number(block, "container_port");
            for group in reader.all_lead_to(block, "target_group_arn", "target-group") {
                push(reader, view, group, target, port);
            }
        }
    }
    for view in index.of_kind("aws_autoscaling_group").iter().filter_map(|id| index.view(*id)) {
        let pool: Option<MachinePoolId> = reader.id(view.id());
        let pool = pool.map_or(Link::Unknown(Reason::KindNotModelled), Link::To);
        for group in reader.all_lead_to(view, "target_group_arns", "target-group") {
            push(reader, view, group, TargetKind::Machines(pool), Known::Value(None));
        }
    }
}

fn push<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    group: Link<TargetGroupId>,
    target: TargetKind,
    port: Known<Option<u16>>,
) {
    let part = format!("target {}", reader.words_of(group, "group"));
    // In a state, the attributes of an Auto Scaling group include target groups of attachment resources.
    let known = reader.inventory.networks.targets.values();
    let known = known.filter(|it| it.group == group && it.target == target);
    if matches!(target, TargetKind::Machines(Link::To(_))) && known.count() > 0 {
        return;
    }
    let source = reader.one_of(view, part);
    reader.inventory.networks.targets.push(Target { source, group, target, port });
}
