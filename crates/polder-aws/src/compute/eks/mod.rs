//! Pods on EKS: cluster, node groups, add-ons, controllers, pod identities.

pub(crate) mod eks_cluster;
pub(crate) mod eks_node_group;
pub(crate) mod eks_addon;
pub(crate) mod eks_controller; // roles of the controllers that run in the cluster
pub(crate) mod eks_pod_identity_association;
pub(crate) mod eks_hours; // start and stop times
pub(crate) mod fluent_bit; // log collection
pub(crate) mod late_env; // the output with late values of manifests
