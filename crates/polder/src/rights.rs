//! Whether the roles of the delivery pipeline may do what they have to, and nothing else.

use polder_diag::Finding;

use crate::compiled::Compiled;
use crate::inventory::inventory;

/// Findings on the roles of the pipeline: actions that they lack, what a plan may change or read, how a role gets more
/// permissions, and what the organization denies to the platform.
pub fn rights(compiled: &Compiled) -> Vec<Finding> {
    polder_aws_rights::check(&compiled.design, &compiled.cloud, &inventory(compiled))
}
