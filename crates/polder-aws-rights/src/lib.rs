//! Whether the two roles of the delivery pipeline fit their stacks, in every account.
//!
//! [`check`] compares the policies of the roles, with those of the organization, with four tables: the actions that
//! the resources of the stacks need, what a plan must not do, what neither role may do to its own permissions, and what the
//! platform's other roles are allowed. It asks `polder-iam` whether any request is allowed, so that a right that only a
//! combination of statements gives is seen as well.

mod codes;
mod data;
mod subject;
mod needs;
mod plan;
mod widening;
mod organization;

use polder_cloud::{Cloud, parallel};
use polder_design::Design;
use polder_diag::Finding;
use polder_iam::estate::Estate;
use polder_inventory::Inventory;

use subject::Subject;

pub use codes::codes;

/// Findings on the roles of the pipeline, in the order of the accounts and of the codes.
pub fn check(design: &Design, cloud: &Cloud, inventory: &Inventory) -> Vec<Finding> {
    let estate = Estate::of(inventory);
    let subjects = subject::all(design, cloud, &estate);
    let checks: [fn(&Subject<'_, '_>) -> Vec<Finding>; 3] = [needs::check, plan::check, widening::check];
    let parts = parallel::each(subjects.len() * checks.len(), |at| {
        let (subject, check) = (&subjects[at / checks.len()], checks[at % checks.len()]);
        check(subject)
    });
    let mut found: Vec<Finding> = parts.into_iter().flatten().collect();
    found.extend(organization::check(design, &estate));
    found
}
