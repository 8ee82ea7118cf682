//! How much the resources of a quota count.

use polder_cloud::{Index, View};

use crate::amount::Amount;
use crate::memo::Memo;
use crate::quota::{By, Quota, Rule, Weight};
use crate::weigh::{is_computed, items, number};

/// A resource of a quota, with how much it counts.
pub(crate) struct Weighed<'i, 'a> {
    pub(crate) view: View<'i, 'a>,
    pub(crate) by: By,
    pub(crate) amount: Amount,
}

/// The managed resources of a quota, in the order of its rules.
pub(crate) fn weighed<'i, 'a>(index: &'i Index<'a>, quota: &Quota) -> Vec<Weighed<'i, 'a>> {
    let memo = Memo::default();
    let of_rule = |rule: &Rule| {
        let Rule { kind, by, weight } = *rule;
        let views = index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed);
        views.map(|view| Weighed { view, by, amount: weigh(&view, weight, &memo) }).collect::<Vec<_>>()
    };
    quota.rules.iter().flat_map(of_rule).collect()
}

fn weigh(view: &View<'_, '_>, weight: Weight, memo: &Memo) -> Amount {
    match weight {
        Weight::One => Amount::exactly(1),
        Weight::Items(path) => items(view, path),
        Weight::Number(attribute) if is_computed(view, attribute) => Amount::NONE,
        Weight::Number(attribute) => number(view, attribute),
        Weight::Of(of) => of(view),
        Weight::With(with) => with(view, memo),
    }
}
