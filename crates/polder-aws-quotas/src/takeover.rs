//! What a region needs when its sites take over the load of the cells' other sites.
//!
//! A backup site runs less than a primary one, and quotas cannot be raised while a region is lost: the need of a site is
//! that of the larger of the two.

use std::collections::BTreeMap;

use polder_cloud::StackScope;

use crate::quota::{By, Quota, Scope};
use crate::weighed::Weighed;

/// What each cell counts, by account, cell and region; the cell is empty for what is not of a site.
type Counts<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, u64>>;

/// What each account and region needs of a quota of regions, in the unit of the quota. Empty for other quotas, whose counts
/// do not move with the load.
pub(crate) fn needs<'a>(quota: &Quota, resources: &[Weighed<'_, 'a>]) -> BTreeMap<(&'a str, &'a str), u64> {
    if quota.scope != Scope::Region {
        return BTreeMap::new();
    }
    let mut needs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for ((account, cell), regions) in counts(resources) {
        let largest = regions.values().copied().max().unwrap_or_default();
        for (region, own) in regions {
            let need = if cell.is_empty() { own } else { largest };
            *needs.entry((account, region)).or_default() += need;
        }
    }
    needs.retain(|_, parts| *parts > 0);
    needs.values_mut().for_each(|parts| *parts = parts.div_ceil(quota.parts) + quota.standing);
    needs
}

fn counts<'a>(resources: &[Weighed<'_, 'a>]) -> Counts<'a> {
    let mut counts = Counts::new();
    for Weighed { view, amount, .. } in resources.iter().filter(|it| matches!(it.by, By::Scope)) {
        let stack = view.stack();
        let (cell, region): (&str, &str) = match &stack.key.scope {
            StackScope::Site { cell, region } => (cell, region),
            StackScope::Global | StackScope::Region(_) | StackScope::Foreign(_) => ("", &stack.region),
        };
        let of_cell = counts.entry((&*stack.key.account, cell)).or_default();
        *of_cell.entry(region).or_default() += amount.least;
    }
    counts
}
