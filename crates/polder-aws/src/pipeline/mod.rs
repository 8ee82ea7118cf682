//! What the delivery pipeline needs before it can run: Terraform's state and the pipeline's roles.

pub(crate) mod state_bucket; // the bucket of the state and its key
pub(crate) mod bootstrap_arns; // names and ARNs of the bootstrap layer's resources, for mentions
pub(crate) mod deploy_role; // the roles that plan and apply
pub(crate) mod workflow; // how workflows assume the roles
pub(crate) mod permissions_boundary; // the permissions boundary of every role that the pipeline creates
