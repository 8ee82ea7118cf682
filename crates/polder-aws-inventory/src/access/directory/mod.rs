//! IAM Identity Center: users, groups, permission sets and their assignments to accounts.

pub(super) mod assignment;
pub(super) mod group;
pub(super) mod permission_set;
