//! `aws_autoscaling_group`: instances that scale.

use polder_cloud::View;
use polder_inventory::compute::{ClusterId, MachinePool, MachinePoolId, Replicas};
use polder_inventory::model::{Known, Link, Reason, Text};

use super::classes::zones_of;
use super::purchase::{mixed, of_one_kind};
use super::template::{Template, of_block, read_template, template};
use crate::reader::Reader;
use crate::value::{is_set, number, or_provider, seconds_or, some_text, texts};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let policy = view.block("mixed_instances_policy");
    let mixed_template = policy.and_then(|it| it.block("launch_template"));
    let specification = mixed_template.and_then(|it| it.block("launch_template_specification"));
    let template = match specification {
        Some(specification) => of_block(reader, specification),
        None => template(reader, view).or_else(|| configuration(reader, view)),
    };
    let min: Known<u32> = or_provider(number(view, "min_size"));
    let unknown = Reason::Elsewhere;
    let pool = MachinePool {
        source: reader.source(view),
        name: some_text(view, "name"),
        cluster: cluster(reader, view).map(Link::To),
        classes: classes(mixed_template, template.as_ref()),
        purchase: match (policy, &template) {
            (Some(policy), _) => mixed(policy),
            (None, Some(template)) => of_one_kind(template.spare),
            (None, None) => of_one_kind(Known::Unknown(unknown)),
        },
        replicas: Replicas {
            // The desired capacity defaults to the minimum. Source: AWS, Amazon EC2 Auto Scaling API Reference.
            desired: number(view, "desired_capacity").and_then(|number| number.map_or(min, Known::Value)),
            min,
            max: or_provider(number(view, "max_size")),
        },
        zones: match is_set(view, "vpc_zone_identifier") {
            true => zones_of(view, "vpc_zone_identifier"),
            false => texts(view, "availability_zones"),
        },
        image: template.as_ref().map_or(Known::Unknown(unknown), |it| or_provider(it.image.clone())),
        disks: template.as_ref().map_or_else(Default::default, |it| it.disks.clone()),
        identity: template.as_ref().map_or(Some(Link::Unknown(unknown)), |it| it.identity),
        metadata_token_required: template
            .as_ref()
            .map_or(Known::Unknown(unknown), |it| it.credentials_by_token),
        metadata_hop_limit: template.as_ref().map_or(Known::Unknown(unknown), |it| it.credential_hops),
        // Both are 300 seconds by default. Source: Terraform AWS provider, `aws_autoscaling_group`.
        start_grace: seconds_or(view, "health_check_grace_period", 300),
        cooldown: seconds_or(view, "default_cooldown", 300),
    };
    reader.inventory.compute.machine_pools.push(pool);
}

/// The launch configuration of a group without a launch template.
fn configuration<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Template> {
    let target = view.targets("launch_configuration").into_iter();
    let target = target.into_iter().find(|it| it.is_managed() && it.kind() == "aws_launch_configuration")?;
    Some(read_template(reader, target))
}

/// Instance types in the order of preference: those of the group, else that of the template.
fn classes(mixed: Option<View<'_, '_>>, template: Option<&Template>) -> Known<Box<[Text]>> {
    let overrides = mixed.map_or_else(Vec::new, |it| it.blocks("override"));
    let mut classes = vec![];
    for one in overrides {
        if one.block("instance_requirements").is_some() {
            return Known::Unknown(Reason::AttributeNotModelled);
        }
        match some_text(one, "instance_type") {
            Known::Value(class) => classes.extend(class),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    if !classes.is_empty() {
        return Known::Value(classes.into());
    }
    match template.map(|it| &it.class) {
        Some(Known::Value(Some(class))) => Known::Value([class.clone()].into()),
        Some(Known::Value(None)) => Known::Unknown(Reason::AttributeNotModelled),
        Some(Known::Unknown(reason)) => Known::Unknown(*reason),
        None => Known::Unknown(Reason::Elsewhere),
    }
}

/// The ECS cluster whose tasks are placed on the instances: the cluster uses a capacity provider that uses the group.
fn cluster(reader: &Reader<'_, '_>, view: View<'_, '_>) -> Option<ClusterId> {
    let index = view.index();
    let users = |id, kind: &'static str| {
        let referrers = index.referrers(id).iter().filter_map(|it| index.view(it.from));
        referrers.filter(move |it| it.kind() == kind)
    };
    users(view.id(), "aws_ecs_capacity_provider").find_map(|provider| {
        users(provider.id(), "aws_ecs_cluster_capacity_providers")
            .find_map(|it| it.targets("cluster_name").into_iter().find_map(|it| reader.id(it.id())))
    })
}

/// What is derived: that lifecycle hooks are not modelled.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(pool) = reader.id::<MachinePoolId>(view.id()) else { return };
    if !view.blocks("initial_lifecycle_hook").is_empty() {
        let text = "lifecycle hooks are not modelled";
        reader.blind(
            view,
            Some(pool.into()),
            Some("initial_lifecycle_hook"),
            Reason::AttributeNotModelled,
            text,
        );
    }
}
