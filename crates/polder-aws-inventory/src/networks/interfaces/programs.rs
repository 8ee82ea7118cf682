//! Interfaces of compute services: ECS services and tasks, Lambda functions, CodeBuild projects.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::compute::ProcessId;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::networks::{InterfaceId, ListeningPort};

use super::interface_settings::{Groups, InterfaceSettings, Public};
use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::is_set;

/// `aws_ecs_service`. Without `network_configuration`, its containers use the interfaces of their container
/// instances.
pub(super) fn ecs_service<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(settings) = view.block("network_configuration") else { return vec![] };
    let owner = reader.owner(view);
    tasks(reader, view, settings, owner)
}

/// `aws_ecs_task_definition`. Where nothing in the estate starts the task, its subnets are not known.
pub(super) fn task_definition<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    if view.text("network_mode").as_deref() != Some("awsvpc") {
        return vec![];
    }
    let starters = [
        ("aws_ecs_service", "task_definition"),
        ("aws_cloudwatch_event_target", "ecs_target.task_definition_arn"),
        ("aws_scheduler_schedule", "target.ecs_parameters.task_definition_arn"),
    ];
    if starters.into_iter().all(|of| reader.users(of, view.id()).is_empty()) {
        let entry = reader.entry(view.id());
        let text = "The subnets and security groups of the task are set by the caller that starts it.";
        reader.blind(view, entry, Some("network_mode"), Reason::Elsewhere, text);
    }
    vec![]
}

/// A target of `aws_cloudwatch_event_target` that starts tasks.
pub(super) fn event_target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    view.blocks("ecs_target").into_iter().flat_map(|it| job(reader, view, it)).collect()
}

/// A target of `aws_scheduler_schedule` that starts tasks.
pub(super) fn schedule<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let targets = view.blocks("target").into_iter().flat_map(|it| it.blocks("ecs_parameters"));
    targets.flat_map(|it| job(reader, view, it)).collect()
}

/// Started tasks belong to the process of their task definition, if that is a process.
fn job<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, target: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(settings) = target.block("network_configuration") else { return vec![] };
    let process = reader.leads_to::<ProcessId>(target, "task_definition_arn", "task-definition");
    let owner: Link<EntryId> = match (process.and_then(|it| it.id()), reader.id::<ProcessId>(view.id())) {
        (_, Some(process)) | (Some(process), None) => Link::To(process.into()),
        (None, None) => reader.owner(view),
    };
    tasks(reader, view, settings, owner)
}

fn tasks<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    settings: View<'i, 'a>,
    owner: Link<EntryId>,
) -> Vec<InterfaceId> {
    let groups = reader.groups(settings, "security_groups");
    // Provider documentation: `assign_public_ip` defaults to `false`.
    let public = Public::said(attribute::truth_or(settings, "assign_public_ip", false));
    let listens = listens(reader, owner);
    let common = InterfaceSettings { public, listens, ..InterfaceSettings::of(owner, groups) };
    let subnets = reader.subnets(settings, "subnets");
    reader.add_interfaces(view, subnets, &common)
}

/// The ports on which the containers of a process listen. A task with an interface of its own needs no port mappings to be
/// reached, so that without any its ports are not known: Amazon ECS Developer Guide, "Task networking with the awsvpc network
/// mode".
fn listens(reader: &Reader<'_, '_>, owner: Link<EntryId>) -> Known<Set<ListeningPort>> {
    let Link::To(EntryId::Process(id)) = owner else { return Known::Unknown(Reason::KindNotModelled) };
    let Some(process) = reader.inventory.compute.processes.get(id) else {
        return Known::Unknown(Reason::KindNotModelled);
    };
    let mut all: Vec<ListeningPort> = vec![];
    for container in &process.containers {
        match &container.listens {
            Known::Value(ports) => all.extend(ports.iter().copied()),
            Known::Unknown(reason) => return Known::Unknown(*reason),
        }
    }
    if all.is_empty() { Known::Unknown(Reason::Elsewhere) } else { Known::Value(all.into()) }
}

/// `aws_lambda_function`. It opens connections through its interfaces; invocations do not use them.
pub(super) fn lambda_function<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(settings) = view.block("vpc_config") else { return vec![] };
    // In a state, the block has empty lists if the function is not in a VPC.
    if !is_set(settings, "subnet_ids") {
        return vec![];
    }
    let common = InterfaceSettings::of(reader.owner(view), reader.groups(settings, "security_group_ids"));
    let subnets = reader.subnets(settings, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_codebuild_project`.
pub(super) fn build_project<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(settings) = view.block("vpc_config") else { return vec![] };
    let groups: Groups = reader.groups(settings, "security_group_ids");
    let common = InterfaceSettings::of(reader.owner(view), groups);
    let subnets = reader.subnets(settings, "subnets");
    reader.add_interfaces(view, subnets, &common)
}
