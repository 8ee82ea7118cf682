//! IAM: roles, users, groups, identity providers, and their policies.

pub(super) mod attachment;
pub(super) mod credential;
pub(super) mod group;
pub(super) mod identity_provider;
pub(super) mod policy;
pub(super) mod role;
pub(super) mod role_policy;
pub(super) mod service_linked_role;
pub(super) mod user;
