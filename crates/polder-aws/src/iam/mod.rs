//! Permissions: roles of processes and services, permission sets of users, break-glass access.

pub(crate) mod iam_role_policy; // policies of processes and functions, derived from their flows
pub(crate) mod iam_role; // roles of processes
pub(crate) mod iam_service_role; // roles of AWS services
pub(crate) mod permission_set; // permission sets of users in IAM Identity Center
pub(crate) mod administrator_policy; // the policy of administrators
pub(crate) mod break_glass; // the role for emergency access
