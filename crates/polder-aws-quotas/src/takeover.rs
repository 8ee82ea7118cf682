//! What a region needs when its sites take over the load of the cells' other sites.
//!
//! A backup site runs less than a primary one, and quotas cannot be raised while a region is lost: the need of a site is
//! that of the larger of the two.

use std::collections::BTreeMap;

use polder_cloud::{Index, StackScope, View};

use crate::quota::{By, Quota, Scope};
use crate::weigh::weigh;

/// What each cell counts, by account, cell and region; the cell is empty for what is not of a site.
type Counts<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, u64>>;

/// What each account and region needs of a quota of regions, in the unit of the quota. Empty for other quotas, whose counts
/// do not move with the load.
pub(crate) fn needs<'a>(index: &Index<'a>, quota: &Quota) -> BTreeMap<(&'a str, &'a str), u64> {
    if quota.scope != Scope::Region {
        return BTreeMap::new();
    }
    let mut needs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for ((account, cell), regions) in counts(index, quota) {
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

fn counts<'a>(index: &Index<'a>, quota: &Quota) -> Counts<'a> {
    let mut counts = Counts::new();
    for rule in quota.rules.iter().filter(|rule| matches!(rule.by, By::Scope)) {
        let views = index.of_kind(rule.kind).iter().filter_map(|id| index.view(*id));
        for view in views.filter(View::is_managed) {
            let key = &view.stack().key;
            let (cell, region): (&str, &str) = match &key.scope {
                StackScope::Site { cell, region } => (cell, region),
                StackScope::Global | StackScope::Region(_) | StackScope::Foreign(_) => {
                    ("", &view.stack().region)
                }
            };
            let of_cell = counts.entry((&*key.account, cell)).or_default();
            *of_cell.entry(region).or_default() += weigh(&view, rule.weight).least;
        }
    }
    counts
}
