//! Counts for the summary.

use std::collections::BTreeMap;

use polder_cloud::Cloud;

/// Counts over all stacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Stacks.
    pub stacks: usize,
    /// Managed resources.
    pub resources: usize,
    /// Resources by service, the largest first: `("VPC", 120)`.
    pub services: Vec<(&'static str, usize)>,
}

/// Counts the content of a cloud.
pub fn census(cloud: &Cloud) -> Census {
    let mut services: BTreeMap<&'static str, usize> = BTreeMap::new();
    for resource in cloud.stacks.iter().flat_map(polder_cloud::Stack::managed) {
        *services.entry(cloud.provider.of(&resource.address.kind).service).or_default() += 1;
    }
    let mut services: Vec<_> = services.into_iter().collect();
    services.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    Census { stacks: cloud.stacks.len(), resources: cloud.resource_count(), services }
}
