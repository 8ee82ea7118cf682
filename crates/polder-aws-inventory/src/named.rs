//! Resources that other resources refer to by name.

use polder_cloud::{ResourceId, View};

use crate::reader::Reader;

impl Reader<'_, '_> {
    /// The resource of this kind with this value of an attribute, as seen from `view`: in the same stack
    /// if there is one, else in the same account and region. `None` if there is none or if it is
    /// ambiguous.
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
            // Global resources match in every region.
            same_account && (here.region == there.region || there.region.value() == Some(&None))
        });
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The resource of [`Reader::named`] as a view.
    pub(crate) fn named_view<'i, 'b>(
        &mut self,
        view: View<'i, 'b>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Option<View<'i, 'b>> {
        let id = self.named(view, kind, attribute, name)?;
        view.index().view(id)
    }
}
