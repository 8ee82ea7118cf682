//! Resources by the names that people gave them, for attributes that name a resource instead of referring to it: in states
//! and plans a log group, a cluster or a table is often only a text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, View};

use crate::reader::Reader;

/// Resources by the names that people gave them. Filled kind by kind, when one is asked for.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    /// By kind and attribute.
    kinds: BTreeMap<(&'static str, &'static str), Named<'a>>,
}

/// Resources of one kind by one attribute.
type Named<'a> = BTreeMap<Cow<'a, str>, Vec<ResourceId>>;

impl<'a> Names<'a> {
    fn of(
        &mut self,
        index: &Index<'a>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Vec<ResourceId> {
        let names = self.kinds.entry((kind, attribute)).or_insert_with(|| {
            let mut names: Named<'a> = BTreeMap::new();
            let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
            for view in all.filter(View::is_managed) {
                if let Some(name) = view.text(attribute) {
                    names.entry(name).or_default().push(view.id());
                }
            }
            names
        });
        names.get(name).cloned().unwrap_or_default()
    }
}

impl Reader<'_, '_> {
    /// The resource of this kind whose attribute is this text, as seen from `view`: of the same stack if there is one,
    /// else of the same account and region. `None` where there is none or where several fit.
    pub(crate) fn named(
        &mut self,
        view: View<'_, '_>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Option<ResourceId> {
        let mut found = self.names.of(self.index, kind, attribute, name);
        found.retain(|id| *id != view.id());
        if let [one] = found.iter().filter(|id| id.stack == view.id().stack).collect::<Vec<_>>().as_slice() {
            return Some(**one);
        }
        let here = self.location_of(view);
        found.retain(|id| {
            let Some(other) = self.index.view(*id) else { return false };
            let there = self.location_of(other);
            let same_account =
                here.account == there.account && (id.stack == view.id().stack || here.account.id().is_some());
            // What has no region is seen from every region.
            same_account && (here.region == there.region || there.region.value() == Some(&None))
        });
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}
