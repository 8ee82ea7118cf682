//! `aws_eks_node_group`: instances of a cluster that EKS starts and replaces.

use polder_cloud::View;
use polder_inventory::compute::{Disk, MachinePool, PurchaseOptions, Replicas};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_units::Bytes;

use super::cluster::of_name;
use crate::compute::ec2::{Template, template, zones_of};
use crate::reader::Reader;
use crate::stores::default_encryption;
use crate::value::{gib, number, or_provider, some_text, text_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let template = template(reader, view);
    let cluster = of_name(reader, view).and_then(|it| reader.id(it.id())).map(Link::To);
    let cluster = cluster.or_else(|| reader.link(view, "cluster_name", "cluster"));
    let scaling = view.block("scaling_config");
    let size =
        |name: &str| scaling.map_or(Known::Unknown(Reason::NotGiven), |it| or_provider(number(it, name)));
    let spot = text_or(view, "capacity_type", "ON_DEMAND").map(|word| word == "SPOT");
    let pool = MachinePool {
        source: reader.source(view),
        name: some_text(view, "node_group_name"),
        cluster,
        classes: classes(view, template.as_ref()),
        purchase: PurchaseOptions {
            on_demand_base: Known::Value(0),
            on_demand_percent: spot.map(|spot| if spot { 0 } else { 100 }),
            spot_strategy: spot.and_then(|spot| {
                // EKS chooses the image by its release. Source: AWS, Amazon EKS User Guide,
                // "Managed node group capacity types".
                if spot { Known::Unknown(Reason::Elsewhere) } else { Known::Value(None) }
            }),
        },
        replicas: Replicas { desired: size("desired_size"), min: size("min_size"), max: size("max_size") },
        zones: zones_of(view, "subnet_ids"),
        image: image(view, template.as_ref()),
        disks: match template.as_ref().filter(|it| !it.disks.is_empty()) {
            Some(template) => template.disks.clone(),
            None => disks(reader, view),
        },
        identity: reader.link(view, "node_role_arn", "role"),
        // Without a launch template, EKS creates one. Source: AWS, Amazon EKS User Guide, "Restrict
        // access to the instance profile": session tokens are required, and the hop limit is 2.
        metadata_token_required: template.as_ref().map_or(Known::Value(true), |it| it.credentials_by_token),
        metadata_hop_limit: template.as_ref().map_or(Known::Value(2), |it| it.credential_hops),
        // EKS creates the Auto Scaling group, which is not in the graph.
        start_grace: Known::Unknown(Reason::Elsewhere),
        cooldown: Known::Unknown(Reason::Elsewhere),
    };
    reader.inventory.compute.machine_pools.push(pool);
}

/// Those of the group, else that of the template, else `t3.medium`. Source: Terraform AWS provider, `aws_eks_node_group`.
fn classes(view: View<'_, '_>, template: Option<&Template>) -> Known<Box<[Text]>> {
    let own: Vec<Known<Text>> = crate::compute::ec2::ordered_texts(view, "instance_types");
    if own.is_empty() {
        return match template.map(|it| &it.class) {
            Some(Known::Value(Some(class))) => Known::Value(Box::new([class.clone()])),
            Some(Known::Unknown(reason)) => Known::Unknown(*reason),
            _ => Known::Value(Box::new([Text::new_static("t3.medium")])),
        };
    }
    let mut classes = vec![];
    for class in own {
        match class {
            Known::Value(class) => classes.push(class),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(classes.into())
}

/// The type of image, with its release where one is set.
fn image(view: View<'_, '_>, template: Option<&Template>) -> Known<Text> {
    let own = template.and_then(|it| it.image.value().cloned().flatten());
    if let Some(image) = own {
        return Known::Value(image);
    }
    // Source: Terraform AWS provider, `ami_type`: EKS chooses by the instance types.
    or_provider(some_text(view, "ami_type"))
}

/// One volume of 20 GiB, encrypted as the account's default says. Source: Terraform AWS provider, `disk_size`.
fn disks<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Box<[Disk]> {
    let encryption = default_encryption(reader, view);
    let size = gib(view, "disk_size").map(|size| size.unwrap_or(Bytes::gib(20)));
    Box::new([Disk {
        size,
        class: Known::Unknown(Reason::Elsewhere),
        iops: Known::Value(None),
        throughput: Known::Value(None),
        encryption,
    }])
}
