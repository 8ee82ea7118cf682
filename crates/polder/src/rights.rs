//! Whether the roles of the delivery pipeline may do what they have to, and nothing else.

use polder_diag::Finding;
use polder_inventory::Inventory;

use crate::compiled::Compiled;

/// Findings on the roles of the pipeline: actions that they lack, what a plan may change or read, how a role gets more
/// permissions, and what the organization denies to the platform. The inventory is that of the platform.
pub fn rights(compiled: &Compiled, inventory: &Inventory) -> Vec<Finding> {
    polder_aws_rights::check(&compiled.design, &compiled.cloud, inventory)
}
