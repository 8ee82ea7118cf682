//! EC2: single instances and Auto Scaling groups.

mod autoscaling_group;
mod classes;
mod disks;
mod instance;
mod metadata;
mod purchase;
mod template;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

pub(super) use classes::{ordered_texts, zones_of};
pub(super) use template::{Template, template};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_instance", Reading::Entry(EntryKind::MachinePool, instance::read)),
    managed("aws_spot_instance_request", Reading::Entry(EntryKind::MachinePool, instance::read)),
    managed(
        "aws_autoscaling_group",
        Reading::EntryAndParts(EntryKind::MachinePool, autoscaling_group::read, autoscaling_group::parts),
    ),
    managed("aws_launch_template", Reading::Part(template::read)),
    managed("aws_launch_configuration", Reading::Part(template::read)),
    managed(
        "aws_key_pair",
        Reading::Irrelevant("it is the open half of a key with which people sign in to machines"),
    ),
    managed(
        "aws_placement_group",
        Reading::Irrelevant("it decides on which hardware of a zone machines run, which AWS does not show"),
    ),
];
