//! EKS: clusters, node groups and add-ons.

mod addon;
mod cluster;
mod node_group;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, data, managed};

/// The kinds that are read here. Access to clusters is read by `access`.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_eks_cluster", Reading::EntryAndParts(EntryKind::Cluster, cluster::read, cluster::parts)),
    managed("aws_eks_node_group", Reading::Entry(EntryKind::MachinePool, node_group::read)),
    managed("aws_eks_addon", Reading::Part(addon::read)),
    data(
        "aws_eks_addon_version",
        Reading::Irrelevant("the add-on that asks for the version says which one it has"),
    ),
    data("aws_eks_cluster_auth", Reading::Irrelevant("it makes a token for whoever applies the plan")),
    managed(
        "aws_autoscaling_group_tag",
        Reading::Irrelevant("it tells the autoscaler of a cluster what a machine of an empty pool is like"),
    ),
];
