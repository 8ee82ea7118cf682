//! Workflows that deploy the stacks: plans on a pull request, and applies after it, in order.
//!
//! [`github`] writes workflows for GitHub Actions: two for stacks, and one that releases functions. They run the
//! committed stacks with OpenTofu and contain no secret: each job assumes a role of its account by OIDC, and GitHub's
//! environments restrict access. How a role is assumed is defined by the provider's model.
//!
//! # Prerequisites in the accounts
//!
//! For each account of the platform there are two roles and two environments of the same repository. The trust policy
//! of a role requires the subject `repo:OWNER/REPOSITORY:environment:ENVIRONMENT` of GitHub's tokens, with the audience
//! of the provider. Their names are those of [`Phase`](polder_design::delivery::Phase):
//!
//! | role | environment | may |
//! | --- | --- | --- |
//! | `<platform>-plan` | `<account>-plan` | read the configuration, and the state of the account |
//! | `<platform>-apply` | `<account>` | apply the stacks, and write the state |
//!
//! The environment `<account>` has reviewers if an apply needs an approval. The trust policies allow the main branch only,
//! except for plans in accounts without customers.

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
