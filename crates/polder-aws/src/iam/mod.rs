//! Permissions: roles of processes and services, permission sets of users, break-glass access.

pub(crate) mod iam_role_policy; // what a process or a function may do, derived from its flows
pub(crate) mod iam_role; // roles of processes
pub(crate) mod iam_service_role; // roles of AWS services
pub(crate) mod permission_set; // what people may do, through the Identity Center
pub(crate) mod administrator_policy; // the policy of administrators
pub(crate) mod break_glass; // the role for emergencies
