//! Access to Kubernetes clusters, and the roles that pods assume.

pub(super) mod access_entry;
pub(super) mod pod_identity_association;
