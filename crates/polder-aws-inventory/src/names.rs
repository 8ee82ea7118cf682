//! Resources by the names that people gave them, for attributes that name a resource instead of referring to it: in states
//! and plans a log group, a cluster or a table is often only a text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, View};

use crate::reader::Reader;
use crate::value::region;

/// Resources by the names that people gave them. Filled kind by kind, when one is asked for.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    kinds: BTreeMap<(&'static str, &'static str), BTreeMap<Cow<'a, str>, Vec<ResourceId>>>,
}

impl<'a> Names<'a> {
    fn of(
        &mut self,
        index: &Index<'a>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> &[ResourceId] {
        let names = self.kinds.entry((kind, attribute)).or_insert_with(|| {
            let mut names: BTreeMap<Cow<'a, str>, Vec<ResourceId>> = BTreeMap::new();
            let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
            for view in all.filter(View::is_managed) {
                if let Some(name) = view.text(attribute) {
                    names.entry(name).or_default().push(view.id());
                }
            }
            names
        });
        names.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Reader<'_, '_> {
    /// The resource of this kind whose attribute is this text, as seen from `view`: of the same stack if there is one, else
    /// of the same account and region. `None` where there is none.
    pub(crate) fn named(
        &mut self,
        view: View<'_, '_>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Option<ResourceId> {
        let index = self.index;
        let found = self.names.of(index, kind, attribute, name);
        let others = || found.iter().copied().filter(|id| *id != view.id());
        if let Some(own) = others().find(|id| id.stack == view.id().stack) {
            return Some(own);
        }
        let (account, here) = (&view.stack().key.account, region(view));
        others().find(|id| {
            index.view(*id).is_some_and(|it| it.stack().key.account == *account && region(it) == here)
        })
    }

    /// The view of such a resource.
    pub(crate) fn named_view<'i, 'a>(
        &mut self,
        view: View<'i, 'a>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Option<View<'i, 'a>> {
        let id = self.named(view, kind, attribute, name)?;
        view.index().view(id)
    }
}
