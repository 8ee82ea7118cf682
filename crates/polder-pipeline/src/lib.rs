//! Workflows that deploy the stacks: plans on a pull request, applies after it, in order, and a daily search for drift.
//!
//! [`github`] writes workflows for GitHub Actions: three for stacks, and one that releases functions. They run the
//! committed stacks with OpenTofu and contain no secret: each job assumes a role of its account by OIDC, and GitHub's
//! environments restrict access. How a role is assumed is defined by the provider's model.
//!
//! [`local`] writes a script that does the same from a terminal, for those who use no pipeline.
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
//! The environment `<account>` allows the main branch only, and so does `<account>-plan` of production and management,
//! which are planned after a merge only: whoever can push a branch can run jobs in an environment without rules. The
//! environments of production and management have reviewers. The first job of each apply and each release of functions
//! checks these rules.
//! The trust policies of the roles allow no other branch either.

mod github;

mod actions;
mod apply;
mod drift;
mod expression;
mod functions;
mod local;
mod order;
mod plan;
mod preflight;
mod repository;
mod scripts;
mod setup;
mod steps;
mod variables;

pub use github::github;
pub use local::local;
pub use repository::Repository;

#[cfg(test)]
mod tests;
