//! What the delivery pipeline needs before it can run: Terraform's state and the pipeline's roles.

pub(crate) mod state_bucket; // the bucket of the state and its key
pub(crate) mod state_access; // who may read and write which part of the state
pub(crate) mod state_replication; // its replica in another region
#[cfg(test)]
mod state_tests; // the state and the archive survive the loss of a region
pub(crate) mod bootstrap_arns; // names and ARNs of the bootstrap layer's resources, for mentions
pub(crate) mod deploy_role; // the roles that plan and apply
#[cfg(test)]
mod identity_provider_tests; // an account that has their identity provider already
mod plan_role; // the permissions of the plan role
mod apply_role; // the permissions of the apply role
mod services; // the services that both use
mod limits; // what is denied to the apply role and by the boundary
mod boundary_policy; // the policy that is the permissions boundary
mod role_policy; // statements of several of these policies
mod regions; // the regions of all of them
pub(crate) mod workflow; // how workflows assume the roles
pub(crate) mod permissions_boundary; // sets the boundary of every role that the pipeline creates
