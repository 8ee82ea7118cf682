//! All families of requirements, in their order.

use polder_design::Design;

use crate::requirement::Requirement;
use crate::{accounts, cost, languages, portability, region, security, services};

/// All requirements on a platform, in the order of their families.
pub fn requirements(design: &Design) -> Vec<Requirement> {
    let families = [
        region::rows(design),
        accounts::rows(),
        services::rows(),
        cost::rows(),
        security::rows(),
        portability::rows(),
        languages::rows(design),
    ];
    families.into_iter().flatten().collect()
}
