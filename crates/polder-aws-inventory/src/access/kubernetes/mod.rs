//! Who may use Kubernetes clusters, and as whom pods act.

pub(super) mod access_entry;
pub(super) mod pod_identity_association;
