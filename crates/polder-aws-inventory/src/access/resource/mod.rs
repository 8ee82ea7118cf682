//! Access to single resources: resource policies, permissions of functions, resource shares.

pub(super) mod bucket_acl;
pub(super) mod function_permission;
pub(super) mod policy;
pub(super) mod share;
pub(super) mod snapshot_share;
mod table;
