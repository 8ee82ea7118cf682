//! Pods on EKS: cluster, node groups, add-ons, controllers, pod identities.

pub(crate) mod eks_cluster;
pub(crate) mod eks_node_group;
pub(crate) mod eks_addon;
pub(crate) mod eks_controller; // load balancer controller and others that run in the cluster
pub(crate) mod eks_pod_identity_association;
pub(crate) mod eks_hours; // hours of work
pub(crate) mod fluent_bit; // log collection
pub(crate) mod late_env; // the output that manifests are completed with
