//! What the delivery pipeline needs before it can run: Terraform's state and the pipeline's roles.

pub(crate) mod state_bucket; // the bucket of the state and its key
pub(crate) mod state_access; // who may read and write which part of the state
pub(crate) mod bootstrap_arns; // names and ARNs of the bootstrap layer's resources, for mentions
pub(crate) mod deploy_role; // the roles that plan and apply
mod plan_role; // what the one that plans may do
mod apply_role; // what the one that applies may do
mod services; // the services that both use
mod limits; // what neither the pipeline nor its roles may do
mod boundary_policy; // the permissions boundary itself
mod role_policy; // policies of both roles
mod regions; // where all of them may act
pub(crate) mod workflow; // how workflows assume the roles
pub(crate) mod permissions_boundary; // the permissions boundary of every role that the pipeline creates
