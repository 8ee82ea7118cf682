//! Lowers a design to the stacks of an AWS platform: one file per resource, in a notation close to
//! Terraform's own.
//!
//! Nothing here makes decisions: sizes, names, addresses and flows are read from the design. Layers are
//! lowered one after the other for all sites, because a layer may refer to earlier layers of any site.

mod layers; // the table of contents: the resources of each stack, in order
mod stack_ids; // the IDs of stacks, including those that are written later
mod stack_order; // the order of stacks that no reference shows
mod draft; // a stack that is being written
mod origin; // the part of the design that each resource belongs to
mod context; // the context of the lowering: the design, the stacks so far, and their handles
mod handles; // resources that later layers refer to
mod facets; // conditions that distinguish the stacks of one module
mod names; // locals of every stack, and names composed of them
mod tags; // tags of all resources
mod prevent_destroy; // of data stores, keys and accounts
mod kinds; // the catalogue of resource kinds

mod organization; // accounts, service control policies, budgets
mod iam; // roles, permission sets, break-glass access
mod pipeline; // Terraform's state, deploy roles, permissions boundary
mod detection; // CloudTrail, Config, GuardDuty, Security Hub, log archive
mod encryption; // KMS keys, secrets
mod network; // VPC, subnets, routes, security groups and rules, endpoints
mod database; // RDS, Aurora, ElastiCache, DynamoDB
mod storage; // S3, replication, backups
mod messaging; // SNS, SQS, EventBridge Scheduler
mod edge; // CloudFront, WAF, Route 53, certificates, load balancers
mod api_gateway; // the managed API for partners
mod compute; // ECS, EKS, EC2, Lambda
mod observability; // alarms, dashboards, logs, runbooks
mod quotas; // requests for higher quotas

mod cron; // schedule expressions
#[cfg(test)]
mod examples; // the example platforms
#[cfg(test)]
mod transfer_tests; // replication, backup and copy flows of the design against the resources
#[cfg(test)]
mod origin_tests; // every resource belongs to an existing part of the design
#[cfg(test)]
mod mention_tests; // every text that identifies a resource is a mention
#[cfg(test)]
mod timing_tests; // every timing of the design is used
pub mod words; // descriptions of the variables and outputs of modules
pub mod kubernetes; // values of the stacks that manifests need

pub use kinds::AWS;
pub use organization::billing::{CostLimit, set_cost_limits};
pub use origin::{Origin, Origins};

use polder_cloud::{Backend, BackendBucket, Cloud};
use polder_design::{Design, TerraformVersion};

use crate::context::Context;

/// The result of lowering a design.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The stacks.
    pub cloud: Cloud,
    /// The origins of their resources.
    pub origins: Origins,
}

/// Lowers a design to the stacks of its platform.
pub fn lower(design: &Design) -> Lowered {
    let backend = backend(design);
    let recipes = compute::image_recipes::pages(design);
    let pages = observability::runbook::pages().into_iter().chain(recipes).collect();
    let write_only = design.terraform >= TerraformVersion::V1_11;
    let cloud = Cloud { pages, backend, write_only, provider: &kinds::AWS, ..Cloud::default() };
    let mut context = Context::new(design, cloud);
    layers::lower(&mut context);
    context.stack_ids.settle(&mut context.cloud);
    quotas::request(&mut context.cloud, &mut context.origins);
    Lowered { cloud: context.cloud, origins: context.origins }
}

/// The bucket of the state that stacks use, and the other one.
fn backend(design: &Design) -> Backend {
    let state = &design.state;
    let primary =
        BackendBucket { bucket: state.bucket.as_str().into(), region: state.region.as_str().into() };
    let replica = state.replica_region.as_deref().map(|region| BackendBucket {
        bucket: pipeline::state_bucket::replica_name(design).into(),
        region: region.into(),
    });
    let enable_first = organization::accounts::enabled_by_hand(design);
    Backend {
        primary,
        replica,
        uses_replica: state.uses_replica,
        enable_first: enable_first.into_iter().map(Into::into).collect(),
    }
}
