//! Workflows that bring the stacks into the world: plans on a pull request, and applies after it, in order.
//!
//! [`github`] writes workflows for GitHub Actions: two for stacks, and one that releases functions. They run the committed
//! stacks with OpenTofu and hold no secret: each job takes a role of its account by OIDC, and GitHub's environments say
//! who may. How a role is taken is the provider's, as the cloud's model says.
//!
//! # What the accounts must have
//!
//! For each account of the platform there are two roles and two environments of the same repository. The trust of a
//! role is bound to the subject `repo:OWNER/REPOSITORY:environment:ENVIRONMENT` of GitHub's tokens, with the audience of
//! the provider. Their names are those of [`Phase`](polder_design::delivery::Phase):
//!
//! | role | environment | may |
//! | --- | --- | --- |
//! | `<platform>-plan` | `<account>-plan` | read all, and the state; write nothing |
//! | `<platform>-apply` | `<account>` | make what the stacks hold, and write the state |
//!
//! The environment `<account>` has reviewers where an apply wants an approval, and takes the main branch only.

mod github;

mod actions;
mod apply;
mod expression;
mod functions;
mod order;
mod plan;
mod repository;
mod scripts;
mod steps;
mod variables;

pub use github::github;
pub use repository::Repository;

#[cfg(test)]
mod tests;
