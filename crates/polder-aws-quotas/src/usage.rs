//! What a graph counts against each quota.

use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, parallel};

use crate::amount::Amount;
use crate::group::Group;
use crate::place::Place;
use crate::quota::{By, Quota};
use crate::raised::raised;
use crate::table::quotas;
use crate::weighed::{Weighed, weighed};

/// What counts against one quota in one scope.
#[derive(Clone, Debug)]
pub struct Usage<'a> {
    /// The quota.
    pub quota: &'static Quota,
    /// The name of the account. Empty in a plan that others wrote: its stack is one account.
    pub account: &'a str,
    /// The region; empty for a quota of the account, and where the region is not known.
    pub region: &'a str,
    /// What the resources have in common.
    pub group: Group,
    /// How much there is.
    pub amount: Amount,
    /// The quota that the graph itself requests, if it does.
    pub raised: Option<u64>,
    /// The last resource that counts.
    pub last: ResourceId,
    /// The number of resources that count.
    pub resources: usize,
}

/// How a count compares with its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is within the default.
    Within,
    /// It is within the default, and above what a new account may have.
    AboveNewAccount,
    /// It is above the default.
    Above,
    /// What is known is within the default, and something is not known.
    Undecided,
}

impl Usage<'_> {
    /// How it compares with its quota.
    pub fn verdict(&self) -> Verdict {
        let limit = self.limit();
        let new = if self.raised.is_some() { limit } else { self.quota.new_account.unwrap_or(limit) };
        match self.amount {
            Amount { least, .. } if least > limit => Verdict::Above,
            Amount { most, .. } if most > limit => Verdict::Undecided,
            Amount { least, .. } if least > new => Verdict::AboveNewAccount,
            Amount { most, .. } if most > new => Verdict::Undecided,
            Amount { .. } => Verdict::Within,
        }
    }

    /// What the account may have: the default, or what the graph requests.
    pub fn limit(&self) -> u64 {
        self.raised.unwrap_or_default().max(self.quota.default)
    }
}

/// Counts by place and group.
type Counts<'a> = BTreeMap<(Place<'a>, Group), Count>;
type Counted<'a> = ((Place<'a>, Group), Count);

/// What was counted so far.
#[derive(Clone, Copy, Debug)]
struct Count {
    amount: Amount,
    last: ResourceId,
    resources: usize,
}

/// What a graph counts against all quotas, in the order of the table.
pub fn usages<'a>(index: &Index<'a>) -> Vec<Usage<'a>> {
    let quotas: Vec<&'static Quota> = quotas().collect();
    parallel::each(quotas.len(), |at| usages_of(index, quotas[at])).into_iter().flatten().collect()
}

/// What a graph counts against one quota.
pub(crate) fn usages_of<'a>(index: &Index<'a>, quota: &'static Quota) -> Vec<Usage<'a>> {
    usages_from(index, quota, &weighed(index, quota))
}

/// The same, from the resources of the quota.
pub(crate) fn usages_from<'a>(
    index: &Index<'a>,
    quota: &'static Quota,
    resources: &[Weighed<'_, 'a>],
) -> Vec<Usage<'a>> {
    let mut counts: Counts<'a> = BTreeMap::new();
    resources.iter().for_each(|resource| count(quota, resource, &mut counts));
    if counts.is_empty() {
        return vec![];
    }
    let unknown = spread(&mut counts);
    let raised = raised(index, quota);
    let usage = |((place, group), count): Counted<'a>| Usage {
        quota,
        account: place.account,
        region: place.region,
        group,
        amount: whole(quota, count.amount),
        raised: raised.get(&place).copied(),
        last: count.last,
        resources: count.resources,
    };
    counts.into_iter().chain(unknown).map(usage).collect()
}

/// A sum of parts in the unit of the quota, with what always counts.
fn whole(quota: &Quota, parts: Amount) -> Amount {
    parts.in_units_of(quota.parts) + Amount::exactly(quota.standing)
}

fn count<'a>(quota: &Quota, resource: &Weighed<'_, 'a>, counts: &mut Counts<'a>) {
    let Weighed { view, by, amount } = resource;
    if *amount == Amount::NONE {
        return;
    }
    let group = match by {
        By::Scope => Group::Scope,
        By::Itself => Group::Resource(view.id()),
        By::Attribute(attribute) => Group::referred(view, attribute),
        By::Of(of) => of(view),
    };
    let none = Count { amount: Amount::NONE, last: view.id(), resources: 0 };
    let count = counts.entry((Place::of(quota.scope, view), group)).or_insert(none);
    count.amount += *amount;
    count.last = view.id();
    count.resources += 1;
}

/// What belongs to an unknown resource may belong to any that is known, or all to one. Returns the counts of unknown
/// resources themselves.
fn spread<'a>(counts: &mut Counts<'a>) -> Vec<Counted<'a>> {
    let unknown: Vec<_> = counts.extract_if(.., |(_, group), _| *group == Group::Unknown).collect();
    for ((place, _), more) in &unknown {
        let same = counts.iter_mut().filter(|((at, group), _)| at == place && *group != Group::Scope);
        for (_, count) in same {
            count.amount += Amount::up_to(more.amount.most);
        }
    }
    let open = |count: Count| Count { amount: Amount::up_to(count.amount.most), ..count };
    unknown.into_iter().map(|(key, count)| (key, open(count))).collect()
}
