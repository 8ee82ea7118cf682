//! What lets others use single resources: their policies, permissions of functions, shares.

pub(super) mod bucket_acl;
pub(super) mod function_permission;
pub(super) mod policy;
pub(super) mod share;
mod table;
