//! The regions in which the pipeline and the roles that it creates may act.

use polder_design::Design;

use crate::names::GLOBAL_REGION;
use crate::organization::accounts;

/// The platform's regions, and that of global services.
pub(crate) fn used(design: &Design) -> Vec<String> {
    let mut regions = accounts::used_regions(design);
    if !regions.iter().any(|region| region == GLOBAL_REGION) {
        regions.push(GLOBAL_REGION.to_owned());
    }
    regions
}
